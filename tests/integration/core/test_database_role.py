"""What kith_app, the role of the API and the workers, can do to the database: nothing but use its rows."""

import psycopg
import pytest
from psycopg import errors

from base.settings import Settings
from tests.integration.tenants import as_owner

_ROLE = """
    SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
           EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid),
           EXISTS (SELECT FROM pg_shdepend WHERE refobjid = r.oid AND deptype = 'o')
    FROM pg_roles r WHERE rolname = 'kith_app'
"""
_DEFINERS = """
    SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc
    WHERE prosecdef AND pronamespace = 'public'::regnamespace
"""


async def test_the_role_owns_nothing_is_in_no_other_and_bypasses_nothing(database: Settings) -> None:
    async with await as_owner(database) as owner:
        assert await (await owner.execute(_ROLE)).fetchone() == (False,) * 7


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE kith_owner",
        "SET SESSION AUTHORIZATION kith_owner",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE messages (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON users",
        "TRUNCATE users CASCADE",
        "SELECT * FROM messages_0",
        "SELECT * FROM messages_0_2025",
        "DELETE FROM alembic_version",
        "COPY users TO PROGRAM 'true'",
    ],
)
async def test_the_role_may_not(database: Settings, statement: str) -> None:
    assert database.database_url is not None
    async with await psycopg.AsyncConnection.connect(database.database_url.get_secret_value()) as app:
        with pytest.raises(errors.InsufficientPrivilege):
            await app.execute(statement.encode())


async def test_row_level_security_cannot_be_turned_off(database: Settings) -> None:
    assert database.database_url is not None
    async with await psycopg.AsyncConnection.connect(database.database_url.get_secret_value()) as app:
        await app.execute("SET row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            await app.execute("SELECT * FROM users")


async def test_functions_that_step_over_the_policies_have_a_fixed_path_and_are_not_for_everybody(
    database: Settings,
) -> None:
    async with await as_owner(database) as owner:
        functions = await (await owner.execute(_DEFINERS)).fetchall()
    path = ["search_path=pg_catalog, public, pg_temp"]
    assert sorted(functions) == [("kith_find_people", path, False), ("kith_search_messages", path, False)]
