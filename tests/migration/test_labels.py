"""Threads are shown without spam, trash and drafts, and mail in the trash is looked at anew."""

import asyncio

import psycopg
from sqlalchemy import text

from base.ids import new_id
from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.migrations.run import upgrade
from models.queries.mail.storing import StoringQueries
from tests.integration.tenants import as_owner

_FILL = """
    INSERT INTO users (id, email, name) VALUES (%(user)s, 'a@b.example', 'A');
    INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%(box)s, %(user)s, 'mbox', 'a@b.example');
    INSERT INTO messages (user_id, id, mailbox_id, source_id, thread_id, date, internal_date, recipients, labels,
                          outgoing, automated, size, message_key, subject, snippet, body, words)
    SELECT %(user)s, gen_random_uuid(), %(box)s, n::text, thread, moment, moment, '[]', labels,
           false, false, 1, n::text::bytea, '', '', '', ''
    FROM (SELECT *, '2026-06-01Z'::timestamptz + n * interval '1 day' AS moment FROM (VALUES
        (1, 'said', '{INBOX,Trips}'::text[]), (2, 'said', '{SENT}'), (3, 'said', '{DRAFT}'),
        (4, 'said', '{TRASH,UNREAD}'), (5, 'spam', '{SPAM,UNREAD}'), (6, 'spam', '{SPAM}'), (7, 'bare', '{}'),
        (8, 'bare', '{DRAFT,TRASH}')) AS mail (n, thread, labels)) AS mail;
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position, extracted)
    SELECT user_id, mailbox_id, source_id, thread_id, 'stored', 1, true FROM messages;
    INSERT INTO threads (user_id, mailbox_id, id, first_at, last_at, message_count, unread, last_message_id)
    SELECT user_id, mailbox_id, thread_id, min(date), max(date), count(*), true, %(user)s
    FROM messages GROUP BY 1, 2, 3;
"""
_THREADS = """
    SELECT t.id, date_part('day', first_at)::int, date_part('day', last_at)::int, message_count, shown_count, unread,
           t.labels, m.source_id
    FROM threads t JOIN messages m ON m.id = t.last_message_id ORDER BY 1
"""


async def test_threads_are_shown_as_they_are_from_now_on(empty: Settings) -> None:
    await asyncio.to_thread(upgrade, empty, "0016")
    ref = MailboxRef(user_id=new_id(), mailbox_id=new_id())
    async with await as_owner(empty) as owner:
        async with owner.transaction(), psycopg.AsyncClientCursor(owner) as cursor:
            await cursor.execute(_FILL.encode(), {"user": ref.user_id, "box": ref.mailbox_id})
        await asyncio.to_thread(upgrade, empty, "0021")  # later ones have all people learned anew

        async def rows(statement: str) -> list[tuple[object, ...]]:
            return await (await owner.execute(statement.encode())).fetchall()

        migrated = await rows(_THREADS)
        assert migrated == [
            ("bare", 8, 8, 2, 1, False, [], "7"),
            ("said", 2, 3, 4, 2, False, ["DRAFT", "INBOX", "SENT", "Trips"], "2"),
            ("spam", 6, 7, 2, 0, True, ["SPAM", "UNREAD"], "6"),
        ]
        assert await rows("SELECT id, name, own FROM labels") == [("Trips", "Trips", True)]
        assert await rows("SELECT source_id FROM ledger WHERE NOT extracted ORDER BY 1") == [("4",), ("8",)]
        assert await rows("SELECT mailbox_id FROM directory_learning") == [(ref.mailbox_id,)]
        # What is written from now on says the same.
        rooms = Database(empty.database_url)
        async with rooms.tenant(ref.user_id) as session:
            await session.execute(text("UPDATE threads SET labels = '{}', shown_count = 9, unread = NOT unread"))
            await StoringQueries(session, ref).refresh_threads(["bare", "said", "spam"])
        await rooms.close()
        assert await rows(_THREADS) == migrated
