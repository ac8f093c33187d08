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

Moments = set[tuple[UUID, datetime]]  # (identity, when a meeting begins)


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
# Of all mail about a meeting with somebody, the word that holds; also for whoever reckons with meetings. Of two mails
# of the same second that contradict each other what they say decides, and no id, which chance has made.
NEWEST = """
    SELECT DISTINCT ON (identity_id, meeting_key) * FROM meetings
    WHERE user_id = :user_id AND identity_id = {which}
    ORDER BY identity_id, meeting_key, sequence DESC, at DESC, held, starts_at DESC, ends_at DESC, message_id DESC
"""
_WITH_CONTACT = NEWEST.format(which=f"ANY(ARRAY({IDENTITIES}))")
# How many are invited is seen from all mail about a meeting: a word on one changes what it counts for each.
_TOLD_ABOUT = """
    SELECT DISTINCT identity_id, starts_at FROM meetings WHERE user_id = :user_id AND meeting_key = ANY(
        ARRAY(SELECT meeting_key FROM meetings WHERE user_id = :user_id AND message_id = ANY(:ids)))
"""


class MeetingQueries:
    """One user's meetings, inside one tenant transaction. Writers hold `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def replace(self, message_ids: Collection[UUID], rows: Sequence[MeetingRow]) -> Moments:
        """These messages say `rows`, and nothing else any more. Returns who may meet the owner otherwise, and when."""
        values = {"user_id": self._user_id, "ids": list(message_ids)}
        before = await self._session.execute(text(_TOLD_ABOUT), values)
        touched = {(row[0], row[1]) for row in before}
        if touched:
            await self._session.execute(
                text("DELETE FROM meetings WHERE user_id = :user_id AND message_id = ANY(:ids)"), values
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
            await self.plan()
            after = await self._session.execute(text(_TOLD_ABOUT), values)
            touched |= {(row[0], row[1]) for row in after}
        return touched

    async def with_identities(self, identity_ids: Collection[UUID]) -> Moments:
        """When these may meet the owner, who were nobody until now."""
        if not identity_ids:
            return set()
        rows = await self._session.execute(
            text("""
                SELECT DISTINCT identity_id, starts_at FROM meetings
                WHERE user_id = :user_id AND identity_id = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {(row[0], row[1]) for row in rows}

    async def pass_time(self, until: datetime) -> Moments:
        """What is over by `until` has taken place from now on. Returns the moments of what had not before."""
        over = await self._session.execute(
            text("""
                WITH known AS (
                    SELECT coalesce(max(met_until), '-infinity') AS met_until FROM people_versions
                    WHERE user_id = :user_id),
                moved AS (
                    INSERT INTO people_versions AS v (user_id, version, met_until) VALUES (:user_id, 0, :until)
                    ON CONFLICT (user_id) DO UPDATE SET met_until = greatest(v.met_until, excluded.met_until))
                SELECT DISTINCT identity_id, starts_at FROM meetings, known
                WHERE user_id = :user_id AND ends_at > known.met_until AND ends_at <= :until
            """),
            {"user_id": self._user_id, "until": until},
        )
        touched = {(row[0], row[1]) for row in over}
        if touched:
            await self.plan()
        return touched

    async def plan(self) -> None:
        """Have the clock look at this user's meetings when the next of them is over."""
        await self._session.execute(
            text("""
                WITH next AS (
                    SELECT min(ends_at) AS due_at FROM meetings WHERE user_id = :user_id AND ends_at > coalesce(
                        (SELECT met_until FROM people_versions WHERE user_id = :user_id), '-infinity')),
                none AS (
                    DELETE FROM directory_meetings WHERE user_id = :user_id AND (SELECT due_at FROM next) IS NULL)
                INSERT INTO directory_meetings (user_id, due_at)
                SELECT :user_id, due_at FROM next WHERE due_at IS NOT NULL
                ON CONFLICT (user_id) DO UPDATE SET due_at = excluded.due_at
            """),
            {"user_id": self._user_id},
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


async def whose_meetings_are_over(session: AsyncSession, at: datetime, most: int) -> list[UUID]:
    """Users, the longest due first; each is due again after ten minutes, unless it is planned otherwise until then.

    In a transaction of the directory.
    """
    rows = await session.execute(
        text("""
            UPDATE directory_meetings d SET due_at = :at + interval '10 minutes'
            FROM (SELECT user_id FROM directory_meetings WHERE due_at <= :at
                  ORDER BY due_at, user_id LIMIT :most FOR UPDATE SKIP LOCKED) AS due
            WHERE d.user_id = due.user_id RETURNING d.user_id
        """),
        {"at": at, "most": most},
    )
    return [row[0] for row in rows]
