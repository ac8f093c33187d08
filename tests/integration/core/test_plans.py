"""What is asked at every look, and of large tables, is answered by an index: by plan, as the role that asks."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event

from base.clock import now
from base.ids import new_id
from base.settings import Settings
from models.contracts.mail.labels import LabelWish
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.labels import LabelQueries, LabelReading
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.mailboxes import MailboxQueries
from models.queries.mail.reading import MessageFilter, ReadingQueries
from models.queries.mail.sync_state import SyncStateQueries
from models.queries.people.alias_restoration import AliasRestoration
from models.queries.people.contacts import ContactQueries
from models.queries.people.extraction import ExtractionQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.interactions import InteractionQueries
from tests.integration.tenants import as_owner

USERS, MESSAGES, CONTACTS = 4, 8_000, 3_000
MOST_LOOKED_AT = 300  # rows that a plan may throw away
LARGE = ("messages", "message_labels", "ledger", "threads", "identities", "persons", "interactions")
_FILL = """
    INSERT INTO users (id, email, name) VALUES (%(user)s, %(user)s || '@b.example', 'A');
    INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%(box)s, %(user)s, 'gmail', 'a@b.example');
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position, extracted)
    SELECT %(user)s, %(box)s, n::text, (n / 2)::text, 'stored', n, true FROM generate_series(1, %(messages)s) n;
    INSERT INTO messages (user_id, id, mailbox_id, source_id, thread_id, date, internal_date, recipients, labels,
                          outgoing, automated, size, message_key, subject, snippet, body, words)
    SELECT %(user)s, gen_random_uuid(), %(box)s, n::text, (n / 2)::text, moment, moment, '[]',
           CASE WHEN n %% 1000 = 7 THEN '{INBOX,Label_1}' ELSE '{INBOX}' END::text[],
           false, false, 1, n::text::bytea, '', '', convert_to(repeat('x', 1500), 'UTF8'), ''
    FROM (SELECT n, now() - n * interval '16 hours' AS moment FROM generate_series(1, %(messages)s) n) AS mail;
    INSERT INTO threads (user_id, mailbox_id, id, first_at, last_at, message_count, shown_count, unread,
                         last_message_id)
    SELECT user_id, mailbox_id, thread_id, min(date), max(date), count(*), count(*), false, (array_agg(id))[1]
    FROM messages WHERE user_id = %(user)s GROUP BY 1, 2, 3;
    INSERT INTO identities (user_id, id, person_id, kind_rank, address, name, name_rank, name_at, folded_name,
                            weighed_at, first_at, last_at)
    SELECT %(user)s, id, id, 2, n || '@c.example', 'N', 1, now(), 'n', now(), now(), now()
    FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(contacts)s) n) AS made;
    INSERT INTO persons (user_id, id, kind, name, folded_name, address, identities, sent, received,
                         closeness, first_at, last_at)
    SELECT user_id, id, kind, name, folded_name, address, 1, 0, 0, random() * 100, now(), now()
    FROM identities WHERE user_id = %(user)s;
    INSERT INTO interactions (user_id, at, identity_id, message_key, message_id, mailbox_id, thread_id, direction,
                              weight, role)
    SELECT %(user)s, m.date, c.id, m.message_key, m.id, m.mailbox_id, m.thread_id, 'received', 1, 'from'
    FROM (SELECT *, row_number() OVER () %% %(contacts)s AS n FROM messages WHERE user_id = %(user)s) m
    JOIN (SELECT id, row_number() OVER () - 1 AS n FROM identities WHERE user_id = %(user)s) c USING (n);
