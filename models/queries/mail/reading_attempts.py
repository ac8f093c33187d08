"""How often reading a message has begun and not ended: counted in the ledger, before it begins."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef

MAX_READINGS = 3  # attempts that ended with the process that made them, before a message is dead and a person decides


class ReadingAttempts:
    """Of one mailbox, inside one tenant transaction that has locked it."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def any_begun(self, source_ids: Sequence[str]) -> bool:
        """Has reading one of these begun before, and not ended?"""
        found = await self._session.scalar(
            text("""
                SELECT EXISTS (
                    SELECT FROM (SELECT state, readings FROM ledger WHERE user_id = :user_id
                                 AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids) OFFSET 0) AS named
                    WHERE state = 'listed' AND readings > 0
                )
            """),
            self._key | {"source_ids": list(source_ids)},
        )
        return bool(found)

    async def begin(self, ids: Sequence[tuple[str, str]], *, generation: int) -> dict[str, int]:
        """Count an attempt at each (message id, thread id), which is noted where it is new.

        Returns the number of this attempt by message, of those worth reading: neither what is stored or gone, nor what
        was given up and nobody asked for again.
        """
        rows = await self._session.execute(
            text("""
                INSERT INTO ledger AS l
                    (user_id, mailbox_id, source_id, thread_id, position, generation, readings)
                SELECT :user_id, :mailbox_id, source_id, thread_id, -1, :generation, 1
                FROM unnest(CAST(:source_ids AS text[]), CAST(:thread_ids AS text[])) AS named (source_id, thread_id)
                ON CONFLICT (user_id, mailbox_id, source_id) DO UPDATE SET
                    generation = greatest(l.generation, excluded.generation),
                    readings = l.readings + CASE WHEN l.state IN ('listed', 'dead') THEN 1 ELSE 0 END
                RETURNING source_id, state, readings
            """),
            self._key
            | {
                "source_ids": [source_id for source_id, _ in ids],
                "thread_ids": [thread_id for _, thread_id in ids],
                "generation": generation,
            },
        )
        return {
            row.source_id: row.readings
            for row in rows
            if row.state == "listed" or (row.state == "dead" and row.readings <= MAX_READINGS)
        }

    async def take_back(self, source_ids: Sequence[str]) -> None:
        """These attempts do not count: something else ended them."""
        await self._session.execute(
            text("""
                UPDATE ledger SET readings = readings - 1
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
                  AND readings > 0 AND state IN ('listed', 'dead')
            """),
            self._key | {"source_ids": list(source_ids)},
        )

    async def forgive(self) -> None:
        """A person asks for everything that is dead: what comes again is read again."""
        await self._session.execute(
            text("""
                UPDATE ledger SET readings = 0
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'dead' AND readings > 0
            """),
            self._key,
        )

    async def give_up(self, source_ids: Sequence[str]) -> None:
        """These are dead by what they contain: not read again before a person asks for it."""
        await self._session.execute(
            text("""
                UPDATE ledger SET readings = :most
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
            """),
            self._key | {"source_ids": list(source_ids), "most": MAX_READINGS},
        )
