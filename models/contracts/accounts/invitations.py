"""Links that let somebody sign up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One link, for one person."""

    id: UUID
    note: str  # for whom, in the words of who made it
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
