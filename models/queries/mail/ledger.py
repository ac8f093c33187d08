"""The ledger: which messages a mailbox has, and what became of each. The truth about completeness.

Every writer locks the mailbox first (`lock_mailbox`), so writers of one mailbox take turns and cannot deadlock;
readers never wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.gmail.copying import BackfillResult
from models.contracts.mail.mailboxes import MailboxRef

LAST = 2**62  # a position after all that a listing gives
MAX_ATTEMPTS = 5  # fetches of one message before it is dead and a person decides
WAIT = 2.0  # seconds after the first fetch that failed, doubled with each that follows
# Why a message is not stored though Gmail answered: the next comparison with Gmail looks at it once more.
OLDER = "Gmail answered with a copy that is older than a change its history names."
_PAUSE = "CAST(:wait AS double precision) * 2 ^ (attempts - 1) * interval '1 s'"
_BEFORE = "(CAST(:newest AS bigint) IS NULL OR position < :newest)"
_DUE_AT = f"CASE WHEN attempts = 0 THEN '-infinity' ELSE updated_at + {_PAUSE} END"


@dataclass(frozen=True)
class LedgerRow:
    """One message's state in the ledger."""

    source_id: str
    thread_id: str
    state: str
    history_id: int


class LedgerQueries:
    """Questions to the ledger of one mailbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def lock_mailbox(self) -> None:
        """Take turns with every other writer of this mailbox's mail, until the transaction ends.

        Not by locking its row against updates: who has to write there what a request costs must not wait for mail
        to be stored. The row can only not be deleted meanwhile.
        """
        await self._session.execute(
            text("""
                SELECT pg_advisory_xact_lock(hashtextextended(CAST(id AS text), 0)) FROM mailboxes
                WHERE user_id = :user_id AND id = :mailbox_id FOR KEY SHARE
            """),
            self._key,
        )

    async def add(
        self, ids: Sequence[tuple[str, str]], *, generation: int, position: int | None, history_id: int = 0
    ) -> None:
        """Note that (message id, thread id) exist. Known ones keep their state: what is gone stays gone.

        `position` is the place of the first of them in the listing; None for messages that came just now,
        which are newer than all that was listed.
        """
        await self._session.execute(
            text("""
                INSERT INTO ledger AS l
                    (user_id, mailbox_id, source_id, thread_id, position, generation, history_id)
                SELECT :user_id, :mailbox_id, source_id, thread_id,
                       coalesce(:position + place - 1, -1), :generation, :history_id
                FROM unnest(CAST(:source_ids AS text[]), CAST(:thread_ids AS text[]))
                     WITH ORDINALITY AS named (source_id, thread_id, place)
                ON CONFLICT (user_id, mailbox_id, source_id) DO UPDATE SET
                    generation = greatest(l.generation, excluded.generation),
                    -- Of a message in a file the thread is not known before it is read.
                    thread_id = CASE WHEN l.state = 'listed' THEN excluded.thread_id ELSE l.thread_id END,
                    history_id = greatest(l.history_id, excluded.history_id),
                    position = CASE WHEN excluded.position < 0 THEN l.position ELSE excluded.position END
                -- Mostly all is as it was, and an update would write the row anew.
                WHERE l.generation < excluded.generation OR l.history_id < excluded.history_id
                   OR (l.state = 'listed' AND l.thread_id <> excluded.thread_id)
                   OR (excluded.position >= 0 AND l.position <> excluded.position)
            """),
            self._key
            | {
                "source_ids": [source_id for source_id, _ in ids],
                "thread_ids": [thread_id for _, thread_id in ids],
                "position": position,
                "generation": generation,
                "history_id": history_id,
            },
        )

    async def mark_sent(self, source_ids: Sequence[str]) -> None:
        """The owner sent these: they are fetched first."""
        await self._session.execute(
            text("""
                UPDATE ledger SET sent = true
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids) AND NOT sent
            """),
            self._key | {"source_ids": list(source_ids)},
        )

    async def wanted(self, *, newest: int | None, most: int) -> list[tuple[str, str, bool]]:
        """Listed messages whose turn it is, sent mail first, then the newest, with all such ones of their threads.

        Each is (id, thread, root known). Only places before `newest`, where it is given. After a fetch that failed, a
        message waits.
        """
        first = await self._session.scalars(
            text(f"""
                SELECT thread_id FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'listed'
                  AND {_BEFORE} AND {_DUE_AT} <= now()
                ORDER BY sent DESC, position LIMIT :most
            """),  # noqa: S608 - literals
            self._key | {"newest": newest, "most": most, "wait": WAIT},
        )
        if not (threads := set(first)):
            return []
        # IS TRUE has the threads hashed, and what is listed read once. By an index it would be quicker still where the
        # planner takes the right one; where statistics do not know the mailbox yet, it reads all of it for each thread.
        rows = await self._session.execute(
            text(f"""
                SELECT source_id, thread_id,
                       EXISTS (SELECT 1 FROM ledger root WHERE root.user_id = :user_id
                               AND root.mailbox_id = :mailbox_id AND root.source_id = due.thread_id)
                FROM (
                    SELECT source_id, thread_id, position,
                           min(ROW(NOT sent, position)) FILTER (WHERE {_BEFORE}) OVER (PARTITION BY thread_id) AS place
                    FROM ledger
                    WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'listed' AND {_DUE_AT} <= now()
                      AND (thread_id IN (SELECT unnest(CAST(:threads AS text[])))) IS TRUE) AS due
                ORDER BY place, position
            """),  # noqa: S608 - literals
            self._key | {"newest": newest, "threads": sorted(threads), "wait": WAIT},
        )
        return [(row[0], row[1], row[2]) for row in rows]

    async def wait(self, *, newest: int | None) -> float | None:
        """Seconds until the turn of the next listed message, as `wanted` gives them; None where none is listed."""
        seconds = await self._session.scalar(
            text(f"""
                SELECT extract(epoch FROM min(greatest({_DUE_AT}, now())) - now()) FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'listed'
                  AND {_BEFORE}
            """),  # noqa: S608 - literals
            self._key | {"newest": newest, "wait": WAIT},
        )
        return float(seconds) if seconds is not None else None

    async def rows(self, source_ids: Sequence[str]) -> dict[str, LedgerRow]:
        """The rows of these messages, locked."""
        rows = await self._session.execute(
            text("""
                SELECT source_id, thread_id, state, history_id FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
                ORDER BY source_id FOR UPDATE
            """),
            self._key | {"source_ids": list(source_ids)},
        )
        return {row[0]: LedgerRow(row[0], row[1], row[2], int(row[3])) for row in rows}

    async def mark_stored(self, source_ids: Sequence[str]) -> None:
        """These messages are in `messages`; their people are yet to be looked at."""
        await self._mark(source_ids, "state = 'stored', error = NULL, extracted = false, readings = 0")

    async def look_again(self, source_ids: Sequence[str]) -> None:
        """What these messages say of people may have changed: they are to be looked at anew."""
        await self._mark(source_ids, "extracted = false")

    async def mark_gone(self, source_ids: Sequence[str]) -> None:
        """These messages were deleted at the source."""
        await self._mark(source_ids, "state = 'gone', error = NULL")

    async def mark_dead(self, errors: dict[str, str]) -> None:
        """These messages cannot be stored, with the reason of each: for a person to see and retry."""
        await self._fail(errors, "'dead'")

    async def count_attempt(self, errors: dict[str, str]) -> None:
        """These messages could not be fetched this time; after MAX_ATTEMPTS they are dead."""
        await self._fail(errors, f"CASE WHEN attempts + 1 >= {MAX_ATTEMPTS} THEN 'dead' ELSE state END")

    async def hear_of(self, ids: Sequence[tuple[str, str]], *, generation: int) -> None:
        """Note (message id, thread id) that changes named and the listing may not have come to: after all others.

        A copy that is on its way meets the change in the ledger then.
        """
        await self._session.execute(
            text("""
                INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, position, generation)
                SELECT :user_id, :mailbox_id, source_id, thread_id, :last, :generation
                FROM unnest(CAST(:source_ids AS text[]), CAST(:thread_ids AS text[])) AS named (source_id, thread_id)
                ON CONFLICT DO NOTHING
            """),
            self._key
            | {
                "source_ids": [source_id for source_id, _ in ids],
                "thread_ids": [thread_id for _, thread_id in ids],
                "generation": generation,
                "last": LAST,
            },
        )

    async def touch(self, changes: dict[str, int]) -> None:
        """Remember the newest change heard of for each message, so that an older copy is not believed."""
        await self._session.execute(
            text("""
                UPDATE ledger l SET history_id = greatest(l.history_id, changed.history_id)
                FROM unnest(CAST(:source_ids AS text[]), CAST(:history_ids AS numeric[]))
                     AS changed (source_id, history_id)
                WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id AND l.source_id = changed.source_id
                  AND l.source_id = ANY(:source_ids)
            """),
            self._key | {"source_ids": list(changes), "history_ids": list(changes.values())},
        )

    async def question_absent(self, generation: int) -> int:
        """Set back to `listed`, once a generation, what its complete listing did not name. Returns how many."""
        result = await self._session.execute(
            text("""
                UPDATE ledger SET state = 'listed', attempts = 0, readings = 0, generation = :generation,
                    updated_at = now()
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state IN ('stored', 'dead')
                  AND generation < :generation
                RETURNING 1
            """),
            self._key | {"generation": generation},
        )
        return len(result.all())

    async def retry_dead(self) -> int:
        """Set every dead message back to `listed`. Returns how many."""
        result = await self._session.execute(
            text("""
                UPDATE ledger SET state = 'listed', attempts = 0, readings = 0, error = NULL, updated_at = now()
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'dead' RETURNING 1
            """),
            self._key,
        )
        return len(result.all())

    async def listed_count(self) -> int:
        """How many messages are still to be fetched."""
        count = await self._session.scalar(
            text("""
                SELECT count(*) FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'listed'
            """),
            self._key,
        )
        return int(count or 0)

    async def totals(self) -> BackfillResult:
        """How many messages are in each state."""
        row = (
            await self._session.execute(
                text("""
                    SELECT count(*), count(*) FILTER (WHERE state = 'stored'),
                           count(*) FILTER (WHERE state = 'dead'), count(*) FILTER (WHERE state = 'gone')
                    FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox_id
                """),
                self._key,
            )
        ).one()
        return BackfillResult(listed=row[0], stored=row[1], dead=row[2], gone=row[3])

    async def _mark(self, source_ids: Sequence[str], change: str) -> None:
        await self._session.execute(
            text(f"""
                UPDATE ledger SET {change}, updated_at = now()
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
            """),  # noqa: S608 - `change` is one of the two literals above
            self._key | {"source_ids": list(source_ids)},
        )

    async def _fail(self, errors: dict[str, str], state: str) -> None:
        await self._session.execute(
            text(f"""
                UPDATE ledger l SET state = {state}, attempts = attempts + 1, error = failed.error,
                    updated_at = now()
                FROM unnest(CAST(:source_ids AS text[]), CAST(:errors AS text[])) AS failed (source_id, error)
                WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id AND l.state = 'listed'
                  AND l.source_id = failed.source_id
            """),  # noqa: S608 - `state` is one of the two literals above
            self._key | {"source_ids": list(errors), "errors": list(errors.values())},
        )
