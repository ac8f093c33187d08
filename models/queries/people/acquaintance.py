"""What pairs of identities have in common in mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import Packed

_PAIRS = "unnest(CAST(:ones AS uuid[]), CAST(:others AS uuid[])) AS pair (one, other)"
_THOSE = f"""
    pairs AS MATERIALIZED (SELECT one, other FROM {_PAIRS}),
    those AS MATERIALIZED (SELECT one AS id FROM pairs UNION SELECT other FROM pairs)
"""  # noqa: S608 - words of this module
# Beside each other in one mail: that one of them wrote, or the owner or a third wrote to both. The mails of each are
# read first: the planner cannot know how many that are, and would look through each one's for every pair.
_SAME = f"""
    WITH {_THOSE},
    mails AS MATERIALIZED (
        SELECT i.identity_id, i.message_key, i.role
        FROM those JOIN interactions i ON i.user_id = :user_id AND i.identity_id = those.id),
    both_in AS MATERIALIZED (
        SELECT message_key FROM mails GROUP BY message_key HAVING count(*) > 1),
    few AS MATERIALIZED (
        SELECT message_key FROM both_in
        WHERE (SELECT count(*) FROM interactions c
               WHERE c.user_id = :user_id AND c.message_key = both_in.message_key) <= :crowd),
    met AS MATERIALIZED (
        SELECT a.identity_id AS one, b.identity_id AS other, a.role AS role, b.role AS other_role
        FROM few JOIN mails a ON a.message_key = few.message_key JOIN mails b ON b.message_key = few.message_key
        WHERE a.identity_id <> b.identity_id)
    SELECT pairs.one, pairs.other, count(*) AS same, count(*) FILTER (WHERE met.role = 'from') AS there,
           count(*) FILTER (WHERE met.other_role = 'from') AS back
    FROM pairs JOIN met ON met.one = pairs.one AND met.other = pairs.other
    GROUP BY pairs.one, pairs.other
"""  # noqa: S608 - words of this module
# The owner wrote to one of them alone, and the other's mail is the next of that thread. Each side is read first: most
# have answered nobody, which the planner cannot know.
_ANSWERED = f"""
    WITH {_THOSE},
    asked AS MATERIALIZED (
        SELECT i.identity_id, i.mailbox_id, i.thread_id, i.at, i.message_key
        FROM those JOIN interactions i ON i.user_id = :user_id AND i.identity_id = those.id AND i.direction = 'sent'),
    answers AS MATERIALIZED (
        SELECT i.identity_id, i.mailbox_id, i.thread_id, i.at
        FROM those JOIN interactions i ON i.user_id = :user_id AND i.identity_id = those.id AND i.role = 'from'
        WHERE (i.mailbox_id, i.thread_id) IN (SELECT mailbox_id, thread_id FROM asked)),
    met AS MATERIALIZED (
        SELECT pair.one, pair.other, a.mailbox_id, a.thread_id, b.message_key, b.at AS asked_at, a.at AS answered_at
        FROM (SELECT one, other, one AS answering, other AS asked FROM pairs
              UNION ALL SELECT one, other, other, one FROM pairs) AS pair
        JOIN answers a ON a.identity_id = pair.answering
        JOIN asked b ON b.identity_id = pair.asked AND b.mailbox_id = a.mailbox_id AND b.thread_id = a.thread_id
             AND b.at < a.at)
    SELECT one, other, count(DISTINCT (mailbox_id, thread_id)) AS answered FROM met
    WHERE (SELECT count(*) FROM interactions c WHERE c.user_id = :user_id AND c.message_key = met.message_key) = 1
      AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.user_id = :user_id AND m.mailbox_id = met.mailbox_id
                      AND m.thread_id = met.thread_id AND m.date > met.asked_at AND m.date < met.answered_at)
    GROUP BY one, other
"""  # noqa: S608


@dataclass(frozen=True)
class MetRow:
    """Mails with both, those that the first and that the second wrote, threads in which one answered for another."""

    one: UUID
    other: UUID
    same: int = 0
    there: int = 0
    back: int = 0
    answered: int = 0


async def met(session: AsyncSession, user_id: UUID, pairs: Sequence[tuple[UUID, UUID]], crowd: int) -> list[MetRow]:
    """Of those of these pairs that have met, in the given order; who is in a mail to more than `crowd` has not."""
    values = {
        "user_id": user_id,
        "ones": Packed([one for one, _ in pairs]),
        "others": Packed([other for _, other in pairs]),
        "crowd": crowd,
    }
    beside = {(row.one, row.other): row for row in await session.execute(text(_SAME), values)}
    answered = {(row.one, row.other): row.answered for row in await session.execute(text(_ANSWERED), values)}
    return [
        MetRow(
            one,
            other,
            beside[one, other].same if (one, other) in beside else 0,
            beside[one, other].there if (one, other) in beside else 0,
            beside[one, other].back if (one, other) in beside else 0,
            answered.get((one, other), 0),
        )
        for one, other in {*beside, *answered}
    ]
