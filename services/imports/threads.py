"""What belongs together where nobody says so but the mails themselves, and how long a thread may become.

A mail is in the thread of what it refers to, whichever of it is there, or will be: a mail that is only named is awaited
in the thread of who named it. So a chain by In-Reply-To alone is one thread. Threads that are stored as two stay two.

A file's threads are made of headers that strangers write: whoever names the same first message in all of their mail
would gather a thread without end. As Gmail does, Kith begins another after 100 messages.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.queries.imports.threading import ThreadingQueries
from models.queries.mail.storing import MessageRow, StoringQueries

Key = TypeVar("Key")

MOST: Final = 100  # messages of one thread, as at Gmail (Gmail Help, "Group emails into conversations")
_FURTHEST: Final = 2**20  # continuations: 100 million messages


def continuation(thread_id: str, number: int) -> str:
    """The id of the thread that goes on where a full one ended; the first one has the number 1."""
    return hashlib.sha256(f"{thread_id}/{number}".encode()).hexdigest()[:16] if number else thread_id


async def threaded(
    session: AsyncSession, ref: MailboxRef, rows: Sequence[MessageRow], references: Mapping[UUID, Sequence[bytes]]
) -> list[MessageRow]:
    """These new rows, each in its thread. `references`: of rows whose source names no thread, keyed as Message-IDs are.

    The caller has locked the mailbox.
    """
    loose = sorted((row for row in rows if row.id in references), key=lambda row: (row.internal_date, row.id))
    if loose:
        queries = ThreadingQueries(session, ref)
        own = {row.message_key for row in loose}
        known = await queries.threads_of(own | {key for row in loose for key in references[row.id]})
        named = [(row.message_key, references[row.id], row.thread_id) for row in loose]
        threads = joined(named, dict(known))
        chosen = {row.id: thread for row, thread in zip(loose, threads, strict=True)}
        awaited = {
            key: chosen[row.id] for row in loose for key in references[row.id] if key not in own and key not in known
        }
        await queries.arrived(own)
        await queries.await_(awaited)
        rows = [replace(row, thread_id=chosen.get(row.id, row.thread_id)) for row in rows]
    return await bounded(session, ref, rows)


def joined(mails: Sequence[tuple[Key, Sequence[Key], str]], where: dict[Key, str]) -> list[str]:
    """The thread of each mail, given as (its key, keys it refers to with the oldest first, a thread of its own).

    `where`: the threads of mails that are there or awaited; it learns from each mail.
    """
    stored, found = set(where.values()), list[str]()
    for own, references, alone in mails:
        thread = next((where[key] for key in (*references, own) if key in where), alone)
        awaiting = where.get(own, thread)
        if awaiting not in {thread, *stored}:  # its answers came first, and nothing of them is stored yet
            found = [thread if one == awaiting else one for one in found]
            where |= {key: thread for key, one in where.items() if one == awaiting}
        for key in (own, *references):
            where.setdefault(key, thread)
        found.append(thread)
    return found


async def bounded(session: AsyncSession, ref: MailboxRef, rows: Sequence[MessageRow]) -> list[MessageRow]:
    """These new rows, each in a thread that has room for it. The caller has locked the mailbox."""
    queries = StoringQueries(session, ref)
    sizes = await queries.thread_sizes({row.thread_id for row in rows})
    places: dict[str, int] = {}  # of each thread, the continuation that is being filled
    placed: list[MessageRow] = []
    for row in rows:
        root = row.thread_id
        if root not in places:
            places[root] = 0 if sizes.get(root, 0) < MOST else await _open(queries, root)
            at = continuation(root, places[root])
            sizes |= await queries.thread_sizes({at}) if at != root else {}
        elif sizes.get(continuation(root, places[root]), 0) >= MOST:
            places[root] += 1
        thread_id = continuation(root, places[root])
        sizes[thread_id] = sizes.get(thread_id, 0) + 1
        placed.append(row if thread_id == root else replace(row, thread_id=thread_id))
    return placed


async def _open(queries: StoringQueries, root: str) -> int:
    """The number of the first continuation that is not full: all before it are."""
    numbers = [2**power for power in range(_FURTHEST.bit_length())]
    sizes = await queries.thread_sizes({continuation(root, number) for number in numbers})
    high = next((number for number in numbers if sizes.get(continuation(root, number), 0) < MOST), _FURTHEST)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        name = continuation(root, middle)
        full = (await queries.thread_sizes({name})).get(name, 0) >= MOST
        low, high = (middle, high) if full else (low, middle)
    return high
