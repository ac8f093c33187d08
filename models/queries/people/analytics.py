"""What the mail of some people looks like: when it came and went, how fast it is answered, who stands beside whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.analytics import REPLY_CLASSES, ResponseTimes, Scope, WeekHour
from models.contracts.people.contacts import TrafficMonth
from models.queries.people.strength import REPLY_DAYS

_MOST_SHOWN = 12
_MOST_MAILS = 5_000  # the latest, among which it is counted who stands beside whom
_CROWD = 20  # people on a mail: being two of more says nothing
# The identities in question. A query of its own is one list to the planner, which has each looked up by its index; of
# everybody's mail it is read once instead.
_WHOSE = {
    Scope.CONTACT: "i.identity_id = ANY(ARRAY(SELECT id FROM identities WHERE user_id = :user_id AND person_id = :id))",
    Scope.COMPANY: """i.identity_id = ANY(ARRAY(SELECT id FROM identities WHERE user_id = :user_id
                      AND company_id = :id AND kind = 'person'))""",
    Scope.ALL: """i.identity_id IN (SELECT d.id FROM identities d JOIN persons p ON p.user_id = :user_id
                  AND p.id = d.person_id WHERE d.user_id = :user_id AND p.kind = 'person')""",
}
_TELLING = "array_position(ARRAY['sent', 'received', 'shared'], i.direction), i.weight DESC, i.at DESC"
_TRAFFIC = """
    SELECT CAST(date_trunc('month', local) AS date) AS month, CAST(date_part('isodow', local) AS int) AS weekday,
           CAST(date_part('hour', local) AS int) AS hour, count(*) FILTER (WHERE direction = 'sent') AS sent,
           count(*) FILTER (WHERE direction = 'received') AS received,
           count(*) FILTER (WHERE direction = 'shared') AS shared
    FROM (SELECT DISTINCT ON (i.message_key) i.at AT TIME ZONE CAST(:zone AS text) AS local, i.direction
          FROM interactions i
          WHERE i.user_id = :user_id AND i.at >= :since AND {whose} ORDER BY i.message_key, {telling}) AS mails
    GROUP BY GROUPING SETS ((1), (2, 3)) ORDER BY 1, 2, 3
"""
_CLASSES = f"CAST(ARRAY{[float(one) for one in (0, *REPLY_CLASSES)]} AS float8[])"
# As `person_months` are counted: per person, so that who answers for several answers each.
_RESPONSES = f"""
    SELECT direction, class, count(*) AS replies, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median
    FROM (SELECT direction, date_part('epoch', gap) AS seconds,
                 width_bucket(date_part('epoch', gap), {_CLASSES}) AS class
          FROM ({{turns}}) AS turns WHERE before <> direction AND gap <= interval '{REPLY_DAYS} days') AS replied
    GROUP BY GROUPING SETS ((direction, class), (direction))
"""  # noqa: S608 - numbers of this module
_TURNS = """
    SELECT direction, lag(direction) OVER thread AS before, at - lag(at) OVER thread AS gap
    FROM (SELECT DISTINCT ON (d.person_id, i.message_key) d.person_id, i.message_key, i.at, i.direction, i.mailbox_id,
                 i.thread_id
          FROM interactions i JOIN identities d ON d.user_id = :user_id AND d.id = i.identity_id
          WHERE i.user_id = :user_id AND i.at >= :since AND i.direction <> 'shared' AND {whose}
          ORDER BY d.person_id, i.message_key, {telling}) AS mails
    WINDOW thread AS (PARTITION BY person_id, mailbox_id, thread_id ORDER BY at, message_key)
"""
_LATEST = """
    SELECT message_key FROM (
        SELECT i.message_key, max(i.at) AS at FROM interactions i
        WHERE i.user_id = :user_id AND i.at >= :since AND {whose} GROUP BY 1) AS mails
    ORDER BY at DESC, message_key LIMIT :most_mails
"""
_ON_A_MAIL = """
    SELECT DISTINCT i.message_key, d.person_id, d.company_id FROM interactions i
    JOIN identities d ON d.user_id = :user_id AND d.id = i.identity_id AND d.kind = 'person'
    WHERE i.user_id = :user_id AND i.message_key = ANY(ARRAY({latest}))
"""
_COMPANIONS = {
    Scope.CONTACT: "SELECT person_id AS one, NULL::uuid AS other, message_key FROM named WHERE person_id <> :id",
    Scope.COMPANY: """SELECT person_id AS one, NULL::uuid AS other, message_key FROM named
                      WHERE company_id IS DISTINCT FROM :id""",
    Scope.ALL: """
        SELECT a.person_id AS one, b.person_id AS other, a.message_key FROM named a
        JOIN named b ON b.message_key = a.message_key AND b.person_id > a.person_id
        WHERE a.message_key IN (SELECT message_key FROM named GROUP BY 1 HAVING count(*) <= {crowd})
    """,
}


class AnalyticsQueries:
    """Questions about the mail of one user since a moment, inside one tenant transaction.

    `scope_id` is a person's or a company's.
    """

    def __init__(
        self, session: AsyncSession, user_id: UUID, *, scope: Scope, scope_id: UUID | None, since: datetime
    ) -> None:
        self._session = session
        self._values = {"user_id": user_id, "id": scope_id, "since": since}
        self._scope = scope
        self._whose = {"whose": _WHOSE[scope], "telling": _TELLING}

    async def traffic(self, zone: str) -> tuple[list[TrafficMonth], list[WeekHour]]:
        """Mails by month and by hour of the week, in an IANA time zone."""
        rows = await self._ask(_TRAFFIC.format(**self._whose), zone=zone)
        months = [
            TrafficMonth(month=row.month, sent=row.sent, received=row.received, shared=row.shared)
            for row in rows
            if row.month is not None
        ]
        week = [
            WeekHour(weekday=row.weekday, hour=row.hour, sent=row.sent, received=row.received)
            for row in rows
            if row.month is None and row.sent + row.received
        ]
        return months, week

    async def responses(self) -> tuple[ResponseTimes, ResponseTimes]:
        """How fast the owner answers, and how fast the others do."""
        found = await self._ask(_RESPONSES.format(turns=_TURNS.format(**self._whose)))
        medians = {row.direction: row.median for row in found if row[1] is None}
        classes = {direction: [0] * len(REPLY_CLASSES) for direction in ("sent", "received")}
        for row in found:
            if row[1] is not None:
                classes[row.direction][min(row[1], len(REPLY_CLASSES)) - 1] += row.replies
        ours, theirs = (
            ResponseTimes(
                replies=sum(classes[direction]), median_seconds=medians.get(direction), classes=classes[direction]
            )
            for direction in ("sent", "received")
        )
        return ours, theirs

    async def companions(self) -> list[tuple[UUID, UUID | None, int]]:
        """(person, beside whom, mails): who is named most often with whom."""
        named = _ON_A_MAIL.format(latest=_LATEST.format(**self._whose))
        pairs = _COMPANIONS[self._scope].format(crowd=_CROWD)
        rows = await self._ask(
            f"""
                WITH named AS MATERIALIZED ({named})
                SELECT one, other, count(DISTINCT message_key) AS mails FROM ({pairs}) AS pairs
                GROUP BY one, other ORDER BY mails DESC, one, other LIMIT {_MOST_SHOWN}
            """,  # noqa: S608 - made of this module's own words
            most_mails=_MOST_MAILS,
        )
        return [(row.one, row.other, row.mails) for row in rows]

    async def _ask(self, statement: str, **values: Any) -> Sequence[Any]:
        return (await self._session.execute(text(statement), self._values | values)).all()
