"""Meetings with people, by the invitations in mail: rows that come and go with their mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
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
    """What one mail says of somebody and a meeting, or a series. `held`: it takes place, and both are there.

    `occurrence`: of a series it speaks of this one only, which would have begun then. `starts`: when the others of a
    series begin after `starts_at`, as an array in PostgreSQL's text; `over_at`: when the last is over. An `answer` says
    who comes, and only where nothing else does when.
    """

    message_id: UUID
    identity_id: UUID
    meeting_key: bytes
    starts_at: datetime
    ends_at: datetime
    sequence: int
    at: datetime
    held: bool
    answer: bool
    occurrence: datetime | None
    starts: str
    over_at: datetime


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
    "answer": "boolean",
    "occurrence": "timestamptz",
    "over_at": "timestamptz",
}
_READ = {"occurrence": "coalesce(occurrence, '-infinity')", "starts": "CAST(starts AS timestamptz[])"}
# Of two mails of the same second that contradict each other what they say decides, and no id, which chance has made.
_ORDER = "sequence DESC, at DESC, held, starts_at DESC, ends_at DESC, message_id DESC"
# All meetings with somebody, by all mail about them. Of a series the newest word on the whole says who comes, and the
# newest that is no answer when; of one of them a word that is as new decides, or any where there is none on the whole.
# One by itself has no `occurrence`.
OCCURRENCES = f"""
    SELECT series.identity_id, series.meeting_key,
           CASE WHEN series.is_one THEN '-infinity' ELSE series.turn END AS occurrence,
           coalesce(single.starts_at, series.turn) AS starts_at,
           coalesce(single.ends_at, series.turn + series.length) AS ends_at,
           CASE WHEN single.message_id IS NULL THEN series.held
                WHEN (single.sequence, single.at) >= (series.told_sequence, series.told_at) THEN single.held
                ELSE single.held AND series.held END AS held,
           coalesce(single.message_id, series.message_id) AS message_id
    FROM (
        SELECT whole.identity_id, whole.meeting_key, whole.held, whole.message_id, whole.sequence AS told_sequence,
               whole.at AS told_at, timed.sequence, timed.at, timed.ends_at - timed.starts_at AS length,
               cardinality(timed.starts) = 0 AS is_one, turn
        FROM (SELECT DISTINCT ON (identity_id, meeting_key) * FROM meetings
              WHERE user_id = :user_id AND identity_id = {{which}} AND occurrence = '-infinity'
              ORDER BY identity_id, meeting_key, {_ORDER}) AS whole
        CROSS JOIN LATERAL (
            SELECT * FROM meetings m WHERE m.user_id = :user_id AND m.identity_id = whole.identity_id
              AND m.meeting_key = whole.meeting_key AND m.occurrence = '-infinity' ORDER BY answer, {_ORDER} LIMIT 1
        ) AS timed
        CROSS JOIN LATERAL unnest(array_prepend(timed.starts_at, timed.starts)) AS turn
    ) AS series
    LEFT JOIN LATERAL (
        SELECT * FROM meetings m WHERE m.user_id = :user_id AND m.identity_id = series.identity_id
          AND m.meeting_key = series.meeting_key AND m.occurrence = series.turn
          AND (m.sequence, m.at) >= (series.sequence, series.at)
        ORDER BY {_ORDER} LIMIT 1
    ) AS single ON true
    UNION ALL
    SELECT identity_id, meeting_key, occurrence, starts_at, ends_at, held, message_id
    FROM (SELECT DISTINCT ON (identity_id, meeting_key, occurrence) * FROM meetings m
          WHERE user_id = :user_id AND identity_id = {{which}} AND occurrence <> '-infinity'
          ORDER BY identity_id, meeting_key, occurrence, {_ORDER}) AS alone
    WHERE NOT EXISTS (
        SELECT 1 FROM meetings m WHERE m.user_id = :user_id AND m.identity_id = alone.identity_id
          AND m.meeting_key = alone.meeting_key AND m.occurrence = '-infinity')
"""  # noqa: S608 - made of this module's own words
_WITH_CONTACT = OCCURRENCES.format(which=f"ANY(ARRAY({IDENTITIES}))")
# The beginning of each month in which these rows have a meeting: months are what is counted anew.
_MONTHS = """
    SELECT identity_id, min(turn) AS starts_at
    FROM ({rows}) AS told
    CROSS JOIN LATERAL unnest(array_prepend(told.starts_at, array_prepend(told.occurrence, told.starts))) AS turn
    WHERE turn > '-infinity' {and_}
    GROUP BY identity_id, date_trunc('month', turn AT TIME ZONE 'UTC')
