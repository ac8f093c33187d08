"""Which events a subscriber has not heard yet, and who tells it of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from models.contracts.core.events import DomainEvent

# Whether it is the one who tells this subscriber of this user's events. Two users with one hash take turns.
_LOCK = "hashtextextended(CAST(user_id AS text), hashtext(:subscriber))"


@dataclass(frozen=True)
class Untold:
    """The next events of a user, and where the subscriber's cursor is after them."""

    events: list[DomainEvent]
    position: int
    complete: bool


class RelayQueries:
    """What a relay asks for one subscriber, on a connection of its own that commits each statement.

    Claims last until `release`, or as long as the connection: they end with it, whatever happens.
    """

    def __init__(self, connection: AsyncConnection, subscriber: str) -> None:
        self._connection = connection
        self._subscriber = subscriber

    async def begin(self) -> None:
        """A cursor that a crash of PostgreSQL takes back is only told again: it need not wait for the disk."""
        await self._connection.execute(text("SET synchronous_commit = off"))

    async def claim(self, users: Collection[UUID] | None, most: int, before: int | None = None) -> list[UUID]:
        """Of these users, or of all, those with something to tell that nobody else is telling: ours until `release`.

        With `before`, only those whose cursor stands before that number.
        """
        rows = await self._connection.execute(
            text(f"""
                WITH waiting AS MATERIALIZED (
                    SELECT stream.user_id FROM directory_event_streams stream
                    LEFT JOIN directory_event_cursors reached
                           ON reached.user_id = stream.user_id AND reached.subscriber = :subscriber
                    WHERE coalesce(reached.position, 0) < least(stream.last, CAST(:before AS bigint))
                      AND (CAST(:users AS uuid[]) IS NULL OR stream.user_id = ANY(:users))
                    ORDER BY stream.last LIMIT :most)
                SELECT user_id FROM waiting WHERE pg_try_advisory_lock({_LOCK})
            """),  # noqa: S608 - made of literals only
            {
                "subscriber": self._subscriber,
                "users": None if users is None else list(users),
                "most": most,
                "before": before,
            },
        )
        return [row[0] for row in rows]

    async def untold(self, user_id: UUID, most: int) -> Untold:
        """What the subscriber has not heard of this user, in order. The connection becomes this tenant's.

        The second is one statement, so one snapshot: there `last` has no number below it that is still to come.
        """
        await self._connection.execute(
            text("SELECT set_config('kith.user_id', :user_id, false)"), {"user_id": str(user_id)}
        )
        rows = await self._connection.execute(
            text("""
                SELECT stream.last, said.number, said.id, said.type, said.data, said.occurred_at
                FROM directory_event_streams stream
                LEFT JOIN LATERAL (
                    SELECT number, id, type, data, occurred_at FROM domain_events
                    WHERE user_id = :user_id AND number > coalesce(
                        (SELECT position FROM directory_event_cursors
                         WHERE subscriber = :subscriber AND user_id = :user_id), 0)
                    ORDER BY number LIMIT :most) AS said ON true
                WHERE stream.user_id = :user_id
                ORDER BY said.number
            """),
            {"user_id": user_id, "subscriber": self._subscriber, "most": most},
        )
        found = rows.all()
        events = [
            DomainEvent(number=row.number, id=row.id, type=row.type, data=row.data, occurred_at=row.occurred_at)
            for row in found
            if row.number is not None
        ]
        if len(events) == most:
            return Untold(events, events[-1].number, complete=False)
        return Untold(events, found[0].last if found else 0, complete=True)

    async def reached(self, positions: Mapping[UUID, int]) -> None:
        """The subscriber has heard everything of these users up to there. A cursor never moves back."""
        await self._connection.execute(
            text("""
                INSERT INTO directory_event_cursors AS reached (subscriber, user_id, position)
                SELECT :subscriber, heard.user_id, heard.position
                FROM unnest(CAST(:users AS uuid[]), CAST(:positions AS bigint[])) AS heard (user_id, position)
                JOIN directory_event_streams USING (user_id)  -- a user may have been erased meanwhile
                ORDER BY heard.user_id
                ON CONFLICT (subscriber, user_id)
                DO UPDATE SET position = greatest(reached.position, excluded.position)
            """),
            {"subscriber": self._subscriber, "users": list(positions), "positions": list(positions.values())},
        )

    async def release(self, users: Sequence[UUID]) -> None:
        """Others may tell of these again."""
        await self._connection.execute(
            text(f"SELECT pg_advisory_unlock({_LOCK}) FROM unnest(CAST(:users AS uuid[])) AS claimed (user_id)"),  # noqa: S608
            {"subscriber": self._subscriber, "users": list(users)},
        )


class HeardQueries:
    """What everybody has heard of one user, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def forget(self, subscribers: Sequence[str], before: int, most: int) -> tuple[int, int]:
        """Delete the oldest events before the number `before` that all `subscribers` have heard.

        Returns how many, and up to which number nothing is left to delete if these were fewer than `most`.
        """
        row = await self._session.execute(
            text("""
                WITH heard AS (
                    SELECT CASE WHEN count(*) = cardinality(CAST(:subscribers AS text[])) THEN min(position) ELSE 0 END
                           AS upto
                    FROM directory_event_cursors
                    WHERE user_id = :user_id AND subscriber = ANY(:subscribers)),
                old AS (
                    SELECT number FROM domain_events, heard
                    WHERE user_id = :user_id AND number < :before AND number <= heard.upto
                    ORDER BY number LIMIT :most),
                gone AS (
                    DELETE FROM domain_events WHERE user_id = :user_id AND number IN (SELECT number FROM old)
                    RETURNING number)
                SELECT (SELECT count(*) FROM gone), least(heard.upto, :before - 1) FROM heard
            """),
            {"user_id": self._user_id, "subscribers": list(subscribers), "before": before, "most": most},
        )
        deleted, upto = row.one()
        return int(deleted), int(upto)