"""


def wish(ref: MailboxRef, label: str) -> tuple[LabelWish, ...]:
    """One label of one mailbox."""
    return (LabelWish(((ref.mailbox_id, label),)),)


Ask = Callable[[Any, MailboxRef, dict[str, Any]], Any]


def _people(sort: str, after: tuple[object, ...] | None) -> Ask:
    """A page of the list of people."""
    return lambda session, ref, _: ContactQueries(session, ref.user_id).page(
        at=now(),
        sort=sort,
        kind=None,
        company_id=None,
        mailbox_id=None,
        list_id=None,
        hidden=False,
        match=None,
        after=after,
        most=51,
    )


ASKED: dict[str, Ask] = {
    "contacts with one of the owner's addresses": lambda s, ref, _: IdentityChanges(s, ref.user_id).named(
        ["a@b.example", "7@c.example"]
    ),
    "addresses to be restored": lambda s, ref, _: AliasRestoration(s, ref.user_id).pending(),
    "the owner's addresses": lambda s, ref, _: SyncStateQueries(s, ref).own_addresses(),
    "is there such a mailbox": lambda s, ref, _: MailboxQueries(s, ref.user_id).source(ref.mailbox_id),
    "is anything to be extracted": lambda s, ref, _: ExtractionQueries(s, ref).any_pending(),
    "what is to be extracted": lambda s, ref, _: ExtractionQueries(s, ref).take(500),
    "how much is to be fetched": lambda s, ref, _: LedgerQueries(s, ref).listed_count(),
    "some rows of the ledger": lambda s, ref, _: LedgerQueries(s, ref).rows(["1", "2"]),
    "messages with a rare label": lambda s, ref, _: ReadingQueries(s, ref.user_id).messages(
        MessageFilter(wishes=wish(ref, "Label_1"), most=51)
    ),
    "messages with a common label": lambda s, ref, _: ReadingQueries(s, ref.user_id).messages(
        MessageFilter(mailbox_id=ref.mailbox_id, wishes=wish(ref, "INBOX"), after=(now(), new_id()), most=51)
    ),
    "messages with a label that nothing has": lambda s, ref, _: ReadingQueries(s, ref.user_id).messages(
        MessageFilter(mailbox_id=ref.mailbox_id, wishes=wish(ref, "nothing"), most=51)
    ),
    "threads with a rare label": lambda s, ref, _: ReadingQueries(s, ref.user_id).threads(
        mailbox_id=None, contact_id=None, wish=wish(ref, "Label_1")[0], after=None, most=51
    ),
    "threads with a common label": lambda s, ref, _: ReadingQueries(s, ref.user_id).threads(
        mailbox_id=None, contact_id=None, wish=wish(ref, "INBOX")[0], after=None, most=51
    ),
    "messages of a mailbox": lambda s, ref, _: ReadingQueries(s, ref.user_id).messages(MessageFilter(most=51)),
    "which labels are to be asked for": lambda s, ref, _: LabelQueries(s, ref).is_due(3600),
    "what labels are called": lambda s, ref, _: LabelReading(s, ref.user_id).places("Work"),
    **{
        f"people by {sort}, {where}": _people(sort, after)
        for sort, value in (("strength", 50.0), ("name", "n"), ("recent", now()))
        for where, after in (("at first", None), ("later", (value, new_id())))
    },
    "a contact's messages": lambda s, ref, ids: InteractionQueries(s, ref.user_id).of_contact(ids["contact"], None, 51),
    "a contact's months": lambda s, ref, ids: InteractionQueries(s, ref.user_id).traffic(ids["contact"]),
}


@pytest.fixture(scope="module")
def ids() -> list[dict[str, Any]]:
    return [{"user": new_id(), "box": new_id()} for _ in range(USERS)]


@pytest.fixture
async def filled(database: Settings, ids: list[dict[str, Any]]) -> Settings:
    async with await as_owner(database) as owner:
        for one in ids:
            values = one | {"messages": MESSAGES, "contacts": CONTACTS}
            async with owner.transaction(), psycopg.AsyncClientCursor(owner) as cursor:
                await cursor.execute(_FILL.encode(), values)
        await owner.execute("VACUUM ANALYZE")
        row = await (
            await owner.execute("SELECT id FROM identities WHERE user_id = %s LIMIT 1", [ids[0]["user"]])
        ).fetchone()
        assert row is not None
        ids[0]["contact"] = row[0]
    return database


async def plans(settings: Settings, ref: MailboxRef, ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What each question is answered by."""
    rooms = Database(settings.database_url)
    found: dict[str, list[dict[str, Any]]] = {}
    try:
        for name, ask in ASKED.items():
            statements: list[tuple[str, Any]] = []
            async with rooms.tenant(ref.user_id) as session:
                connection = (await session.connection()).sync_connection
                assert connection is not None

                def note(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any, kept: Any = statements) -> None:
                    kept.append((statement, parameters))

                event.listen(connection, "before_cursor_execute", note)
                await ask(session, ref, ids)
                event.remove(connection, "before_cursor_execute", note)
                for statement, parameters in statements:
                    explained = await (await session.connection()).exec_driver_sql(
                        f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
                    )
                    plan = explained.scalar_one()
                    found.setdefault(name, []).append((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    finally:
        await rooms.close()
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


async def test_nothing_that_is_asked_often_scans(filled: Settings, ids: list[dict[str, Any]]) -> None:
    ref = MailboxRef(user_id=UUID(str(ids[0]["user"])), mailbox_id=UUID(str(ids[0]["box"])))
    found = await plans(filled, ref, ids[0])
    assert set(found) == set(ASKED)
    wrong = []
    for name, asked in found.items():
        for node in (node for plan in asked for node in nodes(plan)):
            table = node.get("Relation Name", "")
            if table.startswith(LARGE):
                thrown = node.get("Rows Removed by Filter", 0) * node.get("Actual Loops", 1)
                read = node["Actual Rows"] * node.get("Actual Loops", 1)
                if node["Node Type"] == "Seq Scan" or thrown > MOST_LOOKED_AT or read > MESSAGES / 3:
                    wrong.append((name, node["Node Type"], table, thrown, read))
    assert not wrong, wrong
