"""Lists of people."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PeopleList:
    """A set of people that is kept by hand, as tags are, or a search that is saved."""

    id: UUID
    name: str
    search: str | None  # of a saved search; None: kept by hand
    people: int | None  # how many are in it, those aside who are hidden; None: a search is asked anew each time


@dataclass(frozen=True, kw_only=True)
class ChangedPeople:
    """Whom a change changed: undoing it is the opposite for these."""

    contact_ids: list[UUID]
