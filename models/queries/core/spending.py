"""What may be used up to a bound: amounts are raised before something is done, and put right after it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class Spending:
    """One row of a table of amounts, inside a transaction. The names are its owner's own, never anybody's input.

    Two who raise the same row wait for each other: together they never pass a bound. Who takes several rows takes
    them in one order, and rolls back where one has no room. Of a tenant's table `key` has the `user_id`.
    """

    def __init__(self, session: AsyncSession, table: str, key: Mapping[str, object]) -> None:
        self._session = session
        self._table = table
        self._key = dict(key)

    async def take(self, amounts: Mapping[str, int], most: Mapping[str, int]) -> bool:
        """Raise the row by these amounts. False, and nothing done, where one would pass its bound in `most`."""
        columns = [*self._key, *amounts]
        fresh = " AND ".join(f":{name} <= CAST(:most_{name} AS bigint)" for name in most) or "true"
        room = " AND ".join(f"s.{name} + excluded.{name} <= CAST(:most_{name} AS bigint)" for name in most) or "true"
        taken = await self._session.execute(
            text(f"""
                INSERT INTO {self._table} AS s ({", ".join(columns)})
                SELECT {", ".join(f":{name}" for name in columns)} WHERE {fresh}
                ON CONFLICT ({", ".join(self._key)}) DO UPDATE
                    SET {", ".join(f"{name} = s.{name} + excluded.{name}" for name in amounts)} WHERE {room}
                RETURNING 1
            """),  # noqa: S608
            {**self._key, **amounts, **{f"most_{name}": bound for name, bound in most.items()}},
        )
        return taken.one_or_none() is not None

    async def change(self, by: Mapping[str, int]) -> None:
        """It came to so much more, or less."""
        if not any(by.values()):
            return
        await self._session.execute(
            text(f"""
                UPDATE {self._table} SET {", ".join(f"{name} = {name} + :{name}" for name in by)}
                WHERE {" AND ".join(f"{name} = :{name}" for name in self._key)}
            """),  # noqa: S608
            {**self._key, **by},
        )

    async def used(self, *names: str) -> tuple[int, ...]:
        """These amounts; zeros where nothing was taken yet."""
        found = await self._session.execute(
            text(f"""
                SELECT {", ".join(names)} FROM {self._table}
                WHERE {" AND ".join(f"{name} = :{name}" for name in self._key)}
            """),  # noqa: S608
            self._key,
        )
        row: Any = found.one_or_none()
        return tuple(int(value) for value in row) if row is not None else (0,) * len(names)
