"""How private threads go, in the same form as work threads (see phrases_work)."""

from devstack.demo.phrases_work import Arc

DINNER: Arc = (
    ("Dinner on {day}?", "Saturday", "Soup at ours", "Come round on {date}?"),
    (
        ("a", (
            "We are making far too much soup on {day}. Would you like to come and help us with it? Around seven.",
            "It has been ages! Dinner on {day}? There is a new place near {place} with four tables and one menu.",
        )),
        ("b", (
            "Gladly! I will bring bread and something for afterwards. Is there anything nobody may eat?",
            "Yes please. Seven is early for me, half past would be perfect.",
        )),
        ("a", ("No walnuts, otherwise anything. Half past seven is fine.", "Nothing, we eat everything. Bring {third} too if they have time.")),
        ("b", ("See you then. Looking forward to it!", "Done. I will take the bicycle, so do not wait if it pours.")),
        ("a", ("That was lovely. You forgot your scarf, it is on the hook by the door.", "Thank you for coming, and for the cake. The children still talk about it.")),
        ("b", ("I wondered where it was. Next time at mine!", "It was a great evening. Let us not wait another half year.")),
    ),
)  # fmt: skip

WALK: Arc = (
    ("Walk along the coast", "Sunday walk", "The long path to {place}", "Boots on {date}?"),
    (
        ("a", (
            "The forecast for {day} is good. Shall we walk the coast path, from the lighthouse to {place}? About sixteen kilometres, with a café at the end.",
            "I need to see something other than a screen. A walk on {date}?",
        )),
        ("b", ("I am in. Which train?", "Sixteen! My knee says ten, my head says yes. Which way round, with the wind or against it?")),
        ("a", ("The 9.12 from platform two. I have the map and the sandwiches.", "With the wind of course. We can leave out the loop by the quarry, then it is eleven.")),
        ("b", ("Perfect. I will bring tea.", "Sold. See you at the station.")),
        ("c", ("Am I too late to join? I promise to walk quickly.", "Next time again, I have a cold. Take pictures!")),
        ("a", ("Pictures are attached. The one with the sheep is the best.", "My legs hurt and I regret nothing.")),
        ("b", ("I like the one where the map flies away.", "Same time next month?")),
    ),
)  # fmt: skip

BOOKS: Arc = (
    ("Book club: next one", "The novel with the lighthouse", "Have you read it yet?", "Book for {date}"),
    (
        ("a", (
            "I finished it last night. I did not expect to like the second half more than the first. Where are you?",
            "Our next evening is on {date}, at mine. Whose turn is it to choose? I think it is yours.",
        )),
        ("b", ("Page ninety. Tell me nothing about the brother, please.", "Then I choose the short one about the ferry. You will need two evenings, no more.")),
        ("a", ("My lips are sealed. Only this: keep an eye on the piano.", "I have just ordered it. {third} wants to come too, is that all right?")),
        ("c", ("I found it much too long, but I seem to be alone with that.", "Could somebody lend me a copy? The library has a queue of eleven.")),
        ("b", ("The piano! I should have known.", "The more the better. I will bring chairs.")),
        ("a", ("See you on {day}.", "You can have mine, I am through with it.")),
    ),
)  # fmt: skip

MOVING: Arc = (
    ("We are moving", "Help with boxes?", "The keys to the flat", "New address from {date}"),
    (
        ("a", (
            "It is official: we have the flat in {place}, from {date}. Third floor, no lift, and a piano. You see where this is going. Do you have a free hour on {day}?",
            "A practical question: may we put six boxes into your cellar until {date}? Books mostly.",
        )),
        ("b", ("Congratulations! I am there from nine, with gloves. The piano is for professionals, though.", "Of course. There is a spare key with the neighbours, just ring.")),
        ("a", ("You are the best. There will be pizza, and the piano comes on another day with four strong people.", "Thank you! We will be there around six.")),
        ("b", ("Then I have no excuse left. See you on {day}.", "I have cleared the shelf on the left for you.")),
        ("a", ("We are in! The kettle is the only thing that we cannot find. Come and see it soon.",)),
        ("b", ("Look in the box that says \"bathroom\". It is always there.",)),
    ),
)  # fmt: skip

FAMILY: Arc = (
    ("Mum's birthday", "Summer in {place}", "The holidays", "Photos from {day}", "A present for the twins"),
    (
        ("a", (
            "Have you thought about the birthday? I would like to give her the garden bench together with you and {third}. It would be {amount} for each of us.",
            "A few photographs from {day} are attached. Look at the hat!",
            "Shall we take the house in {place} again this summer? They would keep the second week for us until {date}.",
        )),
        ("b", ("Good idea, count me in. Who picks it up?", "Ha, wonderful. I printed the third one for the kitchen.", "Yes! The children ask every week. I will pay the deposit.")),
        ("a", ("I do, on {day}. Could you write the card? You have the better hand.", "There are more, but those are secret until the party.", "Thanks, then I book the ferry.")),
        ("c", ("I am in as well. Tell me the account, please.", "Do not forget that the dog comes too.")),
        ("b", ("Will do. Love to everybody.", "I will call on Sunday as always.")),
        ("a", ("She cried a little and then sat on it all afternoon. Well done, us.",)),
    ),
)  # fmt: skip

BAND: Arc = (
    ("Rehearsal moved", "Concert on {date}", "Second cello wanted", "The programme"),
    (
        ("a", (
            "The church is taken on {day}, so we rehearse in the school, room 12. Please bring a stand, they have three.",
            "The programme for {date} is attached. The slow movement comes first now, since the organ needs time to warm up.",
        )),
        ("b", ("Thanks, noted. Can somebody take me along? My car is in the garage.", "I like it. Are we really playing the repeat?")),
        ("a", ("I pass your street at half past six, be outside.", "No repeat. My nerves would not stand it.")),
        ("c", ("I will be ten minutes late, start with the second piece.", "Room 12 is the one with the terrible piano, is it not?")),
        ("b", ("You are an angel.", "Thank heavens.")),
    ),
)  # fmt: skip

PRIVATE = (DINNER, WALK, BOOKS, MOVING, FAMILY, BAND)
