"""A person's card: what is known of them beside their mail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class CardValue:
    """A value that the card shows, and who says so. `source` is one of FactSource, or a vendor's name."""

    field: str
    value: str
    source: str
    source_ref: str
    at: datetime
    identity_id: UUID
