"""What went to and fro between the owner and a person, month by month, and how close that makes them.

`kith_evidence` and its like are SQL functions of migration 0031; decision 38 has the formula and its sources.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import Packed
from models.queries.people.meetings import OCCURRENCES

CONVERSATION = 3.0  # others with whom one talks at once: beyond, talk falls apart (Dunbar, Duncan and Nettle 1995)
REPLY_DAYS = 30  # what comes later answers nothing; a month is counted without looking further back than that

# Mails of these persons with who is asked about since when; a mail that names two of their addresses is one. Of what
# lies before `since` it is only seen whether it is answered later.
_COUNTED = f"""
    WITH {{wanted}}
    INSERT INTO person_months (user_id, person_id, month, sent, received, shared, direct, sent_weight, received_weight,
                               shared_weight, our_turns, their_turns, our_replies, their_replies, our_log_seconds,
                               their_log_seconds)
    SELECT :user_id, person_id, month,
           count(*) FILTER (WHERE direction = 'sent'), count(*) FILTER (WHERE direction = 'received'),
           count(*) FILTER (WHERE direction = 'shared'),
           count(*) FILTER (WHERE direction <> 'shared' AND weight >= 1),
           coalesce(sum(rest ORDER BY at, message_key) FILTER (WHERE direction = 'sent'), 0),
           coalesce(sum(rest ORDER BY at, message_key) FILTER (WHERE direction = 'received'), 0),
           coalesce(sum(rest ORDER BY at, message_key) FILTER (WHERE direction = 'shared'), 0),
           count(*) FILTER (WHERE turn AND direction = 'sent'),
           count(*) FILTER (WHERE turn AND direction = 'received'),
           count(*) FILTER (WHERE turn AND delay IS NOT NULL AND direction = 'sent'),
           count(*) FILTER (WHERE turn AND delay IS NOT NULL AND direction = 'received'),
           coalesce(sum(delay ORDER BY at, message_key) FILTER (WHERE turn AND direction = 'sent'), 0),
           coalesce(sum(delay ORDER BY at, message_key) FILTER (WHERE turn AND direction = 'received'), 0)
    FROM (SELECT *, kith_decayed(weight, at, kith_month_end(month)) AS rest,
                 direction <> 'shared' AND (before IS NULL OR before <> direction
                                            OR gap > interval '{REPLY_DAYS} days') AS turn,
                 CASE WHEN before <> direction AND gap <= interval '{REPLY_DAYS} days'
                      THEN ln(greatest(date_part('epoch', gap), 1)) END AS delay
          FROM (SELECT *, lag(direction) OVER thread AS before, at - lag(at) OVER thread AS gap
                FROM (SELECT DISTINCT ON (w.person_id, w.since, month, i.message_key)
                             w.person_id, w.since, CAST(date_trunc('month', i.at AT TIME ZONE 'UTC') AS date) AS month,
                             i.message_key, i.at, i.direction, i.weight, i.mailbox_id, i.thread_id
                      FROM wanted w
                      JOIN identities d ON d.user_id = :user_id AND d.person_id = w.person_id
                      {{mails}}
                      ORDER BY w.person_id, w.since, month, i.message_key,
                               array_position(ARRAY['sent', 'received', 'shared'], i.direction), i.weight DESC,
                               i.at DESC, i.mailbox_id, i.thread_id) AS mails
                WINDOW thread AS (PARTITION BY person_id, since, mailbox_id, thread_id, direction = 'shared'
                                  ORDER BY at, message_key)) AS ordered
          WHERE at >= since) AS dated
    GROUP BY person_id, month
