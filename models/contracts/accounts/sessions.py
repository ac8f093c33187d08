"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Session:
    """One browser in which somebody has signed in. `agent` and `address` are "" where nobody has noted them."""

    id: UUID
    created_at: datetime
    seen_at: datetime  # when it was used last, to ten minutes
    expires_at: datetime  # sooner, where nobody uses it
    agent: str  # what the browser said of itself (RFC 9110, 10.1.5)
    address: str  # the IP address that it signed in from
    current: bool  # the one that asks
