"""Mail that was clamped to 2004 gets its date back, wherever a date is kept."""

import asyncio

import psycopg
import pytest

from base.ids import new_id
from base.settings import Settings
from models.migrations.run import upgrade
from tests.integration.tenants import as_owner

_FILL = """
    INSERT INTO users (id, email, name) VALUES (%(user)s, 'a@b.example', 'A');
    INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%(box)s, %(user)s, 'mbox', 'a@b.example');
    INSERT INTO messages (user_id, id, mailbox_id, source_id, thread_id, date, internal_date, recipients, labels,
                          outgoing, automated, size, message_key, subject, snippet, body, words)
    SELECT %(user)s, gen_random_uuid(), %(box)s, n::text, (n %% 2)::text, greatest(moment, '2004-01-01Z'), moment, '[]',
           '{INBOX}', false, false, 1, n::text::bytea, '', '', '', ''
    FROM (VALUES (1, '1995-11-07T12:15Z'::timestamptz), (2, '1999-02-03Z'), (3, '2004-01-01Z'), (4, '2010-05-06Z'),
                 (5, '1970-01-01Z')) AS mail (n, moment);
    INSERT INTO threads (user_id, mailbox_id, id, first_at, last_at, message_count, unread, last_message_id)
    SELECT user_id, mailbox_id, thread_id, min(date), max(date), count(*), false, %(user)s
    FROM messages GROUP BY 1, 2, 3;
    INSERT INTO contacts (user_id, id, kind_rank, address, name, name_rank, name_at, folded_name, weighed_at, first_at,
                          last_at, received, received_weight)
    SELECT %(user)s, gen_random_uuid(), 2, name, name, 1, '2004-01-01Z', name, '2010-05-06Z', '2004-01-01Z',
           '2010-05-06Z', 5, 9
    FROM unnest(ARRAY['ida', 'bo']) AS name;
    INSERT INTO interactions (user_id, at, contact_id, message_key, message_id, mailbox_id, thread_id, direction,
                              weight, role)
    SELECT m.user_id, m.date, c.id, m.message_key, m.id, m.mailbox_id, m.thread_id, 'received', 1, 'from'
    FROM messages m JOIN contacts c ON c.name = 'ida' OR m.source_id = '2';
"""


@pytest.fixture
async def before(empty: Settings) -> Settings:
    """A database as the version before had it."""
    await asyncio.to_thread(upgrade, empty, "0012")
    return empty


async def test_what_was_clamped_gets_its_date_back(before: Settings) -> None:
    async with await as_owner(before) as owner:
        async with owner.transaction(), psycopg.AsyncClientCursor(owner) as cursor:
            await cursor.execute(_FILL.encode(), {"user": new_id(), "box": new_id()})
        await asyncio.to_thread(upgrade, before)

        async def years(statement: str) -> list[tuple[object, ...]]:
            return await (await owner.execute(statement.encode())).fetchall()

        assert await years("SELECT source_id, date_part('year', date) FROM messages ORDER BY 1") == [
            ("1", 1995), ("2", 1999), ("3", 2004), ("4", 2010), ("5", 2004),
        ]  # fmt: skip
        assert await years("SELECT date_part('year', date) FROM message_labels ORDER BY 1") == [
            (1995,), (1999,), (2004,), (2004,), (2010,),
        ]  # fmt: skip
        assert await years(
            "SELECT t.id, date_part('year', first_at), date_part('year', last_at), date_part('year', m.date)"
            " FROM threads t JOIN messages m ON m.id = t.last_message_id ORDER BY 1"
        ) == [("0", 1999, 2010, 2010), ("1", 1995, 2004, 2004)]
        assert await years(
            "SELECT name, date_part('year', first_at), date_part('year', last_at), date_part('year', weighed_at),"
            " received_weight BETWEEN 1 AND 2 FROM identities ORDER BY 1"
        ) == [("bo", 1999, 1999, 1999, True), ("ida", 1995, 2010, 2010, True)]
        assert await years("SELECT count(*) FROM interactions WHERE at < '2004-01-01Z'") == [(3,)]
        assert await years("SELECT DISTINCT tableoid::regclass::text LIKE '%_old' FROM messages") == [(True,)]
