"""Migrations on an empty database, as its owner."""

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr

from base.errors import InvalidSettings, Unavailable
from base.ids import new_id
from base.settings import Settings
from devstack.ports import any_free
from models.migrations.run import upgrade
from tests.integration.api.catalog import Connection, tables
from tests.integration.tenants import as_owner

# Everything that a migration makes, as text.
_SCHEMA = """
    SELECT 'column', attrelid::regclass::text || '.' || attname, format_type(atttypid, atttypmod) || attnotnull
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE attnum > 0 AND NOT attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'policy', tablename, policyname || qual || with_check FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT 'function', p.oid::regprocedure::text, p.prosrc FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    UNION ALL SELECT 'version', version_num, '' FROM alembic_version
    ORDER BY 1, 2, 3
"""
_BANDS = """
    SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname ~ %s AND c.relkind IN ('r', 'p')
"""


async def schema(settings: Settings) -> list[Any]:
    async with await as_owner(settings) as owner:
        return await (await owner.execute(_SCHEMA)).fetchall()


async def test_an_empty_database_becomes_the_newest_and_stays_so(empty: Settings) -> None:
    await asyncio.to_thread(upgrade, empty)
    first = await schema(empty)
    assert {row[0] for row in first} == {"column", "constraint", "index", "policy", "function", "version"}
    async with await as_owner(empty) as owner:
        await owner.execute("INSERT INTO users (id, email, name) VALUES (%s, 'a@b.example', 'A')", [new_id()])
    await asyncio.to_thread(upgrade, empty)
    assert await schema(empty) == first
    async with await as_owner(empty) as owner:
        assert await (await owner.execute("SELECT count(*) FROM users")).fetchone() == (1,)


async def test_processes_that_start_together_migrate_once(empty: Settings) -> None:
    await asyncio.gather(*(asyncio.to_thread(upgrade, empty) for _ in range(4)))
    versions = [row[1] for row in await schema(empty) if row[0] == "version"]
    assert len(versions) == 1


async def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Settings) -> None:
    async with await as_owner(empty) as owner:
        await owner.execute("CREATE TABLE interactions (id int)")  # in the way of the last part but one
    with pytest.raises(Exception, match="interactions"):
        await asyncio.to_thread(upgrade, empty)
    async with await as_owner(empty) as owner:
        assert [table.name for table in await tables(owner) if table.name != "alembic_version"] == ["interactions"]
        await owner.execute("DROP TABLE interactions")
    await asyncio.to_thread(upgrade, empty)


async def test_mail_that_waits_in_the_outbox_is_taken_over(empty: Settings) -> None:
    """What an older version was sending may have arrived: it is looked for first, and not at once."""
    await asyncio.to_thread(upgrade, empty, "0005")
    user, mailbox = new_id(), new_id()
    rows = [("waiting", 0), ("waiting", 2), ("sending", 1), ("failed", 1), ("failed", 0), ("done", 1)]
    async with await as_owner(empty) as owner:
        await owner.execute("INSERT INTO users (id, email, name) VALUES (%s, 'a@b.example', 'A')", [user])
        await owner.execute(
            "INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%s, %s, 'gmail', 'a@b.example')",
            [mailbox, user],
        )
        for state, attempts in rows:
            await owner.execute(
                """INSERT INTO outbox (id, user_id, mailbox_id, kind, state, attempts, version, raw, error)
                   VALUES (%s, %s, %s, 'send', %s, %s, 3, '', %s)""",
                [new_id(), user, mailbox, state, attempts, "Why not." if state == "failed" else None],
            )
    await asyncio.to_thread(upgrade, empty)
    async with await as_owner(empty) as owner:
        found = await owner.execute(
            """SELECT e.state, e.attempt, e.version, e.quiet_at > now(), e.error, d.due_at <= now()
               FROM outbox o JOIN effects e ON e.id = o.id AND e.user_id = o.user_id AND e.mailbox_id = o.mailbox_id
               LEFT JOIN directory_effects d ON d.effect_id = e.id WHERE e.kind = 'send' ORDER BY 1, 2"""
        )
        assert await found.fetchall() == [
            ("done", 1, 3, None, None, None),
            ("failed", 0, 3, None, "Why not.", None),
            ("failed", 1, 3, True, "Why not.", None),
            ("running", 1, 3, True, None, True),
            ("waiting", 0, 3, None, None, True),
            ("waiting", 2, 3, True, None, True),
        ]


async def test_aliases_that_were_learned_from_mail_are_marked_for_those_who_can_tell(empty: Settings) -> None:
    await asyncio.to_thread(upgrade, empty, "0007")
    async with await as_owner(empty) as owner:
        users = [new_id() for _ in range(2)]
        for user in users:
            await owner.execute(
                "INSERT INTO users (id, email, name, aliases) VALUES (%s, 'a@b.example', 'A', '{x@b.example}')", [user]
            )
        boxes = [(users[0], "gmail", "healthy"), (users[0], "gmail", "disconnected"), (users[0], "mbox", "healthy")]
        for number, (user, provider, status) in enumerate([*boxes, (users[1], "mbox", "healthy")]):
            await owner.execute(
                "INSERT INTO mailboxes (id, user_id, provider, address, status) VALUES (%s, %s, %s, %s, %s)",
                [new_id(), user, provider, f"{number}@b.example", status],
            )
    await asyncio.to_thread(upgrade, empty)
    async with await as_owner(empty) as owner:
        found = await owner.execute(
            """SELECT b.address, a.address, source, believed FROM aliases a JOIN mailboxes b ON b.id = a.mailbox_id
               ORDER BY 1"""
        )
        assert await found.fetchall() == [
            ("0@b.example", "x@b.example", "learned", True),
            ("3@b.example", "x@b.example", "learned", True),
        ]


