"""How work threads go: the subjects of each kind, and what is said step by step.

The nth variants of the steps belong together. A step names its speaker: "a" began the thread, "b" answers, "c" is a third person if there is one.
Slots: {thing}, {other_thing} and {project} of the company, {company}, {day}, {date} to come, {past}, {today}, {hour}, {amount}, {less}
(money), {figure}, {place}, {given} (who is addressed), {third} (somebody else), {friend} (somebody not in the thread). "attached" brings an attachment.
"""

Step = tuple[str, tuple[str, ...]]
Arc = tuple[tuple[str, ...], tuple[Step, ...]]

REVIEW: Arc = (
    ("Draft on {thing}", "{Thing}: second version", "Please check: {thing}", "Comments on {thing}?", "Report on {thing} for the {project}"),
    (
        ("a", (
            "I have attached the draft about {thing}. Could you read it before {day}? I am least sure about section two, the one on {other_thing}.",
            "The notes on {thing} are attached. Please look above all at the numbers in the table; the {figure} looks high to me.",
            "Here is the new version of the paper on {thing}, attached. I took out everything that {friend} had already seen and kept the part on {other_thing}.",
        )),
        ("b", (
            "Thanks, got it. I will go through it on {day}. One question already: does the {figure} include {other_thing} or not?",
            "I read it on the train. It is clear, and much shorter than the last one. The only thing I do not follow is how you get from {thing} to {other_thing}.",
            "Good work. I would move the summary to the front, since most people at our end will stop after the first page. Where does the {figure} come from?",
        )),
        ("a", (
            "The {figure} leaves {other_thing} out. I added a sentence that says so, and a small table at the end.",
            "Fair point. The step is in the appendix, but nobody reads appendices, so I moved it up.",
            "From the measurements of {past}. I repeated them yesterday and got nearly the same.",
        )),
        ("c", (
            "May I add something? We measured {thing} in {place} last year and ended up {figure} lower. It may be the temperature.",
            "Looks fine from here. Please write \"about\" before the {figure}; our customers take numbers literally.",
            "No objections. I would only like to see {other_thing} in the same units as the rest.",
        )),
        ("b", (
            "Then I have nothing left. Please send the final version to me and I will put it in the project folder.",
            "Agreed. With that change it can go out on {day}.",
            "That answers it. I corrected two typing errors on page three; the marked copy is attached.",
        )),
        ("a", (
            "Done, it went out this morning. Thank you for reading so closely.",
            "Thank you both. I will send it to {friend} on {day} and copy you.",
        )),
        ("b", ("Perfect, thanks!", "Great. I will let you know what they say about {thing}.")),
    ),
)  # fmt: skip

MEETING: Arc = (
    ("Meeting about {thing}", "A call on {day}?", "{project}: next meeting", "Half an hour about {thing}", "Visit to {place}"),
    (
        ("a", (
            "Could we talk about {thing} this week? {day} at {hour} would suit me; half an hour is enough.",
            "I think we should sit down about {thing} before the end of the month. Are you in {place} on {date} by any chance?",
            "It would be good to go through {thing} together, with {other_thing} open next to it. Do you have time on {day}, around {hour}?",
        )),
        ("b", (
            "{day} is full, I am afraid. What about the day after, at {hour}?",
            "Yes, {hour} works. Shall we take the usual line, or would you rather come here?",
            "I am travelling until {day}. Any time after that is fine, mornings preferred.",
        )),
        ("a", (
            "Then the day after it is. I will bring the figures for {other_thing}.",
            "The usual line, please. I will send the numbers round the evening before.",
            "Good, I have put it in the calendar. Is there anything you want me to prepare?",
        )),
        ("b", (
            "Noted. Could you also ask {third} to join? It concerns {other_thing} as well.",
            "Thanks. If you have the readings from {place}, please bring them along.",
            "Just one wish: let us decide about {thing} this time and not postpone it again.",
        )),
        ("c", (
            "I can join for the first twenty minutes. After that I have to leave for {place}.",
            "Count me in. I will have the latest on {other_thing} by then.",
        )),
        ("a", (
            "Short notes from our talk: we keep {thing} as it is until {date}, {given} checks {other_thing}, and I write to {friend}. Shout if I forgot something.",
            "Thanks for your time today. To sum up: we go ahead with {thing}, the limit is {amount}, and we meet again on {date}.",
        )),
        ("b", (
            "That is how I remember it too. Thank you for writing it down.",
            "One addition: the {figure} is a target and not a promise. Otherwise correct.",
        )),
    ),
)  # fmt: skip

