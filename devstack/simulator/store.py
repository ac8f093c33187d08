"""The SQLite file. Everything runs on one connection and one thread: a statement takes microseconds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack.simulator.schema import SCHEMA

_OUTERMOST = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_NESTED = ("SAVEPOINT s{0}", "RELEASE s{0}", "ROLLBACK TO s{0}")


class Store:
    """Thin on purpose: each noun keeps its SQL in its own file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "gmail.sqlite3", isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA cache_size=-65536")
        self._db.executescript(SCHEMA)
        self._depth = 0

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
        return row

    def need(self, sql: str, *values: Any) -> sqlite3.Row:
        """The first row of a statement that always has one. Raises LookupError."""
        row = self.one(sql, *values)
        if row is None:
            raise LookupError(sql)
        return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows."""
        return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Execute, and give the id of the row that was inserted last."""
        return self._db.execute(sql, values).lastrowid or 0

    def many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Execute for each row."""
        self._db.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one within another can fail alone."""
        level = self._depth
        begin, commit, rollback = _NESTED if level else _OUTERMOST
        self._db.execute(begin.format(level))
        self._depth += 1
        try:
            yield
        except BaseException:
            self._db.execute(rollback.format(level))
            raise
        else:
            self._db.execute(commit.format(level))
        finally:
            self._depth = level

    def meta(self, key: str) -> str | None:
        """A value of the deployment as a whole."""
        row = self.one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value of the deployment as a whole."""
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value)

    def close(self) -> None:
        """Close the file."""
        self._db.close()
