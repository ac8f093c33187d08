"""What a batch asks of the ledger reads that batch, also where the planner knows nothing of the mailbox yet.

Statistics are gathered once a minute at most, so they know the first mailbox, or one of a new user, when much of it has
been copied.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from base.ids import new_id
from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.reading_attempts import ReadingAttempts
from models.queries.people.extraction import ExtractionQueries
from tests.integration.tenants import as_owner

LISTED, BATCH = 20_000, 200
NAMED = [str(n) for n in range(1, BATCH + 1)]
_USER = """
    INSERT INTO users (id, email, name) VALUES (%(user)s, %(user)s || '@b.example', 'A');
    INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%(box)s, %(user)s, 'gmail', 'a@b.example');
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position)
    SELECT %(user)s, %(box)s, n::text, (n / 2)::text, %(state)s, n FROM generate_series(1, %(messages)s) n;
"""
Ask = Callable[[Any, MailboxRef], Awaitable[Any]]
OF_A_BATCH: dict[str, Ask] = {
    "has reading one begun": lambda s, ref: ReadingAttempts(s, ref).any_begun(NAMED),
    "an attempt does not count": lambda s, ref: ReadingAttempts(s, ref).take_back(NAMED),
    "what is known": lambda s, ref: LedgerQueries(s, ref).rows(NAMED),
    "they are stored": lambda s, ref: LedgerQueries(s, ref).mark_stored(NAMED),
    "they changed": lambda s, ref: LedgerQueries(s, ref).touch(dict.fromkeys(NAMED, 1)),
    "is anything to be extracted": lambda s, ref: ExtractionQueries(s, ref).any_pending(),
    "they are extracted": lambda s, ref: ExtractionQueries(s, ref).mark_extracted(NAMED),
}


async def fill(owner: psycopg.AsyncConnection[Any], state: str, messages: int) -> MailboxRef:
    ref = MailboxRef(user_id=new_id(), mailbox_id=new_id())
    async with owner.transaction(), psycopg.AsyncClientCursor(owner) as cursor:
        values = {"user": ref.user_id, "box": ref.mailbox_id, "state": state, "messages": messages}
        await cursor.execute(_USER.encode(), values)
    return ref


@pytest.fixture(params=["no statistics", "statistics of another mailbox"])
async def unknown(database: Settings, request: pytest.FixtureRequest) -> MailboxRef:
    """A mailbox with LISTED messages that the planner has not heard of."""
    async with await as_owner(database) as owner:
        await owner.execute("ALTER TABLE ledger SET (autovacuum_enabled = false)")
        if request.param != "no statistics":
            await fill(owner, "stored", 300)
            await owner.execute("ANALYZE ledger")
        return await fill(owner, "listed", LISTED)


async def rows_read(settings: Settings, ref: MailboxRef, ask: Ask) -> int:
    """How many rows of the ledger answering reads, those that it throws away included."""
    rooms = Database(settings.database_url)
    statements: list[tuple[str, Any]] = []
    try:
        async with rooms.tenant(ref.user_id) as session:
            connection = (await session.connection()).sync_connection
            assert connection is not None

            def note(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> None:
                statements.append((statement, parameters))

            event.listen(connection, "before_cursor_execute", note)
            await ask(session, ref)
            event.remove(connection, "before_cursor_execute", note)
            await session.rollback()
        async with rooms.tenant(ref.user_id) as session:
            read = 0
            for statement, parameters in statements:
                explained = await (await session.connection()).exec_driver_sql(
                    f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
                )
                plan = explained.scalar_one()
                read += sum(map(_rows, _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])))
            await session.rollback()
    finally:
        await rooms.close()
    return read


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _rows(node: dict[str, Any]) -> int:
    if node.get("Relation Name") != "ledger" or "Scan" not in node["Node Type"]:
        return 0
    return int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


async def test_a_batch_reads_its_own_rows(database: Settings, unknown: MailboxRef) -> None:
    read = {name: await rows_read(database, unknown, ask) for name, ask in OF_A_BATCH.items()}
    assert not {name: rows for name, rows in read.items() if rows > 4 * BATCH}, read


async def test_what_is_fetched_next_reads_a_mailbox_twice_at_most(database: Settings, unknown: MailboxRef) -> None:
    async def ask(session: Any, ref: MailboxRef) -> None:
        assert len(await LedgerQueries(session, ref).wanted(newest=None, most=2_000)) in {2_000, 2_001}

    assert await rows_read(database, unknown, ask) < 2.5 * LISTED
