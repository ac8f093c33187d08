"""People by the thousand, made up the same each time: two in five have a second address."""

import random
from datetime import UTC, datetime

from bench.resolution_mail import id_of
from services.people.given_names import GIVEN
from services.people.resolution.common_names import COMMON
from services.people.resolution.identity import Id, Identity

_ONSETS = [*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gr", "kl", "pr", "st", "tr"]
_NUCLEI = ["a", "e", "i", "o", "u", "ai", "ei", "ou"]
_CODAS = ["", "n", "r", "l", "s", "t", "nd", "rk", "ss", "m"]
_COMMON_SHARE = 0.35  # of people whose family name is one of the common ones
_SECOND = 0.4  # of people with two addresses
_SINCE, _UNTIL = datetime(2018, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def crowd(count: int) -> tuple[list[Identity], set[frozenset[Id]]]:
    """Identities of `count` people, and which pairs of them are one person's."""
    draw = random.Random(count)
    given, common = sorted(GIVEN), sorted(COMMON)
    firms = [f"{_word(draw, 3)}.example" for _ in range(count // 12 + 1)]
    identities: list[Identity] = []
    truth: set[frozenset[Id]] = set()
    for number in range(count):
        first = draw.choice(given)
        last = draw.choice(common) if draw.random() < _COMMON_SHARE else _word(draw, draw.choice((2, 3)))
        phone = frozenset([f"+1{number:010}"]) if draw.random() < _SECOND else frozenset[str]()
        name = f"{first.capitalize()} {last.capitalize()}"
        firm = draw.choice(firms)
        identities.append(
            Identity(id_of(f"{number}a"), f"{first}.{last}@{firm}", ((name, 5),), phone, first=_SINCE, last=_UNTIL)
        )
        if draw.random() < _SECOND:
            private = f"{first[0]}{last}{draw.choice(('', str(draw.randrange(60, 99))))}@gmail.com"
            identities.append(Identity(id_of(f"{number}b"), private, ((name, 2),), phone, first=_SINCE, last=_UNTIL))
            truth.add(frozenset((identities[-2].id, identities[-1].id)))
    return identities, truth


def _word(draw: random.Random, syllables: int) -> str:
    return "".join(draw.choice(_ONSETS) + draw.choice(_NUCLEI) for _ in range(syllables)) + draw.choice(_CODAS)