async def test_without_an_owner_or_a_server_the_fix_is_named(empty: Settings) -> None:
    with pytest.raises(InvalidSettings, match="KITH_DATABASE_OWNER_URL"):
        await asyncio.to_thread(upgrade, empty.model_copy(update={"database_owner_url": None}))
    nobody = SecretStr(f"postgresql://kith_owner:x@127.0.0.1:{any_free()}/kith")
    with pytest.raises(Unavailable, match="The database"):
        await asyncio.to_thread(upgrade, empty.model_copy(update={"database_owner_url": nobody}))


async def test_nothing_is_without_a_policy_that_does_not_say_why(database: Settings) -> None:
    async with await as_owner(database) as owner:
        for table in await tables(owner):
            if table.is_partition or table.name == "alembic_version":
                assert not table.rights, f"kith_app may use {table.name}, which no policy guards"
            elif not table.is_directory:
                assert table.is_guarded, table.name


@pytest.mark.parametrize("parent", ["messages", "interactions"])
async def test_partitions_are_four_hashes_of_four_bands_and_no_default(database: Settings, parent: str) -> None:
    async with await as_owner(database) as owner:
        hashes = await (await owner.execute(_BANDS, [f"^{parent}$"])).fetchall()
        assert {bound for _, bound in hashes} == {f"FOR VALUES WITH (modulus 4, remainder {part})" for part in range(4)}
        for name, _ in hashes:
            bounds = sorted(bound for _, bound in await (await owner.execute(_BANDS, [f"^{name}$"])).fetchall())
            assert bounds == sorted(
                f"FOR VALUES FROM ({low}) TO ({high})"
                for low, high in (
                    ("MINVALUE", "'2016-01-01 00:00:00+00'"),
                    ("'2016-01-01 00:00:00+00'", "'2022-01-01 00:00:00+00'"),
                    ("'2022-01-01 00:00:00+00'", "'2025-01-01 00:00:00+00'"),
                    ("'2025-01-01 00:00:00+00'", "MAXVALUE"),
                )
            )


MOMENTS = {
    "1971-01-01T00:00:00Z": "old",
    "2003-12-31T23:59:59Z": "old",
    "2015-12-31T23:59:59.999999Z": "old",
    "2016-01-01T00:00:00Z": "2016",
    "2021-12-31T23:59:59.999999Z": "2016",
    "2022-01-01T00:00:00Z": "2022",
    "2024-12-31T23:59:59.999999Z": "2022",
    "2025-01-01T00:00:00Z": "2025",
    "2038-01-19T03:14:08Z": "2025",
    "9999-12-31T23:59:59Z": "2025",
}
_MESSAGE = """
    INSERT INTO messages (user_id, id, mailbox_id, source_id, thread_id, date, internal_date, recipients, outgoing,
                          automated, size, message_key, subject, snippet, body, words)
    VALUES (%(user)s, %(id)s, %(mailbox)s, '1', '1', %(at)s, %(at)s, '[]', false, false, 1, '', '', '', '', '')
    RETURNING tableoid::regclass::text
"""
_INTERACTION = """
    INSERT INTO interactions (user_id, at, identity_id, message_key, message_id, mailbox_id, thread_id, direction,
                              weight, role)
    VALUES (%(user)s, %(at)s, %(id)s, '', %(id)s, %(mailbox)s, '1', 'sent', 1, 'to')
    RETURNING tableoid::regclass::text
"""


async def owned(owner: Connection) -> dict[str, Any]:
    """A user with a mailbox."""
    ids = {"user": new_id(), "mailbox": new_id()}
    await owner.execute("INSERT INTO users (id, email, name) VALUES (%(user)s, 'a@b.example', 'A')", ids)
    await owner.execute(
        "INSERT INTO mailboxes (id, user_id, provider, address) VALUES (%(mailbox)s, %(user)s, 'mbox', 'a@b.example')",
        ids,
    )
    return ids


@pytest.mark.parametrize(("parent", "statement"), [("messages", _MESSAGE), ("interactions", _INTERACTION)])
async def test_every_moment_has_its_partition(database: Settings, parent: str, statement: str) -> None:
    async with await as_owner(database) as owner:
        hashes = set()
        for _ in range(16):
            ids = await owned(owner)
            for moment, band in MOMENTS.items():
                cursor = await owner.execute(statement.encode(), ids | {"id": new_id(), "at": moment})
                row = await cursor.fetchone()
                assert row is not None
                assert row[0].startswith(f"{parent}_")
                assert row[0].endswith(f"_{band}")
                hashes.add(row[0].split("_")[1])
        assert len(hashes) > 1, "users are spread"


async def test_files_that_wait_already_are_looked_at_a_week_after_they_came(empty: Settings) -> None:
    await asyncio.to_thread(upgrade, empty, "0022")
    async with await as_owner(empty) as owner:
        user, file = new_id(), new_id()
        await owner.execute("INSERT INTO users (id, email, name) VALUES (%s, 'a@b.example', 'A')", [user])
        await owner.execute(
            """INSERT INTO outbox_files (id, user_id, name, mime_type, size, data, created_at)
               VALUES (%s, %s, '', 'text/plain', 0, '', now() - interval '9 days')""",
            [file, user],
        )
    await asyncio.to_thread(upgrade, empty)
    async with await as_owner(empty) as owner:
        due = await owner.execute(
            "SELECT file_id, user_id, due_at < now() - interval '1 day' FROM directory_outbox_files"
        )
        assert await due.fetchall() == [(file, user, True)]