"""
# How many are invited is seen from all mail about a meeting: a word on one changes what it counts for each.
_TOLD_ABOUT = _MONTHS.format(
    rows="""
        SELECT * FROM meetings WHERE user_id = :user_id AND meeting_key = ANY(
            ARRAY(SELECT meeting_key FROM meetings WHERE user_id = :user_id AND message_id = ANY(:ids)))
    """,
    and_="",
)
_WITH = _MONTHS.format(rows="SELECT * FROM meetings WHERE user_id = :user_id AND identity_id = ANY(:ids)", and_="")
_OVER = _MONTHS.format(
    rows="""
        SELECT m.*, known.met_until FROM meetings m, known
        WHERE m.user_id = :user_id AND m.over_at > known.met_until AND m.ends_at <= :until
    """,
    and_="""
        AND turn + (told.ends_at - told.starts_at) > told.met_until AND turn + (told.ends_at - told.starts_at) <= :until
    """,
)


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
                    SELECT :user_id, {", ".join(_READ.get(one.name, one.name) for one in fields(MeetingRow))}
                    FROM {unnested(MeetingRow, _TYPES, "told")}
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
        rows = await self._session.execute(text(_WITH), {"user_id": self._user_id, "ids": list(identity_ids)})
        return {(row[0], row[1]) for row in rows}

    async def pass_time(self, until: datetime) -> Moments:
        """What is over by `until` has taken place from now on. Returns the moments of what had not before."""
        over = await self._session.execute(
            text(f"""
                WITH known AS (
                    SELECT coalesce(max(met_until), '-infinity') AS met_until FROM people_versions
                    WHERE user_id = :user_id),
                moved AS (
                    INSERT INTO people_versions AS v (user_id, version, met_until) VALUES (:user_id, 0, :until)
                    ON CONFLICT (user_id) DO UPDATE SET met_until = greatest(v.met_until, excluded.met_until))
                {_OVER}
            """),  # noqa: S608 - made of this module's own words
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
                WITH known AS (
                    SELECT coalesce(max(met_until), '-infinity') AS met_until FROM people_versions
                    WHERE user_id = :user_id),
                next AS (
                    SELECT min(turn + (m.ends_at - m.starts_at)) AS due_at
                    FROM meetings m, known, unnest(array_prepend(m.starts_at, m.starts)) AS turn
                    WHERE m.user_id = :user_id AND m.over_at > known.met_until
                      AND turn + (m.ends_at - m.starts_at) > known.met_until),
                none AS (
                    DELETE FROM directory_meetings WHERE user_id = :user_id AND (SELECT due_at FROM next) IS NULL)
                INSERT INTO directory_meetings (user_id, due_at)
                SELECT :user_id, due_at FROM next WHERE due_at IS NOT NULL
                ON CONFLICT (user_id) DO UPDATE SET due_at = excluded.due_at
            """),
            {"user_id": self._user_id},
        )

    async def of_contact(
        self, contact_id: UUID, at: datetime, after: Sequence[Any] | None, most: int
    ) -> list[MeetingEntry]:
        """Meetings that take place, the latest first, after the (start, message) of the last one shown.

        Of what is to come of a series after `at`, the next.
        """
        starts_at, message_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT starts_at, ends_at, message_id FROM (
                    SELECT *, row_number() OVER (PARTITION BY meeting_key, starts_at > :at ORDER BY starts_at) AS place
                    FROM (SELECT DISTINCT ON (meeting_key, occurrence) * FROM ({_WITH_CONTACT}) AS told
                          WHERE held ORDER BY meeting_key, occurrence, starts_at DESC, message_id DESC) AS met
                ) AS placed
                WHERE (starts_at <= :at OR place = 1) AND (CAST(:starts_at AS timestamptz) IS NULL
                   OR (starts_at, message_id) < (:starts_at, CAST(:message_id AS uuid)))
                ORDER BY starts_at DESC, message_id DESC LIMIT :most
            """),  # noqa: S608 - made of this module's own words
            {
                "user_id": self._user_id,
                "contact_id": contact_id,
                "at": at,
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