PROBLEM: Arc = (
    ("Problem with {thing}", "{Thing} again", "Odd readings since {day}", "{Thing}: {figure} off", "Urgent: {thing} in {place}"),
    (
        ("a", (
            "Since {day} we see strange values from {thing}: about {figure} too high, mostly in the early morning. Nothing was changed here. Do you have an idea?",
            "{Thing} stopped at {hour} yesterday. After a restart it ran for an hour and stopped again. The log is attached.",
            "Bad news from {place}: {thing} failed the acceptance test by {figure}. {other_thing} passed, so it cannot be the power supply.",
        )),
        ("b", (
            "Sorry to hear that. Could you send me the log of the last two days, and a photograph of the connector?",
            "I have seen this once before, when the cable was too long. How many metres of cable lie between {thing} and {other_thing} at your place?",
            "Hm. Does it also happen with {other_thing} switched off? That would tell us which side to look at.",
        )),
        ("a", (
            "The log is attached. The gap at {hour} was us, we had the cover open.",
            "About forty metres. The old one was twelve, now that you say it.",
            "Yes, even with {other_thing} off. I tried it three times.",
        )),
        ("b", (
            "Then I am fairly sure that it is the grounding. Please put a bridge between the two shields for a day and tell me if the {figure} is still there.",
            "Thank you, that helps. Line 214 shows a restart every 900 seconds; that is the watchdog. I will send you a new version by {day}.",
            "I could repeat it on my bench. Something in {thing} waits for an answer that never comes. Give me until {date}.",
        )),
        ("c", (
            "We had the same in {place} in spring. A drop of contact spray was all it took.",
            "For the record: the spare unit from {past} shows nothing of the kind.",
        )),
        ("a", (
            "It has run for two days without a fault. Whatever you did, it worked.",
            "The bridge helped: down to {figure}. Shall we leave it like that?",
            "New version is on. So far so good, I will watch it over the weekend.",
        )),
        ("b", (
            "Glad to hear it. I will write a page about it, so that we know next time.",
            "Leave it like that for now. I will bring a proper cable when I come on {date}.",
        )),
        ("a", ("Thanks again, you saved our week.", "Perfect. Closing this one.")),
    ),
)  # fmt: skip

OFFER: Arc = (
    ("Offer for {thing}", "Quote: {thing}", "Order for {thing}", "Price of {thing}", "Costs of {thing}"),
    (
        ("a", (
            "Please find attached our offer for {thing}, {amount} in total. It is valid until {date} and includes one day in {place}.",
            "As discussed: {thing} would come to {amount}, without {other_thing}. The details are attached.",
            "The invoice for last month's work on {thing} is attached: {amount}. Please tell me if you need an order number on it.",
        )),
        ("b", (
            "Thank you. Before I pass it on: is the work on {other_thing} part of it, or does that come on top?",
            "Received, thanks. Our limit without a second signature is a little lower. Could it be split into two parts?",
            "That is more than I expected, to be honest. What would it be without {other_thing}?",
        )),
        ("a", (
            "All of it is included. I should have said so in the second line.",
            "Yes, half now and half on {date} is fine with me.",
            "Without it we would be at about {less}. I would not recommend it, though: you need it sooner or later.",
        )),
        ("b", (
            "Then it is approved. {third} will send the order number by {day}.",
            "Good, please go ahead on that basis.",
        )),
        ("c", (
            "The order is in the system. Please put {company} and the date on the invoice.",
            "Payment will leave us on {date}.",
        )),
        ("a", ("Many thanks. Work begins on {day}.", "Received with thanks. See you in {place}.")),
    ),
)  # fmt: skip

