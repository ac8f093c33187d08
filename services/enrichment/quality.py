"""How much is known of a person and how well, both in [0, 1], each field weighed by what a card is read for.

completeness = the share of the weights whose field has a value, or was emptied by the owner: there is none, then.
score = the sum of `weight x certainty`, over the same weights: it is never above completeness.
certainty = 1 where the owner typed or locked what is shown; else

    belief x 2^(-age / half-life) x first / (first + second)

with belief and half-lives of `models.contracts.people.fact_selection`, the age of the newest fact for the value at this
moment, and `second` the belief of the strongest other value of a field that has one value: two who quarrel are half
believed each. An expired value counts half. Weights are judgements of ours.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from models.contracts.people.fact_selection import RankedValue, half_life
from models.contracts.people.facts import MANY_VALUED

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"name": 0.25, "company": 0.2, "title": 0.2, "phone": 0.1, "location": 0.1, "handle": 0.1, "photo_url": 0.05}
)
_EXPIRED = 0.5
_QUARREL = 0.75  # a field is disputed when its second value has so much of the belief of the first


@dataclass(frozen=True, kw_only=True)
class Quality:
    """`missing` and `disputed` are fields, the weightiest first."""

    completeness: float
    score: float
    missing: tuple[str, ...]
    disputed: tuple[str, ...]


def quality(values: Mapping[str, tuple[RankedValue, ...]], now: datetime) -> Quality:
    """Of one person, given all values of each field as `fact_selection.ranked` orders them."""
    known = [field for field in WEIGHTS if values.get(field)]
    total = math.fsum(WEIGHTS.values())
    return Quality(
        completeness=min(math.fsum(WEIGHTS[field] for field in known) / total, 1.0),
        score=min(math.fsum(WEIGHTS[field] * certainty(field, values[field], now) for field in known) / total, 1.0),
        missing=tuple(field for field in WEIGHTS if field not in known),
        disputed=tuple(field for field in known if _disputed(field, values[field])),
    )


def certainty(field: str, values: tuple[RankedValue, ...], now: datetime) -> float:
    """How certain what is shown of a field is, in [0, 1]; 0 where nothing is."""
    if not values:
        return 0.0
    first = values[0]
    if first.own or first.locked:
        return 1.0
    age = max(now - max(fact.at for fact in first.facts), timedelta())
    sure = first.belief * math.exp2(-(age / half_life(field)))
    second = _second(field, values)
    if second:
        sure *= first.belief / (first.belief + second)
    return sure * (_EXPIRED if first.expired else 1.0)


def _second(field: str, values: tuple[RankedValue, ...]) -> float:
    """Belief in the strongest value that speaks against the first; what has expired does not."""
    if field in MANY_VALUED:
        return 0.0
    return max((other.belief for other in values[1:] if other.expired <= values[0].expired), default=0.0)


def _disputed(field: str, values: tuple[RankedValue, ...]) -> bool:
    first = values[0]
    second = _second(field, values)
    return not (first.own or first.locked) and second > 0 and second >= _QUARREL * first.belief
