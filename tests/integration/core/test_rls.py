"""Row-level security, asked of PostgreSQL itself as the role that the API and the workers have."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql

from base.settings import Settings
from tests.integration.api.catalog import Connection, Table, any_row, count, insert, tables
from tests.integration.tenants import OTHER, as_owner, filled, two_tenants, user_id
from tests.stack import Stack


@dataclass(frozen=True)
class Rows:
    """A database with rows of two users in every table."""

    settings: Settings
    mine: UUID
    theirs: UUID

    @contextlib.asynccontextmanager
    async def app(self, user: UUID | None = None) -> AsyncIterator[Connection]:
        """A transaction as kith_app, for a user or for nobody; undone at its end."""
        assert self.settings.database_url is not None
        url = self.settings.database_url.get_secret_value()
        async with (
            await psycopg.AsyncConnection.connect(url) as connection,
            connection.transaction(force_rollback=True),
        ):
            if user is not None:
                await connection.execute("SELECT set_config('kith.user_id', %s, true)", [str(user)])
            yield connection

    async def guarded(self) -> list[Table]:
        """Every table with what belongs to users."""
        async with await as_owner(self.settings) as owner:
            return [table for table in await tables(owner) if table.is_tenants]


@pytest.fixture(scope="module")
async def rows(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rows]:
    async with two_tenants(stack, tmp_path_factory.mktemp("rls")) as found:
        await filled(found.kith, found.other, OTHER)
        yield Rows(found.kith.settings, await user_id(found.first), await user_id(found.other))


async def test_every_table_with_users_rows_is_guarded(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        every = await tables(owner)
        policies = await (
            await owner.execute("SELECT tablename, cmd, qual, with_check, roles FROM pg_policies")
        ).fetchall()
    found = [table for table in every if table.is_tenants]
    assert len(found) >= 10
    for table in found:
        assert table.is_guarded, f"{table.name} has {table.owner_column}, and no row-level security"
        own = f"({table.owner_column} = kith_current_user())"
        assert [policy[1:] for policy in policies if policy[0] == table.name] == [("ALL", own, own, ["public"])]
        assert table.rights <= {"SELECT", "INSERT", "UPDATE", "DELETE"}, "TRUNCATE asks no policy"
    for table in every:
        if table.is_partition:
            assert not table.rights, f"{table.name} is a partition: its parent's policy does not guard it"


async def test_the_directory_holds_no_content(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        directory = [table for table in await tables(owner) if table.is_directory]
    assert len(directory) == 17
    for table in directory:
        assert table.types <= {"uuid", "bytea", "timestamp with time zone", "text", "bigint"}, table.name
        assert {name for name in table.columns if "hash" not in name} <= {
            *("user_id", "mailbox_id", "kind", "expires_at", "watch_expires_at", "next_reconcile_at", "next_poll_at"),
            "next_contacts_at",
            *("subscriber", "position", "last"),
            *("source", "month", "units", "micro_usd", "resting_until"),
            *("effect_id", "file_id", "deletion_id", "wished_at", "due_at"),
            *("seen_at", "used_at", "issuer", "owner_id", "invitation_id", "token_id", "session_id", "created_at"),
        }


async def test_both_users_have_rows_everywhere(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        for table in await rows.guarded():
            for user in (rows.mine, rows.theirs):
                assert await count(owner, table, user) > 0, table.name


@pytest.mark.parametrize("user", [None, "", "00000000-0000-4000-8000-000000000000"])
async def test_nobody_sees_nothing(rows: Rows, user: str | None) -> None:
    guarded = await rows.guarded()
    async with rows.app() as app:
        if user is not None:
            await app.execute("SELECT set_config('kith.user_id', %s, true)", [user])
        for table in guarded:
            assert await count(app, table) == 0, table.name


async def test_what_is_not_a_user_is_an_error_not_everybody(rows: Rows) -> None:
    async with rows.app() as app:
        await app.execute("SELECT set_config('kith.user_id', 'everybody', true)")
        with pytest.raises(errors.InvalidTextRepresentation):
            await app.execute("SELECT count(*) FROM messages")


async def test_a_user_lasts_no_longer_than_the_transaction(rows: Rows) -> None:
    assert rows.settings.database_url is not None
    url = rows.settings.database_url.get_secret_value()
    async with await psycopg.AsyncConnection.connect(url) as app:
        await app.execute("SELECT set_config('kith.user_id', %s, true)", [str(rows.mine)])
        assert await (await app.execute("SELECT count(*) FROM users")).fetchone() == (1,)
        await app.commit()
        assert await (await app.execute("SELECT count(*) FROM users")).fetchone() == (0,)


async def test_each_user_sees_exactly_their_own_rows(rows: Rows) -> None:
    guarded = await rows.guarded()
    for user in (rows.mine, rows.theirs):
        async with await as_owner(rows.settings) as owner, rows.app(user) as app:
            for table in guarded:
                assert await count(app, table) == await count(owner, table, user), table.name


async def test_somebody_elses_rows_can_be_neither_changed_nor_deleted(rows: Rows) -> None:
    for table in await rows.guarded():
        name, owner_column = sql.Identifier(table.name), sql.Identifier(table.owner_column or "")
        theirs = sql.Literal(rows.theirs)
        changes = [
            sql.SQL("UPDATE {0} SET {1} = {1} WHERE {1} = {2}").format(name, owner_column, theirs),
            sql.SQL("DELETE FROM {0} WHERE {1} = {2}").format(name, owner_column, theirs),
        ]
        for change in changes:
            async with rows.app(rows.mine) as app:
                assert (await app.execute(change)).rowcount == 0, change.as_string()
            async with rows.app(rows.theirs) as app:
                assert (await app.execute(change)).rowcount > 0, "their owner cannot either"


async def test_no_row_can_be_made_somebody_elses(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        for table in await rows.guarded():
            row = await any_row(owner, table, rows.theirs)
            async with rows.app(rows.mine) as app:
                with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
                    await insert(app, table, row)
            change = sql.SQL("UPDATE {} SET {} = {}").format(
                sql.Identifier(table.name), sql.Identifier(table.owner_column or ""), sql.Literal(rows.theirs)
            )
            async with rows.app(rows.mine) as app:
                with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
                    await app.execute(change)


async def test_what_belongs_to_a_mailbox_cannot_hang_on_somebody_elses(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        found = [table for table in await tables(owner) if "mailbox_id" in table.columns and not table.is_partition]
        assert len(found) >= 6
        ask = "SELECT id::text FROM mailboxes WHERE user_id = %s"
        theirs = await (await owner.execute(ask, [rows.theirs])).fetchone()
        assert theirs is not None
        for table in found:
            row = await any_row(owner, table, rows.mine)
            stolen = row | {"mailbox_id": theirs[0]} | dict.fromkeys({"source_id", "thread_id"} & set(row), "new")
            for inserted, refused in ((row, False), (stolen, True)):
                async with rows.app(rows.mine) as app:
                    await app.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
                    with pytest.raises(errors.ForeignKeyViolation) if refused else contextlib.nullcontext():
                        await insert(app, table, inserted)


async def test_the_search_function_sees_only_the_sessions_user(rows: Rows) -> None:
    async with await as_owner(rows.settings) as owner:
        lexemes = "SELECT DISTINCT unnest(tsvector_to_array(words)) FROM messages WHERE user_id = %s"
        words = {
            user: {row[0] for row in await (await owner.execute(lexemes, [user])).fetchall()}
            for user in (rows.mine, rows.theirs)
        }
    assert not words[rows.mine] & words[rows.theirs], "equal words have equal hashes"
    anything = " | ".join(sorted(words[rows.mine] | words[rows.theirs]))
    search = "SELECT id FROM kith_search_messages(%s::tsquery)"
    found: dict[UUID | None, set[UUID]] = {}
    for user in (rows.mine, rows.theirs, None):
        async with rows.app(user) as app:
            found[user] = {row[0] for row in await (await app.execute(search, [anything])).fetchall()}
            own = {row[0] for row in await (await app.execute("SELECT id FROM messages")).fetchall()}
        assert found[user] == own
    assert found[None] == set()
    assert found[rows.mine]
    assert not found[rows.mine] & found[rows.theirs]
