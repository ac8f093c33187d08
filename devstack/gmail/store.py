"""The simulator's mailboxes in one SQLite file, so that a restarted stack goes on with the same Gmail."""

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from devstack.gmail.payload import Rendered

SYSTEM_LABELS = [
    "INBOX",
    "SENT",
    "DRAFT",
    "SPAM",
    "TRASH",
    "UNREAD",
    "STARRED",
    "IMPORTANT",
    "CHAT",
    "CATEGORY_PERSONAL",
    "CATEGORY_SOCIAL",
    "CATEGORY_PROMOTIONS",
    "CATEGORY_UPDATES",
    "CATEGORY_FORUMS",
]
_FIRST_ID = 0x18C0000000000000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    email TEXT PRIMARY KEY, name TEXT, sub TEXT, history_id INTEGER, horizon INTEGER DEFAULT 0,
    watch_until INTEGER, loaded TEXT DEFAULT '');
CREATE TABLE IF NOT EXISTS messages (
    account TEXT, id TEXT, thread_id TEXT, history_id INTEGER, internal_date INTEGER, size INTEGER, labels TEXT,
    snippet TEXT, payload TEXT, raw BLOB, rfc_id TEXT, subject TEXT, sender TEXT, PRIMARY KEY (account, id));
CREATE INDEX IF NOT EXISTS messages_date ON messages (account, internal_date DESC, id DESC);
CREATE INDEX IF NOT EXISTS messages_thread ON messages (account, thread_id);
CREATE INDEX IF NOT EXISTS messages_rfc ON messages (account, rfc_id);
CREATE TABLE IF NOT EXISTS labels (account TEXT, id TEXT, name TEXT, PRIMARY KEY (account, id));
CREATE TABLE IF NOT EXISTS history (
    account TEXT, id INTEGER, kind TEXT, message_id TEXT, thread_id TEXT, labels TEXT, at INTEGER,
    PRIMARY KEY (account, id));
CREATE TABLE IF NOT EXISTS drafts (account TEXT, id TEXT, message_id TEXT, PRIMARY KEY (account, id));
CREATE TABLE IF NOT EXISTS grants (
    token TEXT PRIMARY KEY, kind TEXT, account TEXT, scopes TEXT, expires INTEGER, detail TEXT);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER);
"""


class Store:
    """All state. One process, one connection; every public method that changes something commits."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "gmail.db", check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or None."""
        return self.db.execute(sql, values).fetchone()

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Every row."""
        return self.db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> None:
        """Change something, and commit."""
        with self.db:
            self.db.execute(sql, values)

    def secret(self, name: str, make: Any) -> str:
        """A value that stays the same over restarts."""
        row = self.one("SELECT value FROM secrets WHERE name = ?", name)
        if row is None:
            self.run("INSERT INTO secrets VALUES (?, ?)", name, make())
            row = self.one("SELECT value FROM secrets WHERE name = ?", name)
        return str(row["value"])

    def add_account(self, email: str, name: str) -> None:
        """An empty mailbox; an existing one stays as it is."""
        count = self.one("SELECT count(*) AS n FROM accounts")["n"]
        with self.db:
            self.db.execute(
                "INSERT OR IGNORE INTO accounts (email, name, sub, history_id) VALUES (?, ?, ?, ?)",
                (email, name, str(100000000000000000001 + count), 1000),
            )
            self.db.executemany(
                "INSERT OR IGNORE INTO labels VALUES (?, ?, ?)", [(email, label, label) for label in SYSTEM_LABELS]
            )

    def label_id(self, account: str, name: str) -> str:
        """The id of a user's label, made where there is none of that name."""
        row = self.one("SELECT id FROM labels WHERE account = ? AND name = ? COLLATE NOCASE", account, name)
        if row is not None:
            return str(row["id"])
        count = self.one("SELECT count(*) AS n FROM labels WHERE account = ?", account)["n"]
        label = f"Label_{count - len(SYSTEM_LABELS) + 1}"
        self.db.execute("INSERT INTO labels VALUES (?, ?, ?)", (account, label, name))
        return label

    def next_history(self, account: str) -> int:
        """A new history id."""
        self.db.execute("UPDATE accounts SET history_id = history_id + 1 WHERE email = ?", (account,))
        return int(self.one("SELECT history_id FROM accounts WHERE email = ?", account)["history_id"])

    def record(self, account: str, kind: str, message_id: str, thread_id: str, labels: Iterable[str] = ()) -> int:
        """A change in the history."""
        history_id = self.next_history(account)
        self.db.execute(
            "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)",
            (account, history_id, kind, message_id, thread_id, json.dumps(list(labels)), int(time.time())),
        )
        return history_id

    def insert(
        self, account: str, raw: bytes, mail: Rendered, labels: Sequence[str], thread_id: str | None = None
    ) -> str:
        """Deliver a message. The caller commits, so that a whole mbox is one transaction. Returns its id."""
        self.db.execute("INSERT OR IGNORE INTO counters VALUES ('message', ?)", (_FIRST_ID,))
        self.db.execute("UPDATE counters SET value = value + 1 + (value % 7) WHERE name = 'message'")
        message_id = f"{self.one('SELECT value FROM counters')['value']:016x}"
        thread = thread_id or self._thread(account, mail) or message_id
        history_id = self.record(account, "messagesAdded", message_id, thread, labels)
        self.db.execute(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account,
                message_id,
                thread,
                history_id,
                mail.internal_date,
                len(raw),
                json.dumps(list(labels)),
                mail.snippet,
                json.dumps(mail.payload),
                raw,
                mail.message_id,
                mail.subject,
                mail.sender,
            ),
        )
        return message_id

    def relabel(self, account: str, message_id: str, add: Iterable[str], remove: Iterable[str]) -> bool:
        """Change labels. False where there is no such message."""
        row = self.one("SELECT thread_id, labels FROM messages WHERE account = ? AND id = ?", account, message_id)
        if row is None:
            return False
        old = json.loads(row["labels"])
        added = [label for label in add if label not in old]
        removed = [label for label in remove if label in old]
        with self.db:
            history_id = None
            if added:
                history_id = self.record(account, "labelsAdded", message_id, row["thread_id"], added)
            if removed:
                history_id = self.record(account, "labelsRemoved", message_id, row["thread_id"], removed)
            if history_id is not None:
                labels = [label for label in old if label not in removed] + added
                self.db.execute(
                    "UPDATE messages SET labels = ?, history_id = ? WHERE account = ? AND id = ?",
                    (json.dumps(labels), history_id, account, message_id),
                )
        return True

    def delete(self, account: str, message_id: str) -> bool:
        """Delete for good. False where there is no such message."""
        row = self.one("SELECT thread_id FROM messages WHERE account = ? AND id = ?", account, message_id)
        if row is None:
            return False
        with self.db:
            self.record(account, "messagesDeleted", message_id, row["thread_id"])
            self.db.execute("DELETE FROM messages WHERE account = ? AND id = ?", (account, message_id))
        return True

    def _thread(self, account: str, mail: Rendered) -> str | None:
        """The thread of a message that this one refers to."""
        for reference in reversed(mail.references):
            row = self.one("SELECT thread_id FROM messages WHERE account = ? AND rfc_id = ?", account, reference)
            if row is not None:
                return str(row["thread_id"])
        return None
