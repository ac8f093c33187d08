"""Reads mail in the parser's processes, and makes rows of it. An attempt is counted before it begins.

So a mail that stops this very process is given up after some attempts, and takes no neighbour along: where reading a
batch was begun before and never ended, each of its mails goes alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from base.heartbeat import beating
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.attachment_prefetch import PrefetchRow
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.reading_attempts import MAX_READINGS, ReadingAttempts
from models.queries.mail.storing import MessageRow
from models.queries.mail.sync_state import SyncStateQueries
from services.core.isolation.failures import Failure
from services.core.isolation.jobs import Answer
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring, UserKeys
from services.mail.attachment_prefetch import PrefetchRule
from services.mail.letters import Kind, Letter
from services.mail.message_rows import message_row

_REFERENCES = 20  # Message-IDs of one mail by which its thread is looked for
GIVEN_UP = f"This message cannot be read: {MAX_READINGS} times Kith was stopped while it read it."


@dataclass(frozen=True)
class Dead:
    """A message that cannot be stored, and why."""

    thread_id: str
    reason: str


@dataclass
class Taken:
    """Letters, and what became of them: rows in the order of their ids."""

    letters: Sequence[Letter]
    rows: list[MessageRow] = field(default_factory=list)
    dead: dict[str, Dead] = field(default_factory=dict)
    picked: list[PrefetchRow] = field(default_factory=list)  # attachments that are worth fetching ahead of time
    # Keyed hashes of the Message-IDs that a mail refers to, where Kith itself decides what belongs together.
    references: dict[UUID, list[bytes]] = field(default_factory=dict)


# Stores what was taken, all of it or nothing.
Store = Callable[[Taken], Awaitable[None]]


class Ingestion:
    """From letters to rows."""

    def __init__(self, database: Database, keyring: Keyring, isolation: Isolation, prefetch: PrefetchRule) -> None:
        self._database = database
        self._keyring = keyring
        self._isolation = isolation
        self._prefetch = prefetch

    async def take(
        self, ref: MailboxRef, kind: Kind, letters: Sequence[Letter], store: Store, *, generation: int = 0
    ) -> None:
        """Read all letters at once, or one by one, and have `store` store them. Raises what it raises."""
        wanted = await self._begin(ref, letters, generation, again=False)
        if wanted is not None:
            await self._finish(ref, kind, letters, wanted, store)
            return
        for letter in letters:
            wanted = await self._begin(ref, [letter], generation, again=True)
            await self._finish(ref, kind, [letter], wanted or {}, store)

    async def _finish(
        self, ref: MailboxRef, kind: Kind, letters: Sequence[Letter], wanted: dict[str, int], store: Store
    ) -> None:
        try:
            async with beating():
                taken = await self._read(ref, kind, letters, wanted)
            await store(taken)
        except BaseException:  # this process lives: it was not the mail that stopped it
            await asyncio.shield(self._take_back(ref, list(wanted)))
            raise

    async def _take_back(self, ref: MailboxRef, source_ids: Sequence[str]) -> None:
        async with self._database.tenant(ref.user_id) as session:
            await LedgerQueries(session, ref).lock_mailbox()
            await ReadingAttempts(session, ref).take_back(source_ids)

    async def _begin(
        self, ref: MailboxRef, letters: Sequence[Letter], generation: int, *, again: bool
    ) -> dict[str, int] | None:
        """Count an attempt, in a transaction of its own. Returns what is to be read, and the how manieth attempt it is.

        None where one of several has been begun before: then nothing is counted, unless `again`.
        """
        named = sorted({(letter.source_id, letter.thread_id) for letter in letters})
        if not named:
            return {}
        async with self._database.tenant(ref.user_id) as session:
            await LedgerQueries(session, ref).lock_mailbox()
            attempts = ReadingAttempts(session, ref)
            if not again and len(named) > 1 and await attempts.any_begun([source_id for source_id, _ in named]):
                return None
            return await attempts.begin(named, generation=generation)

    async def _read(self, ref: MailboxRef, kind: Kind, letters: Sequence[Letter], wanted: dict[str, int]) -> Taken:
        taken = Taken(letters)
        open_ones: dict[str, Letter] = {}
        for letter in letters:
            if letter.source_id not in wanted:  # it is stored, or gone, or was given up
                continue
            if letter.refusal is not None:
                taken.dead[letter.source_id] = Dead(letter.thread_id, letter.refusal)
            elif wanted[letter.source_id] > MAX_READINGS:
                taken.dead[letter.source_id] = Dead(letter.thread_id, GIVEN_UP)
            else:
                open_ones[letter.source_id] = letter
        if open_ones:
            items = [letter.parts for letter in open_ones.values()]
            answers = await self._isolation.map(kind.function, items, key=str(ref.user_id))
            keys, own = await self.context(ref)
            maker = _RowMaker(ref, own, keys, kind, self._prefetch)
            await asyncio.to_thread(maker.make, taken, list(zip(open_ones.values(), answers, strict=True)))
        return taken

    async def context(self, ref: MailboxRef) -> tuple[UserKeys, frozenset[str]]:
        """The user's keys and own addresses: what making rows of mail needs."""
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            return keys, await SyncStateQueries(session, ref).own_addresses()


@dataclass(frozen=True)
class _RowMaker:
    ref: MailboxRef
    own: frozenset[str]
    keys: UserKeys
    kind: Kind
    prefetch: PrefetchRule

    def make(self, taken: Taken, answers: Sequence[tuple[Letter, Answer]]) -> None:
        """Rows of what was read; the rest is dead."""
        for letter, answer in sorted(answers, key=lambda pair: pair[0].source_id):
            if isinstance(answer, Failure):
                taken.dead[letter.source_id] = Dead(letter.thread_id, f"This message cannot be read: {answer}.")
                continue
            try:
                source, mail = self.kind.opened(letter, answer)
                row = message_row(self.ref.mailbox_id, self.own, self.keys, source, mail)
            except Exception as error:  # one mail that defeats the parser must not take its neighbours along
                reason = f"This message cannot be read: what is in it cannot be stored ({type(error).__name__})."
                taken.dead[letter.source_id] = Dead(letter.thread_id, reason)
                continue
            taken.rows.append(row)
            if source.references is not None:
                taken.references[row.id] = [self.keys.prf(one.encode()) for one in _named(source.references)]
            taken.picked += [PrefetchRow(row.id, part, row.date) for part in self.prefetch.picks(source, mail)]


def _named(references: Sequence[str]) -> Sequence[str]:
    """The first of a thread and the last ones: more says nothing new, and what strangers write has no end."""
    return references if len(references) <= _REFERENCES else [references[0], *references[1 - _REFERENCES :]]
