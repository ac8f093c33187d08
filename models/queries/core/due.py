"""What is due across all users, from a directory: no user's rows are read to find out."""

from uuid import UUID

from sqlalchemy import column, func, select, table, text, update
from sqlalchemy.ext.asyncio import AsyncSession


async def take_due(session: AsyncSession, directory: str, key: str, most: int) -> list[tuple[UUID, UUID]]:
    """(user, `key`) of some that are due, the longest due first. Each is due again a day later: erasing it may fail.

    `directory` is a table of users' ids, keys and `due_at`; `key` may be "user_id".
    """
    listed = table(directory, *map(column, dict.fromkeys(("user_id", "due_at", key))))
    one = listed.c[key]
    oldest = select(one).where(listed.c.due_at <= func.now()).order_by(listed.c.due_at, one).limit(most)
    due = oldest.with_for_update(skip_locked=True).cte("due")
    taken = update(listed).values(due_at=func.now() + text("interval '1 day'")).where(one == due.c[key])
    rows = await session.execute(taken.returning(listed.c.user_id, one))
    return [(row[0], row[1]) for row in rows]
