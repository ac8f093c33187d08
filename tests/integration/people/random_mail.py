"""Mail at random: to and from some people, and about meetings with them."""

import random
from datetime import timedelta

from tests.integration.people.test_invitations import Mail, calendar
from tests.owner import ROBIN, START, Letter


def any_letter(chance: random.Random, turn: int, number: int, people: list[str]) -> Letter:
    """To or from some of these people, in a thread of several months; no two at once, of which none is an answer."""
    one, other = chance.choices(people, k=2)
    sender, to, labels = (f"P <{one}>", f"{ROBIN}, {other}", ("INBOX",))
    if chance.random() < 0.5:
        sender, to, labels = ROBIN, f"P <{one}>, {other}", ("SENT",)
    day = START + timedelta(days=chance.choice([-131, -130, -101, -100, -99, -31, -1, 0]), hours=chance.randrange(9))
    date = day + timedelta(minutes=turn, seconds=number)
    return Letter(f"{turn}.{number}", sender, to, date, labels, thread=chance.choice(["a", "b"]))


def any_invitation(chance: random.Random, turn: int, number: int, people: list[str]) -> Mail:
    """Word on one of two meetings: moved, called off or declined, often two of the same second.

    Or on a series, or on one of it.
    """
    method = chance.choice(["REQUEST", "REQUEST", "CANCEL", "REPLY"])
    guests = chance.sample(people, chance.randrange(1, 8))
    named = "".join(f"ATTENDEE;PARTSTAT={chance.choice(['ACCEPTED', 'DECLINED'])}:mailto:{one}\n" for one in guests)
    day = START + timedelta(days=chance.choice([-131, -101, -31, -1, 4_000]))
    rule = chance.choice(["", "RRULE:FREQ=WEEKLY\n", f"RRULE:FREQ=DAILY;COUNT=40\nEXDATE:{day:%Y%m%dT%H%M%SZ}\n"])
    if chance.random() < 0.4:
        which = day + timedelta(days=7 * chance.randrange(3))
        day, rule = which + timedelta(hours=chance.randrange(3)), f"RECURRENCE-ID:{which:%Y%m%dT%H%M%SZ}\n"
    text = calendar(
        method, uid=chance.choice("ab"), at=day, sequence=chance.randrange(3), people=named, organiser="", lines=rule
    )
    said = START + timedelta(days=chance.choice([-140, -139]))
    return Mail(f"i{turn}.{number}", f"P <{chance.choice(people)}>", text=text, date=said)
