"""Meetings with people, by the invitations in mail: rows that come and go with their mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import arrays, columns, unnested
from models.queries.mail.correspondents import IDENTITIES


@dataclass(frozen=True)
class MeetingRow:
    """What one mail says of somebody and a meeting. `held`: it takes place, and both are there."""

    message_id: UUID
    identity_id: UUID
    meeting_key: bytes
    starts_at: datetime
    ends_at: datetime
    sequence: int
    at: datetime
    held: bool


@dataclass(frozen=True)
class MeetingEntry:
    """A meeting as a list shows it, and the newest mail about it."""

    starts_at: datetime
    ends_at: datetime
    message_id: UUID


_TYPES = {
    "message_id": "uuid",
    "identity_id": "uuid",
    "meeting_key": "bytea",
    "starts_at": "timestamptz",
    "ends_at": "timestamptz",
    "sequence": "int",
    "at": "timestamptz",
    "held": "boolean",
}
# Of all mail about a meeting with somebody, the word that holds; also for whoever reckons with meetings.
NEWEST = """
    SELECT DISTINCT ON (identity_id, meeting_key) * FROM meetings
    WHERE user_id = :user_id AND identity_id = ANY(:ids)
    ORDER BY identity_id, meeting_key, sequence DESC, at DESC, message_id DESC
"""
_WITH_CONTACT = NEWEST.replace(":ids", f"ARRAY({IDENTITIES})")


class MeetingQueries:
    """One user's meetings, inside one tenant transaction. Writers hold `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def replace(self, message_ids: Collection[UUID], rows: Sequence[MeetingRow]) -> None:
        """These messages say `rows`, and nothing else any more."""
        await self._session.execute(
            text("DELETE FROM meetings WHERE user_id = :user_id AND message_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(message_ids)},
        )
        if rows:
            await self._session.execute(
                text(f"""
                    INSERT INTO meetings (user_id, {columns(MeetingRow)})
                    SELECT :user_id, {columns(MeetingRow)} FROM {unnested(MeetingRow, _TYPES, "told")}
                    ON CONFLICT DO NOTHING
                """),  # noqa: S608 - made of the field names only
                {"user_id": self._user_id} | arrays(rows, MeetingRow),
            )

    async def of_contact(self, contact_id: UUID, after: Sequence[Any] | None, most: int) -> list[MeetingEntry]:
        """Meetings that take place, the latest first, after the (start, message) of the last one shown."""
        starts_at, message_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT starts_at, ends_at, message_id FROM (
                    SELECT DISTINCT ON (meeting_key) * FROM ({_WITH_CONTACT}) AS newest
                    WHERE held ORDER BY meeting_key, starts_at DESC, message_id DESC) AS met
                WHERE CAST(:starts_at AS timestamptz) IS NULL
                   OR (starts_at, message_id) < (:starts_at, CAST(:message_id AS uuid))
                ORDER BY starts_at DESC, message_id DESC LIMIT :most
            """),  # noqa: S608 - made of this module's own words
            {
                "user_id": self._user_id,
                "contact_id": contact_id,
                "starts_at": starts_at,
                "message_id": message_id,
                "most": most,
            },
        )
        return [MeetingEntry(*row) for row in rows]
