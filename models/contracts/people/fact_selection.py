"""Which of the facts of one field a card shows: the one rule, and the order of all others below it.

1. What the owner typed comes first, the newest of it, and neither expires nor is outweighed. Typed as empty, it leaves
   a field of one value empty.
2. A value that the owner rejected is not shown again, whoever repeats it, however it is spelled; what is superseded is
   not shown either.
3. Then what the owner locked.
4. Then values that somebody still stands behind, before those of which every fact has expired.
5. Among these, the larger belief. A fact weighs `trust of its source x its confidence x 2^(-age / half-life of the
   field)`, its age counted from the newest fact of the field; a value that several sources tell is believed by
   `1 - prod(1 - weight)`, each source counted once, with the heaviest of what it says. So agreement never harms, and
   what is shown changes only when facts come, change or expire: not by the mere passing of time.
6. Then the newer one, and last the order of letters: facts come in any order and the same is shown.

Trust and half-lives are judgements of ours: who typed or signed something themselves is believed before who gathered
it; people change their job every few years (the median tenure in the United States is 3.9 years: Bureau of Labor
Statistics, Employee Tenure, 2024), their name hardly ever.
"""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from models.contracts.people.by_hand import CUSTOM, labelled
from models.contracts.people.facts import MANY_VALUED, Fact, FactSource, FactState

TRUST: Mapping[str, float] = MappingProxyType(
    {
        FactSource.GOOGLE_CONTACTS: 0.95,  # the owner's address books: typed by them, though some time ago
        FactSource.VCARD: 0.95,
        FactSource.CSV: 0.95,
        FactSource.SIGNATURE: 0.9,  # what people say of themselves
        FactSource.ATTACHED_VCARD: 0.9,
        FactSource.HEADER: 0.8,
        FactSource.CALENDAR: 0.8,
        FactSource.INTRODUCTION: 0.6,
        FactSource.MODEL: 0.5,
    }
)
VENDOR = 0.7  # how far one is believed more than another is said by its facts' confidence
_YEAR = timedelta(days=365)
HALF_LIFE: Mapping[str, timedelta] = MappingProxyType(
    {
        **dict.fromkeys(("title", "company", "employees"), 2 * _YEAR),
        **dict.fromkeys(("phone", "address", "location", "photo_url", "logo_url", "url", "bio"), 4 * _YEAR),
    }
)
_LASTING = 20 * _YEAR  # names, handles, days of birth


@dataclass(frozen=True)
class RankedValue:
    """A value and who stands behind it: `facts` in order, the one to show and explain first. `belief` is in [0, 1]."""

    facts: tuple[Fact, ...]
    belief: float
    own: bool
    locked: bool
    expired: bool

    @property
    def value(self) -> str:
        """As the first of its facts spells it."""
        return self.facts[0].value


def half_life(field: str) -> timedelta:
    """The time after which half of what was true of a field is not any more."""
    return HALF_LIFE.get(field, _LASTING)


def comparable(field: str, value: str) -> str:
    """Equal for what is the same value, spelled differently: case, spaces, widths, scheme of an address."""
    plain = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    if field == "phone":
        return "".join(letter for letter in plain if letter.isalnum() or letter == "+")
    if field == "url":
        return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return plain


def said(fact: Fact) -> str:
    """The value, of a field that the owner named with its name: as it is compared, stored and found."""
    return labelled(fact.label, fact.value) if fact.field == CUSTOM else fact.value


def weight(fact: Fact, newest: datetime) -> float:
    """How heavy a fact is beside one that was told at `newest`, in [0, 1]."""
    age = max(newest - fact.at, timedelta())
    faded = math.exp2(-(age / half_life(fact.field)))
    return TRUST.get(fact.source, VENDOR) * fact.confidence * faded


def ranked(facts: Iterable[Fact], now: datetime) -> tuple[RankedValue, ...]:
    """Every value of one field that may be shown, the one to show first; of one person's or company's facts."""
    told = [fact for fact in facts if fact.state is not FactState.SUPERSEDED and (_own(fact) or fact.value.strip())]
    rejected = {comparable(fact.field, said(fact)) for fact in told if fact.state is FactState.REJECTED}
    values: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in told:
        if fact.state is not FactState.REJECTED:
            values[comparable(fact.field, said(fact))].append(fact)
    left = {key: same for key, same in values.items() if key not in rejected or any(map(_own, same))}
    if not left:
        return ()
    newest = max(fact.at for same in left.values() for fact in same)
    return tuple(sorted((_value(same, now, newest) for same in left.values()), key=_order))


def shown(facts: Iterable[Fact], now: datetime) -> tuple[RankedValue, ...]:
    """What the card shows of one field: nothing, one value, or all values of a field that has many."""
    order = ranked(facts, now)
    if order and order[0].facts[0].field not in MANY_VALUED:
        order = order[:1]
    return tuple(value for value in order if value.value)


def _value(facts: list[Fact], now: datetime, newest: datetime) -> RankedValue:
    live = [fact for fact in facts if not _expired(fact, now)]
    heaviest: dict[str, float] = {}
    for fact in live or facts:
        heaviest[fact.source] = max(heaviest.get(fact.source, 0.0), weight(fact, newest))
    doubt = math.prod(1 - one for one in sorted(heaviest.values()))  # sorted: floats multiply in one order only
    return RankedValue(
        facts=tuple(sorted(facts, key=lambda fact: _within(fact, now, newest))),
        belief=1 - doubt,
        own=any(map(_own, facts)),
        locked=any(fact.state is FactState.LOCKED for fact in facts),
        expired=not live,
    )


def _order(value: RankedValue) -> tuple[object, ...]:
    if value.own:  # the newest of what was typed
        return (0, -value.facts[0].at.timestamp(), value.value)
    newest = max(fact.at for fact in value.facts)
    return (1, not value.locked, value.expired, -value.belief, -newest.timestamp(), value.value)


def _within(fact: Fact, now: datetime, newest: datetime) -> tuple[object, ...]:
    """The order of facts that tell the same value. The owner's word that it is right tells of nobody who says so."""
    locked = fact.state is FactState.LOCKED
    verdict = locked and fact.source == FactSource.OWNER
    heavy = -weight(fact, newest)
    when = -fact.at.timestamp()
    own = _own(fact)
    return (not own, when if own else 0, verdict, not locked, _expired(fact, now), heavy, when, *_names(fact))


def _names(fact: Fact) -> tuple[str, ...]:
    """All else that tells two facts apart."""
    return (
        *(fact.value, fact.source, fact.source_ref, str(fact.message_id), str(fact.identity_id), fact.state),
        *(str(fact.expires_at), str(fact.place), fact.label),
    )


def _own(fact: Fact) -> bool:
    """Did the owner type it? That others are right is another word of theirs."""
    return fact.source == FactSource.OWNER and fact.state is not FactState.LOCKED


def _expired(fact: Fact, now: datetime) -> bool:
    return not _own(fact) and fact.expires_at is not None and fact.expires_at <= now
