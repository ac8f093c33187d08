"""What must be true of a copy when the trouble is over, whatever happened before."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.messages import HIDDEN_LABELS
from models.database import Database

Messages = dict[str, dict[str, Any]]  # {id: {threadId, labelIds}}


def user_id(me: Any) -> UUID:
    """Of what the API says of who is signed in."""
    return UUID(me["id"])


async def flaws(database: Database, user: UUID, mailbox: str, truth: Messages, dead: Collection[str] = ()) -> list[str]:
    """How the copy differs from the mailbox, in sentences; none where it is exact. `dead`: what nobody can read."""
    async with database.tenant(user) as session:
        return [
            *_differences(await _stored(session, mailbox), truth),
            *await _threads(session, mailbox, truth),
            *await _ledger(session, mailbox, truth, dead),
        ]


def _differences(stored: list[tuple[str, str, list[str]]], truth: Messages) -> list[str]:
    found = {source_id: (thread, labels) for source_id, thread, labels in stored}
    flaws = [f"{len(stored) - len(found)} messages are stored twice"] if len(stored) > len(found) else []
    flaws += [f"{key} is missing" for key in sorted(truth.keys() - found.keys())]
    flaws += [f"{key} was deleted at Gmail" for key in sorted(found.keys() - truth.keys())]
    for key in sorted(found.keys() & truth.keys()):
        thread, labels = found[key]
        wanted = sorted(truth[key]["labelIds"])
        if thread != truth[key]["threadId"]:
            flaws.append(f"{key} is in the thread {thread}, not {truth[key]['threadId']}")
        if sorted(labels) != wanted:
            flaws.append(f"{key} has the labels {sorted(labels)}, not {wanted}")
    return flaws


async def _stored(session: AsyncSession, mailbox: str) -> list[tuple[str, str, list[str]]]:
    rows = await session.execute(
        text("SELECT source_id, thread_id, labels FROM messages WHERE mailbox_id = :id"), {"id": mailbox}
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def _threads(session: AsyncSession, mailbox: str, truth: Messages) -> list[str]:
    rows = await session.execute(
        text("SELECT id, message_count, shown_count, unread, labels FROM threads WHERE mailbox_id = :id"),
        {"id": mailbox},
    )
    members: defaultdict[str, list[set[str]]] = defaultdict(list)
    for message in truth.values():
        members[message["threadId"]].append(set(message["labelIds"]))
    wanted = {key: _thread(labels) for key, labels in members.items()}
    found = {row[0]: tuple(row[1:]) for row in rows}
    return [
        f"the thread {key} is {found.get(key)}, not {wanted.get(key)}"
        for key in sorted(found.keys() | wanted.keys())
        if found.get(key) != wanted.get(key)
    ]


def _thread(messages: list[set[str]]) -> tuple[int, int, bool, list[str]]:
    """What is counted of a thread with messages that have these labels, and the labels that are shown of it."""
    shown = [labels for labels in messages if not labels & HIDDEN_LABELS]
    marks = {"DRAFT"} if any("DRAFT" in labels and "TRASH" not in labels for labels in messages) else set()
    labels = set().union(*(shown or messages), marks)
    return len(messages), len(shown), "UNREAD" in labels, sorted(labels)


async def _ledger(session: AsyncSession, mailbox: str, truth: Messages, dead: Collection[str]) -> list[str]:
    rows = await session.execute(
        text("SELECT source_id, state, extracted, error FROM ledger WHERE mailbox_id = :id"), {"id": mailbox}
    )
    flaws = []
    for source_id, state, extracted, error in rows:
        if source_id in dead:
            flaws += [] if state == "dead" and error else [f"{source_id} cannot be read, but is {state} ({error})"]
        elif state != ("stored" if source_id in truth else "gone"):
            flaws.append(f"the ledger says of {source_id}: {state} ({error})")
        elif state == "stored" and not extracted:
            flaws.append(f"the people of {source_id} have not been looked at")
    return flaws


async def comparison(database: Database, user: UUID, mailbox: str) -> dict[str, int]:
    """What the last comparison with Gmail found."""
    async with database.tenant(user) as session:
        found = await session.scalar(text("SELECT reconciliation FROM mailboxes WHERE id = :id"), {"id": mailbox})
        return dict(found)


async def people(database: Database, user: UUID) -> Mapping[str, tuple[Any, ...]]:
    """Everybody with what is counted of them."""
    async with database.tenant(user) as session:
        rows = await session.execute(
            text("SELECT address, kind, sent, received, first_at, last_at FROM identities WHERE user_id = :id"),
            {"id": user},
        )
        return {row[0]: tuple(row[1:]) for row in rows}


def strangers(found: Mapping[str, tuple[Any, ...]], wanted: Mapping[str, tuple[Any, ...]]) -> list[str]:
    """Who differs from a fresh copy of the same mailbox."""
    return [
        f"{address} is {found.get(address)}, in a fresh copy {wanted.get(address)}"
        for address in sorted(found.keys() | wanted.keys())
        if found.get(address) != wanted.get(address)
    ]
