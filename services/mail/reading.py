"""Reading mail: lists, search, one message, one thread, with what is encrypted opened."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from base import cursors
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.mail.labels import Label, LabelWish
from models.contracts.mail.messages import (
    EnclosedMail,
    Message,
    MessageSummary,
    Thread,
    ThreadSummary,
)
from models.database import Database
from models.queries.mail.labels import LabelReading
from models.queries.mail.reading import MessageFilter, ReadingQueries, ThreadRow
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring
from services.mail.opening import ROOT, Opener, summary
from services.mail.search_operators import AskedLabel, hidden_from, read_question
from services.mail.search_terms import search_query

Page = tuple[list[MessageSummary], str | None]


class Mail:
    """What a user can read. Everything raises NotFound for what belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring, isolation: Isolation) -> None:
        self._database = database
        self._keyring = keyring
        self._opener = Opener(isolation)

    async def messages(
        self,
        principal: Principal,
        *,
        mailbox_id: UUID | None = None,
        thread_id: str | None = None,
        label: str | None = None,
        anywhere: bool = False,
        question: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """The newest messages, or those that `question` asks for: see `search_operators`. Raises Invalid.

        Without spam, trash and drafts, unless `label` is one of them, `question` asks for them, or it is `anywhere`.
        """
        user_id = principal.tenant_id
        after = cursors.decode(f"messages.{user_id}", cursor, datetime, UUID)
        asked = read_question(question or "")
        labels = asked.labels if label is None else (*asked.labels, AskedLabel(label))
        keys = await self._keyring.user_keys(user_id)
        query = search_query(keys, asked.words)
        async with self._database.tenant(user_id) as session:
            queries = ReadingQueries(session, user_id)
            taken = MessageFilter(
                mailbox_id=mailbox_id,
                thread_id=thread_id,
                wishes=await _wishes(LabelReading(session, user_id), labels),
                hidden=hidden_from(labels, anywhere=anywhere or asked.anywhere),
                after=after,
                most=limit + 1,
            )
            if query:
                rows = await queries.search(query, taken)
            else:
                rows = await queries.messages(taken) if question is None or asked.operators else []
        shown = await asyncio.to_thread(lambda: [summary(keys, row) for row in rows[:limit]])
        last = rows[limit - 1] if len(rows) > limit else None
        return shown, cursors.encode(f"messages.{user_id}", last.date, last.id) if last else None

    async def labels(self, principal: Principal) -> list[Label]:
        """What the labels of all mailboxes are called: Gmail's first, then the user's own in their alphabet."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await LabelReading(session, principal.tenant_id).all()

    async def message(self, principal: Principal, message_id: UUID, *, images: bool) -> Message:
        """One message; remote images in its HTML only where `images`."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await ReadingQueries(session, user_id).bodies(message_id=message_id)
        if not rows:
            raise NotFound("There is no such message.")
        return (await self._opener.open(user_id, keys, rows, images=images))[0]

    async def enclosed(self, principal: Principal, message_id: UUID, part_id: str, *, images: bool) -> EnclosedMail:
        """A mail that came attached to a message, or to a mail that did."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await ReadingQueries(session, user_id).bodies(message_id=message_id)
        part = "" if part_id == ROOT else part_id
        mail = await self._opener.open_enclosed(user_id, keys, rows[0], part, images=images) if rows else None
        if mail is None:
            raise NotFound("There is no such mail.")
        return mail

    async def threads(
        self,
        principal: Principal,
        *,
        mailbox_id: UUID | None = None,
        contact_id: UUID | None = None,
        label: str | None = None,
        anywhere: bool = False,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[ThreadSummary], str | None]:
        """The threads with the newest mail. Raises Invalid for a bad cursor.

        Without those that are nothing but spam, trash and drafts, as for `messages`.
        """
        user_id = principal.tenant_id
        after = cursors.decode(f"threads.{user_id}", cursor, datetime, UUID, str)
        keys = await self._keyring.user_keys(user_id)
        labels = () if label is None else (AskedLabel(label),)
        async with self._database.snapshot(user_id) as session:
            queries = ReadingQueries(session, user_id)
            wishes = await _wishes(LabelReading(session, user_id), labels)
            rows = await queries.threads(
                mailbox_id=mailbox_id,
                contact_id=contact_id,
                wish=wishes[0] if wishes else None,
                hidden=hidden_from(labels, anywhere=anywhere),
                after=after,
                most=limit + 1,
            )
            newest = await queries.by_ids([row.last_message_id for row in rows[:limit]])
        shown = await asyncio.to_thread(
            lambda: [
                _thread(row, [summary(keys, newest[row.last_message_id])])
                for row in rows[:limit]
                if row.last_message_id in newest
            ]
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return shown, cursors.encode(f"threads.{user_id}", last.last_at, last.mailbox_id, last.id) if last else None

    async def thread(
        self,
        principal: Principal,
        mailbox_id: UUID,
        thread_id: str,
        *,
        images: bool,
        headers: bool = True,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Thread:
        """One thread with its newest messages, oldest first; earlier ones by cursor. Raises Invalid for a bad one."""
        user_id = principal.tenant_id
        before = cursors.decode(f"thread.{user_id}.{thread_id}", cursor, datetime, UUID)
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            queries = ReadingQueries(session, user_id)
            row = await queries.thread(mailbox_id, thread_id)
            if row is None:
                raise NotFound("There is no such thread.")
            rows = await queries.of_thread(mailbox_id, thread_id, before=before, most=limit + 1)
            newest = await queries.by_ids([row.last_message_id])
        shown = rows[:limit][::-1]
        messages = await self._opener.open(user_id, keys, shown, images=images)
        last = [summary(keys, one) for one in newest.values()]
        if not messages and not last:
            raise NotFound("There is no such thread.")
        head = _thread(row, [*messages, *last])
        first = shown[0] if len(rows) > limit else None
        return Thread(
            **{name: getattr(head, name) for name in head.__dataclass_fields__},
            messages=messages if headers else [replace(message, headers=[]) for message in messages],
            earlier_cursor=cursors.encode(f"thread.{user_id}.{thread_id}", first.date, first.id) if first else None,
        )


async def _wishes(reading: LabelReading, labels: Sequence[AskedLabel]) -> tuple[LabelWish, ...]:
    return tuple([LabelWish(await reading.places(one.name), one.wanted) for one in labels])


def _thread(row: ThreadRow, messages: Sequence[MessageSummary]) -> ThreadSummary:
    newest = messages[-1]
    people = {m.sender.address: m.sender for m in messages if m.sender}
    for message in messages:
        for recipient in message.recipients:
            people.setdefault(recipient.address, recipient)
    return ThreadSummary(
        id=row.id,
        mailbox_id=row.mailbox_id,
        subject=newest.subject,
        snippet=newest.snippet,
        first_at=row.first_at,
        last_at=row.last_at,
        message_count=row.shown_count or row.message_count,
        unread=row.unread,
        labels=row.labels,
        participants=list(people.values()),
    )
