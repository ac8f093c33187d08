"""Personal tokens: programs that act for somebody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.contracts.accounts.principals import Action


@dataclass(frozen=True, kw_only=True)
class PersonalToken:
    """What is known of a token; what it is made of is shown once, where it is made."""

    id: UUID
    name: str
    scopes: list[Action]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None  # to the minute
