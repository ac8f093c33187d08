"""How close somebody is, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Correction(StrEnum):
    """What the person who uses Kith says of it."""

    CLOSER = "closer"
    NOT_CLOSE = "not_close"


@dataclass(frozen=True, kw_only=True)
class StrengthPoint:
    """How close they were at the end of a month (UTC), by the mail until then; in [0, 1]. Of this month: now."""

    month: date  # its first day
    strength: float


@dataclass(frozen=True, kw_only=True)
class ReplyHabit:
    """How one side answers. A turn is a run of mails in a thread that the other side has not answered yet."""

    turns: int  # of the other side, that could be answered
    replies: int  # within 30 days
    usual_seconds: float | None  # until a reply: their geometric mean; None without any


@dataclass(frozen=True, kw_only=True)
class StrengthFactors:
    """By what the volume is multiplied; 1 is usual."""

    reciprocity: float  # from 0.02, all goes one way, to 1
    replies: float  # 0.5 to 1.5
    speed: float  # 0.8 to 1.2
    tenure: float  # 0.8 to 1.2


@dataclass(frozen=True, kw_only=True)
class Strength:
    """The strength of a relationship, in [0, 1], and what it is made of, as of now."""

    strength: float
    by_mail: float  # the same without the correction
    correction: Correction | None
    volume: float  # mails that count: each half after 180 days, and 20 at most of a month
    sent: int
    received: int
    shared: int
    meetings: int
    direct: int  # of those sent and received: from one to the other, to few, no copy
    tenure_days: float  # between the first mail and the last
    ours: ReplyHabit
    theirs: ReplyHabit
    factors: StrengthFactors
    history: list[StrengthPoint]  # the oldest first, five years at most
