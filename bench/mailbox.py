"""Mailboxes of any size for the benchmarks: threads, people and bodies in the proportions of real mail."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from tests.product import OWNER

# How many threads of each length: 60 % have one message, 20 % two, 20 % more.
_LENGTHS = [1] * 60 + [2] * 20 + [3] * 8 + [4] * 5 + [6] * 4 + [12] * 3
_TEXT = (
    "the plan for next week needs a second look before we send it to the board please find attached what changed "
    "since monday and tell me whether the price still holds thanks again for your patience with this one"
)
_LINES = SMTP.clone(linesep="\n")
_START = datetime(2024, 1, 1, 9, tzinfo=UTC)


def write(path: Path, messages: int, seed: int = 1) -> None:
    """Write an mbox of exactly `messages` messages, the same for a seed."""
    chance = random.Random(seed)
    with path.open("wb") as mbox:
        for mail in _mails(chance, messages):
            mbox.write(b"From sender@example.org Mon Jan  1 00:00:00 2024\n")
            mbox.write(mail.as_bytes(policy=_LINES) + b"\n")


def _mails(chance: random.Random, messages: int) -> Iterator[EmailMessage]:
    people = [f"Person {n} <person{n}@company{n % 300}.example>" for n in range(max(messages // 12, 20))]
    words = _TEXT.split()
    number = thread = 0
    while number < messages:
        thread += 1
        length = min(chance.choice(_LENGTHS), messages - number)
        partner = people[min(int(chance.expovariate(1 / (len(people) / 5))), len(people) - 1)]
        first = f"<{thread}.0@bench.example>"
        for place in range(length):
            number += 1
            mail = EmailMessage()
            mine = place % 2 == 1
            mail["From"] = f"Robin Marlow <{OWNER}>" if mine else partner
            mail["To"] = partner if mine else f"Robin Marlow <{OWNER}>"
            mail["Subject"] = f"{'Re: ' if place else ''}Matter {thread}"
            mail["Message-ID"] = f"<{thread}.{place}@bench.example>"
            if place:
                mail["In-Reply-To"] = mail["References"] = first
            mail["Date"] = format_datetime(_START + timedelta(minutes=7 * thread + 2 * place))
            text = " ".join(chance.choices(words, k=chance.randint(30, 300)))
            quoted = "\n\nOn Monday somebody wrote:\n> " + text[:200] if place else ""
            mail.set_content(f"{text}{quoted}\n\n-- \n{partner.partition(' <')[0]}\n")
            if chance.random() < 0.5:
                mail.add_alternative(f"<div><p>{text}</p></div>", subtype="html")
            yield mail
