"""Domain events: what has happened, as whoever follows it hears of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

EventType = Literal[
    "sync.progress", "email.received", "email.changed", "labels.changed", "outbox.updated", "contact.updated"
]


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened to what a user has.

    `number` orders the events of one user as they were committed; it rises with gaps, at about microseconds since 1970.
    `id` is derived from the cause: whoever is told twice can know it by that. `data` are ids and counts, never content.
    """

    number: int
    id: UUID
    type: str  # an EventType; of an older or newer version, perhaps one that this one does not know
    data: dict[str, Any]
    occurred_at: datetime
