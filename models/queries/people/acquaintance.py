"""What pairs of identities have in common in mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import Packed

# Beside each other in one mail: that one of them wrote, or the owner or a third wrote to both. Or the owner wrote to
# one of them alone, and the other's mail is the next of that thread.
#
# The mails of each are read first, and once: the planner cannot know how many they are, and would look through each
# one's for every pair. Most pairs have no mail and no thread in common, so those that have are told before all else.
_MET = """
    WITH pairs AS MATERIALIZED (
        SELECT one, other FROM unnest(CAST(:ones AS uuid[]), CAST(:others AS uuid[])) AS pair (one, other)),
    those AS MATERIALIZED (SELECT one AS id FROM pairs UNION SELECT other FROM pairs),
    mails AS MATERIALIZED (
        SELECT i.identity_id, i.message_key, i.role, i.direction, i.mailbox_id, i.thread_id, i.at
        FROM those JOIN interactions i ON i.user_id = :user_id AND i.identity_id = those.id),
    both_in AS MATERIALIZED (
        SELECT message_key FROM mails GROUP BY message_key HAVING count(*) > 1),
    few AS MATERIALIZED (
        SELECT message_key FROM both_in
        WHERE (SELECT count(*) FROM interactions c
               WHERE c.user_id = :user_id AND c.message_key = both_in.message_key) <= :crowd),
    beside AS MATERIALIZED (
        SELECT a.identity_id AS one, b.identity_id AS other, a.role AS role, b.role AS other_role
        FROM few JOIN mails a ON a.message_key = few.message_key JOIN mails b ON b.message_key = few.message_key
        WHERE a.identity_id <> b.identity_id),
    threads AS MATERIALIZED (
        SELECT mailbox_id, thread_id FROM mails
        GROUP BY mailbox_id, thread_id HAVING count(DISTINCT identity_id) > 1),
    talks AS MATERIALIZED (
        SELECT m.* FROM threads t JOIN mails m ON m.mailbox_id = t.mailbox_id AND m.thread_id = t.thread_id
        WHERE m.direction = 'sent' OR m.role = 'from'),
    answers AS MATERIALIZED (
        SELECT pair.one, pair.other, a.mailbox_id, a.thread_id, b.message_key, b.at AS asked_at, a.at AS answered_at
        FROM (SELECT one, other, one AS answering, other AS asked FROM pairs
              UNION ALL SELECT one, other, other, one FROM pairs) AS pair
        JOIN talks a ON a.identity_id = pair.answering AND a.role = 'from'
        JOIN talks b ON b.identity_id = pair.asked AND b.direction = 'sent' AND b.mailbox_id = a.mailbox_id
             AND b.thread_id = a.thread_id AND b.at < a.at)
    SELECT one, other, CAST(sum(same) AS int), CAST(sum(there) AS int), CAST(sum(back) AS int),
           CAST(sum(answered) AS int)
    FROM (SELECT pairs.one, pairs.other, count(*) AS same, count(*) FILTER (WHERE beside.role = 'from') AS there,
                 count(*) FILTER (WHERE beside.other_role = 'from') AS back, 0 AS answered
          FROM pairs JOIN beside ON beside.one = pairs.one AND beside.other = pairs.other
          GROUP BY pairs.one, pairs.other
          UNION ALL
          SELECT one, other, 0, 0, 0, count(DISTINCT (mailbox_id, thread_id)) FROM answers
          WHERE (SELECT count(*) FROM interactions c
                 WHERE c.user_id = :user_id AND c.message_key = answers.message_key) = 1
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.user_id = :user_id AND m.mailbox_id = answers.mailbox_id
                            AND m.thread_id = answers.thread_id AND m.date > answers.asked_at
                            AND m.date < answers.answered_at)
          GROUP BY one, other) AS counted
    GROUP BY one, other
"""


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
    """Of those of these pairs that have met, each in its order; who is in a mail to more than `crowd` has not."""
    values = {
        "user_id": user_id,
        "ones": Packed([one for one, _ in pairs]),
        "others": Packed([other for _, other in pairs]),
        "crowd": crowd,
    }
    return [MetRow(*row) for row in await session.execute(text(_MET), values)]
