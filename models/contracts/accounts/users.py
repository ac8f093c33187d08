"""A person who uses Kith."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class User:
    """Who is signed in."""

    id: UUID
    email: str
    name: str
    picture_url: str | None = None
    is_owner: bool = False  # of the deployment
