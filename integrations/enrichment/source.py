"""What every source of enrichment is: what it may be sent, what it gives, what that costs, and on which terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Key(StrEnum):
    """What a source can be asked by."""

    EMAIL = "email"
    DOMAIN = "domain"  # a company's
    HANDLE = "handle"  # without its network: "jack"
    NAME = "name"  # a person's
    COMPANY = "company"  # its name


class About(StrEnum):
    """Whom a fact is about."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True)
class Query:
    """Whom to ask about."""

    email: str | None = None
    domain: str | None = None
    handle: str | None = None
    name: str | None = None
    company: str | None = None

    def only(self, needs: Sequence[frozenset[Key]]) -> "Query | None":
        """What of this may leave for a source: the first of its `needs` that is known in full. None: nothing to ask."""
        known = {key for key in Key if getattr(self, key)}
        sent = next((need for need in needs if need <= known), None)
        return None if sent is None else Query(**{key.value: getattr(self, key) for key in sent})


@dataclass(frozen=True)
class Found:
    """A fact as a source tells it. `confidence` is in 0..1, `url` where a person can see it for themselves."""

    about: About
    field: str  # as facts name them: "title", "handle" (value "github:jack"), "founded_year" …
    value: str
    confidence: float
    url: str | None = None
    at: datetime | None = None  # when the source saw it, where it says so


@dataclass(frozen=True)
class Cost:
    """Credits of the vendor's plan, and money in millionths of a US dollar."""

    units: int = 0
    micro_usd: int = 0


FREE = Cost()


@dataclass(frozen=True)
class Price:
    """What one call costs at most, and whether that is billed too where nothing is found."""

    call: Cost = FREE
    nothing_is_billed: bool = False


@dataclass(frozen=True)
class Rate:
    """So many calls in so much time."""

    calls: int
    per: timedelta


@dataclass(frozen=True)
class Limits:
    """Every rate holds, and so many calls at once."""

    rates: tuple[Rate, ...]
    at_once: int = 1


@dataclass(frozen=True)
class Terms:
    """On which terms answers are used. `attribution` and `link` are shown beside them; `keep` None: without end.

    `images_by_link`: browsers load images from the vendor's own address; Kith neither fetches nor keeps them.
    """

    attribution: str
    link: str
    keep: timedelta | None = None
    images_by_link: bool = False


@dataclass(frozen=True)
class Answer:
    """What a source knows; no facts: nothing."""

    found: tuple[Found, ...] = ()
    cost: Cost = FREE
    left: int | None = None  # calls, by the tightest of the limits that its headers tell
    resets_at: datetime | None = None  # when that limit begins anew: no call before it where none is left
    again_in: timedelta | None = None  # it knows more after that: it is gathering


class Source(Protocol):
    """One vendor. A source holds no state between two calls beyond its connections."""

    name: str  # its stable id: "gravatar"
    fields: frozenset[tuple[About, str]]  # all that it may give
    terms: Terms
    price: Price
    limits: Limits
    timeout: timedelta  # of one `ask`

    @property
    def needs(self) -> tuple[frozenset[Key], ...]:
        """What it may be sent: alternatives, the best first. See `Query.only`."""
        ...

    async def ask(self, query: Query) -> Answer:
        """Ask once, without retries, with what `Query.only` left of a query.

        Raises SourceBusy, SourceFailed (both worth another try), CreditsUsedUp, KeyRefused, NeverAgain, SourceRefused.
        """
        ...


class BatchSource(Source, Protocol):
    """A source that is asked about several at once, which counts as one call."""

    most: int  # at once

    async def ask_all(self, queries: Sequence[Query]) -> Mapping[Query, Answer]:
        """An answer for each query, its own cost in it. Raises what `ask` does, ValueError for more than `most`."""
        ...
