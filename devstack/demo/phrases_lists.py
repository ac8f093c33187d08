"""Mailing lists of the demo mailbox and what is discussed on them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailingList:
    """A list. With `via`, it rewrites From as lists do for domains with a strict DMARC policy."""

    tag: str
    address: str
    title: str
    via: bool
    topics: tuple[tuple[str, tuple[str, ...]], ...]  # subject, posts in turn


LISTS = (
    MailingList(
        "tide-talk", "tide-talk@lists.openinstruments.example", "Talk about tide gauges", False,
        (
            ("Fouling on stilling wells", (
                "Hello all, has anyone tried copper mesh at the inlet of a stilling well? Ours is full of mussels after eight weeks.",
                "We did, for two seasons. It keeps the mussels out and nothing else. Clean it every three months anyway.",
                "Copper next to stainless steel eats one of the two. Put a plastic ring between them.",
                "Thanks, both. Plastic ring ordered.",
            )),
            ("Leap second at midnight", (
                "Reminder for those who log in UTC: check that your logger survives second 60. Ours wrote 61 values in that minute.",
                "Ours repeated the last one, which is wrong as well but looks nicer.",
                "Mine stopped. I call that honest.",
            )),
            ("Release 2.4 of the logger", (
                "Version 2.4 is out. New: a checksum for every line, and a shorter wake-up. Upgrade notes are on the page.",
                "Upgraded three stations, no trouble. The wake-up is really faster.",
                "One question: does the checksum include the time stamp?",
                "It does.",
            )),
            ("Cheap pressure sensors: which drift least?", (
                "I compared six sensors under three metres of water for a month. Two of them drift less than a millimetre a week. Table on request.",
                "Table, please! And which housing did you use?",
                "Please post it here, I think many of us would like to see it.",
                "The table is on the page of the list now. Housing: a piece of drain pipe and a lot of grease.",
            )),
            ("Meeting in autumn: who comes?", (
                "We have a room for forty in the harbour office. Please tell me until the end of the month whether you come.",
                "I will come, with a talk about salinity if you have twenty minutes left.",
                "Count me in. Is there a train at night?",
            )),
        ),
    ),
    MailingList(
        "opendata-users", "opendata-users@lists.openinstruments.example", "Users of the open data service", True,
        (
            ("Gap in station 114", (
                "Station 114 has no values between the third and the fifth. Is that a fault of the service or of the station?",
                "Of the station, somebody unplugged it to charge a telephone. The values are lost.",
                "Thank you for the honest answer.",
            )),
            ("Time zones in the CSV export", (
                "The export writes local time without an offset. In October this gives one hour twice. Could it be UTC?",
                "It can, with ?tz=utc. I agree that it should be the default.",
                "Please do not change the default in the middle of a year.",
                "Agreed, it will come with the next version of the interface.",
            )),
            ("Example notebook for beginners", (
                "I wrote a small notebook that loads a year of one station and draws it. Comments are welcome.",
                "Very good for teaching. I would use it in class if it had a licence.",
                "Licence added.",
            )),
            ("Slow downloads this morning", (
                "Is it only me or does everything take a minute today?",
                "Not only you. Somebody downloads the whole archive, one file at a time, from one address.",
            )),
        ),
    ),
    MailingList(
        "ridgeway-residents", "residents@groups.ridgeway-coop.example", "Residents of Ridgeway", False,
        (
            ("Bins on Thursday", (
                "This week the bins are emptied on Thursday, because of the holiday. Please put them out on Wednesday evening.",
                "And please close the lids, the fox is back.",
            )),
            ("Boiler room: noise on Sunday", (
                "The new pump will be tested on Sunday between ten and twelve. It will hum.",
                "How loud is a hum?",
                "Like a fridge that is happy.",
            )),
            ("Lost: grey cat with one white foot", (
                "Our cat Biscuit has been away since Friday. She likes cellars. Please look into yours.",
                "Found! She was asleep on the warm pipe in the boiler room.",
                "Thank you all! Cake at ours on Saturday.",
            )),
        ),
    ),
)  # fmt: skip