STATUS: Arc = (
    ("{project}: where we are", "Short status, {today}", "{project} this month", "News from {place}"),
    (
        ("a", (
            "A short status. Done and tested: {thing}. We are about a week late with {other_thing}, since the parts arrived only on {day}. Costs so far: {amount}. Next step is the trial in {place}.",
            "Good progress here: with {thing} we are now within {figure}. We still wait for {other_thing}. A picture from {place} is attached.",
            "This month in three lines: {thing} ready, {other_thing} begun, nothing broken. The table is attached for those who like numbers.",
        )),
        ("b", (
            "Thanks, that is good to read. What do you need from us for {place}?",
            "Very nice. I forwarded it to our board; they asked whether {figure} will hold in winter.",
            "Thank you. A week is fine, as long as {date} stays.",
        )),
        ("c", (
            "Impressive! Who would have thought so in spring.",
            "Could I have the raw values of {thing} too? I would like to compare them with ours.",
        )),
        ("a", (
            "Only a parking space and somebody with a key. I bring the rest.",
            "I believe so, but I would rather measure than believe. The cold chamber is booked for {date}.",
            "It stays. I would tell you first if it did not.",
        )),
        ("b", ("All right, thank you.", "Good. Then I will see you in {place}.")),
    ),
)  # fmt: skip

DECISION: Arc = (
    ("{Thing}: which way?", "Decision about {thing}", "Two ways to do {thing}", "Your opinion on {thing}?"),
    (
        ("a", (
            "We have to decide about {thing} by {day}. Either we keep it as it is and live with {figure}, or we change {other_thing} as well, which costs {amount}. What do you think?",
            "Before I order anything: would you rather have {thing} inside the case or outside? Inside is tidier, outside is easier to mend in {place}.",
            "{third} suggests leaving {other_thing} out altogether. I am torn. It would save {amount}, and three weeks.",
        )),
        ("b", (
            "I would change it now. We will never have the time again, and {amount} is not the end of the world.",
            "Outside, please. Whoever has to mend it in the rain will thank you.",
            "My first reaction was no, my second is yes. Who would miss it? Honestly, nobody has looked at it since {past}.",
        )),
        ("c", (
            "I see it differently: with {figure} we are still inside the contract, and every change needs a new test.",
            "Same view here.",
            "Has anybody asked the people in {place}? They work with it every day.",
        )),
        ("a", (
            "Good argument. Then I will do a small trial first and report on {date}.",
            "All right, decided. I will write it into the plan so that we do not discuss it again in a month.",
        )),
        ("b", ("Fine with me.", "Thanks for asking first. It makes a difference.")),
    ),
)  # fmt: skip

CONTINUED: tuple[Step, ...] = (
    ("a", (
        "Any news about {thing}? I do not want to press, but {friend} asked again.",
        "While we are at it: what about {other_thing}?",
        "A small follow-up. On {day} we saw {figure}, which is the best value so far.",
    )),
    ("b", (
        "Not yet. {third} promised an answer for {day}.",
        "That is on my list for {day}, right after {thing}.",
        "Lovely! Write that down somewhere before it changes its mind.",
    )),
    ("c", (
        "Sorry for being late to this. I agree with what was said, and can take over {other_thing} if that helps.",
        "Just reading along, but: in {place} we wait for it too.",
    )),
    ("a", (
        "Thanks. I have changed the plan accordingly; the new one is attached.",
        "That would help a lot. I will call you at {hour}.",
    )),
    ("b", (
        "Received. I have one remark about {thing}, but it can wait until we meet.",
        "Good, talk to you then.",
    )),
)  # fmt: skip

ASIDES = (
    "By the way, the parcel arrived on {day}, in one piece.",
    "I am out on {date}, but I read mail in the evening.",
    "Please greet {friend} from me.",
    "The photographs from {place} turned out well, I will bring some.",
    "The coffee is on me next time.",
    "Could you remind me which version we are on? I have lost count.",
    "It has rained here for nine days now, so the outdoor tests wait.",
    "My telephone was broken this week; mail is safer.",
    "If it is urgent, call me; otherwise tomorrow is fine.",
    "You may also ask {friend}, who knows more about it than I do.",
)

WORK = (REVIEW, MEETING, PROBLEM, OFFER, STATUS, DECISION)
PLACES = (
    "Bristol", "Rotterdam", "Leith", "Lyon", "the harbour", "the workshop", "Hall 3", "the north site", "Malmö",
    "Cork", "the lab", "Seville", "the old depot", "Portland", "the test field", "Dresden", "the pump house",
)  # fmt: skip