"""  # noqa: S608 - numbers of this module
# Meetings with these persons that are over, in the months in question; one to which two of their addresses are invited
# is one. Up to four people all talk with each other: of more, each is met for a part (decision 42).
_MET = f"""
    WITH {{wanted}}
    INSERT INTO person_months AS m (user_id, person_id, month, sent, received, shared, direct, sent_weight,
                                    received_weight, shared_weight, our_turns, their_turns, our_replies, their_replies,
                                    our_log_seconds, their_log_seconds, meetings, meeting_weight)
    SELECT :user_id, person_id, month, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), sum(rest ORDER BY rest)
    FROM (SELECT DISTINCT ON (w.person_id, w.since, month, n.meeting_key, n.occurrence) w.person_id,
                 CAST(date_trunc('month', n.starts_at AT TIME ZONE 'UTC') AS date) AS month,
                 kith_decayed(least({CONVERSATION} / invited.many, 1), n.starts_at,
                              kith_month_end(CAST(date_trunc('month', n.starts_at AT TIME ZONE 'UTC') AS date))) AS rest
          FROM wanted w
          JOIN identities d ON d.user_id = :user_id AND d.person_id = w.person_id
          CROSS JOIN LATERAL ({OCCURRENCES.format(which="d.id")}) AS n
          CROSS JOIN LATERAL (SELECT CAST(count(DISTINCT identity_id) AS float8) AS many FROM meetings
                              WHERE user_id = :user_id AND meeting_key = n.meeting_key) AS invited
          WHERE n.held AND n.starts_at >= w.since AND n.starts_at < w.until
            AND n.ends_at <= (SELECT met_until FROM people_versions WHERE user_id = :user_id)
          ORDER BY w.person_id, w.since, month, n.meeting_key, n.occurrence,
                   n.starts_at DESC) AS met
    GROUP BY person_id, month
    ON CONFLICT (user_id, person_id, month) DO UPDATE SET
        meetings = excluded.meetings, meeting_weight = excluded.meeting_weight
"""  # noqa: S608 - made of this module's own words
_ALWAYS = "CAST('-infinity' AS timestamptz) AS since, CAST('infinity' AS timestamptz) AS until"
_ALL_MAILS = "JOIN interactions i ON i.user_id = :user_id AND i.identity_id = d.id"
# Asked for each of them by itself (OFFSET 0): else no index and no partition is chosen by their dates.
_MAILS_OF_MONTHS = """
    CROSS JOIN LATERAL (SELECT * FROM interactions WHERE user_id = :user_id AND identity_id = d.id
                           AND at >= w.heard AND at < w.until OFFSET 0) AS i
"""
_WHOLE = f"SELECT id AS person_id, {_ALWAYS} FROM unnest(CAST(:ids AS uuid[])) AS asked (id)"  # noqa: S608
_EVERYBODY = f"SELECT DISTINCT person_id, {_ALWAYS} FROM identities WHERE user_id = :user_id"  # noqa: S608
_MONTHS = """
    SELECT person_id, kith_month_end(CAST(month - interval '1 month' AS date)) AS since, kith_month_end(month) AS until
    FROM unnest(CAST(:persons AS uuid[]), CAST(:months AS date[])) AS touched (person_id, month)
"""
# Reckoned before all else: plain columns may be looked for in an index.
_WANTED = f"""
    wanted AS MATERIALIZED (
        SELECT *, since - interval '{REPLY_DAYS} days' AS heard FROM ({{wanted}}) AS months)
"""  # noqa: S608
# Of these, those until the newest mail: nobody has mail in the month to come, in which today's may be answered.
_WITH_MAIL = f"""
    SELECT * FROM ({_MONTHS}) AS months
    WHERE since <= (SELECT max(last_at) FROM identities d
                    WHERE d.user_id = :user_id AND d.person_id = months.person_id)
"""  # noqa: S608
# The months in which these moments are, and those in which what was said then may be answered: 30 days from the end of
# January on are three.
_TOUCHED = f"""
    SELECT DISTINCT d.person_id, CAST(date_trunc('month', moment AT TIME ZONE 'UTC') AS date) AS month
    FROM unnest(CAST(:identities AS uuid[]), CAST(:moments AS timestamptz[])) AS touched (identity_id, at)
    JOIN identities d ON d.user_id = :user_id AND d.id = touched.identity_id,
         LATERAL (VALUES (touched.at), (touched.at + interval '{REPLY_DAYS // 2} days'),
                         (touched.at + interval '{REPLY_DAYS} days')) AS moments (moment)
    ORDER BY 1, 2
"""  # noqa: S608
# All that there is of a person by the end of their last month: what `kith_evidence` wants.
SUMS = """
    SELECT person_id, at, CAST(sum(turns) AS bigint) AS turns, CAST(sum(replies) AS bigint) AS replies,
           sum(log_seconds ORDER BY month) AS log_seconds,
           sum(kith_decayed(kith_month_volume(sent_weight, received_weight, shared_weight, meeting_weight), ended, at)
               ORDER BY month) AS volume,
           sum(kith_decayed(sent_weight + meeting_weight, ended, at) ORDER BY month) AS sent_weight,
           sum(kith_decayed(received_weight + meeting_weight, ended, at) ORDER BY month) AS received_weight,
           sum(sent) AS sent, sum(received) AS received
    FROM (SELECT *, our_turns + their_turns AS turns, our_replies + their_replies AS replies,
                 our_log_seconds + their_log_seconds AS log_seconds, kith_month_end(month) AS ended,
                 kith_month_end(max(month) OVER (PARTITION BY person_id)) AS at
          FROM person_months WHERE user_id = :user_id AND {which}) AS months
    GROUP BY person_id, at
