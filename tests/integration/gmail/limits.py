"""Asking a limiter for units, without waiting for them."""

from uuid import UUID

from base.ids import new_id
from integrations.gmail.limiter import Limiter, Ticket
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane


def quota(user: int, project: int = 1_000_000, *, minute: int = 1, **limits: int) -> Quota:
    """Limits of a minute of so many seconds."""
    more = "".join(f",{name}={value}" for name, value in limits.items())
    return Quota.parse(f"2026:user_per_minute={user},project_per_minute={project},minute={minute}{more}")


async def attempt(taker: Limiter, mailbox: UUID, units: int, lane: Lane = Lane.PUSH, parts: int = 1) -> str:
    """ "" where it was let through, else why not."""
    return (await tried(taker, mailbox, units, lane, parts))[1]


async def tried(
    taker: Limiter, mailbox: UUID, units: int, lane: Lane = Lane.PUSH, parts: int = 1
) -> tuple[float, str, int]:
    """Seconds to wait, why, and how many units or parts there are: what the script in Redis answers."""
    return await taker._try(Ticket(mailbox, lane, units, parts, f"{new_id().hex}:{parts}"))
