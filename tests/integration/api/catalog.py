"""What the database itself says of its tables, so that tests forget none."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

Connection = psycopg.AsyncConnection[TupleRow]

_TABLES = """
    SELECT c.relname, c.relrowsecurity, c.relispartition,
           (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
           (SELECT array_agg(DISTINCT format_type(a.atttypid, NULL)) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
           (SELECT coalesce(array_agg(privilege ORDER BY privilege), '{}')
            FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
            WHERE has_table_privilege('kith_app', c.oid, privilege))
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY c.relname
"""


@dataclass(frozen=True)
class Table:
    """A table, view or partition. `columns` without generated ones; `rights` are those of kith_app."""

    name: str
    is_guarded: bool  # by row-level security
    is_partition: bool
    columns: list[str]
    types: set[str]
    rights: set[str]

    @property
    def owner_column(self) -> str | None:
        """The column that says whose a row is."""
        if self.name == "users":
            return "id"
        return "user_id" if "user_id" in self.columns else None

    @property
    def is_directory(self) -> bool:
        """Is it read before a user is known?"""
        return self.name.startswith("directory_")

    @property
    def is_tenants(self) -> bool:
        """Does it hold what belongs to users, for the app to use?"""
        return self.owner_column is not None and not self.is_partition and not self.is_directory


async def tables(connection: Connection) -> list[Table]:
    """Everything in the schema that has rows."""
    rows = await (await connection.execute(_TABLES)).fetchall()
    return [Table(row[0], row[1], row[2], row[3], set(row[4]), set(row[5])) for row in rows]


async def count(connection: Connection, table: Table, user_id: UUID | None = None) -> int:
    """Rows that the connection sees, all or a user's."""
    statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))
    if user_id is not None:
        owner = sql.Identifier(table.owner_column or "")
        statement += sql.SQL(" WHERE {} = {}").format(owner, sql.Literal(user_id))
    row = await (await connection.execute(statement)).fetchone()
    assert row is not None
    return int(row[0])


async def any_row(connection: Connection, table: Table, user_id: UUID) -> dict[str, Any]:
    """A row of a user as JSON."""
    statement = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE {} = {} LIMIT 1").format(
        sql.Identifier(table.name), sql.Identifier(table.owner_column or ""), sql.Literal(user_id)
    )
    row = await (await connection.execute(statement)).fetchone()
    assert row is not None, f"{table.name} has no row of {user_id}"
    found: dict[str, Any] = row[0]
    return found


async def insert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row that `any_row` gave."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in table.columns)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, {row})"
    )
    values = sql.Literal(Jsonb(row))
    await connection.execute(statement.format(table=sql.Identifier(table.name), columns=columns, row=values))


async def dump(connection: Connection) -> str:
    """Every row of every table as text; bytes are in hexadecimal."""
    found = []
    for table in await tables(connection):
        if not table.is_partition:
            statement = sql.SQL("SELECT {0}::text FROM {0}").format(sql.Identifier(table.name))
            found += [f"{table.name} {row[0]}" for row in await (await connection.execute(statement)).fetchall()]
    return "\n".join(found)