"""
CLOSENESS = """
    kith_closeness(kith_evidence(sums.volume, sums.sent_weight, sums.received_weight, sums.turns, sums.replies,
                                 sums.log_seconds, {first_at}, {last_at}), sums.at)
"""

Moments = Collection[tuple[UUID, datetime]]  # (identity, when) of interactions and meetings that came


async def count_months(
    session: AsyncSession, user_id: UUID, persons: Collection[UUID], moments: Moments | None
) -> None:
    """Count the months of these persons anew in which these `moments` are; None: all months.

    In a tenant transaction that holds `IdentityChanges.lock`. Mail that is before a month by more than REPLY_DAYS
    says nothing of it, so nothing else changes with those moments.
    """
    if moments is None:
        values = {"user_id": user_id, "ids": Packed(sorted(set(persons)))}
        await session.execute(
            text("DELETE FROM person_months WHERE user_id = :user_id AND person_id = ANY(CAST(:ids AS uuid[]))"), values
        )
        await _count(session, _WHOLE, values)
        return
    ordered = sorted(set(moments))
    touched = await session.execute(
        text(_TOUCHED),
        {
            "user_id": user_id,
            "identities": Packed([identity for identity, _ in ordered]),
            "moments": Packed([at for _, at in ordered]),
        },
    )
    months = touched.all()
    if not months:
        return
    values = {
        "user_id": user_id,
        "persons": Packed([row.person_id for row in months]),
        "months": Packed([row.month for row in months]),
    }
    await session.execute(
        text("""
            DELETE FROM person_months m
            USING unnest(CAST(:persons AS uuid[]), CAST(:months AS date[])) AS touched (person_id, month)
            WHERE m.user_id = :user_id AND m.person_id = touched.person_id AND m.month = touched.month
        """),
        values,
    )
    await _count(session, _MONTHS, values)


async def _count(session: AsyncSession, wanted: str, values: Mapping[str, Any]) -> None:
    """Mail first; meetings join its months."""
    mails, when = (_MAILS_OF_MONTHS, _WITH_MAIL) if wanted is _MONTHS else (_ALL_MAILS, wanted)
    await session.execute(text(_COUNTED.format(wanted=_WANTED.format(wanted=when), mails=mails)), values)
    await session.execute(text(_MET.format(wanted=_WANTED.format(wanted=wanted))), values)


async def recompute_strength(session: AsyncSession, user_id: UUID) -> None:
    """Count everything of everybody anew, as `count_months` has kept it. Under `IdentityChanges.lock` too."""
    values = {"user_id": user_id}
    await session.execute(text("DELETE FROM person_months WHERE user_id = :user_id"), values)
    await _count(session, _EVERYBODY, values)
    closeness = CLOSENESS.format(first_at="p.first_at", last_at="p.last_at")
    await session.execute(
        text(f"""
            UPDATE persons p SET closeness = {closeness}, sent = sums.sent, received = sums.received
            FROM ({SUMS.format(which="true")}) AS sums WHERE p.user_id = :user_id AND p.id = sums.person_id
        """),  # noqa: S608 - made of this module's own words
        values,
    )
    await changed(session, user_id)


async def changed(session: AsyncSession, user_id: UUID) -> None:
    """What was reckoned of this user's people before holds no more, once this transaction is done."""
    await session.execute(
        text("""
            INSERT INTO people_versions AS known (user_id, version) VALUES (:user_id, 1)
            ON CONFLICT (user_id) DO UPDATE SET version = known.version + 1
        """),
        {"user_id": user_id},
    )


async def version(session: AsyncSession, user_id: UUID) -> int:
    """The version of this user's people; 0 before there are any."""
    found = await session.scalar(
        text("SELECT version FROM people_versions WHERE user_id = :user_id"), {"user_id": user_id}
    )
    return int(found or 0)
