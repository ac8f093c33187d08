"""The mail of one account: what is there, and every way in which it changes."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from devstack.simulator import conversations, history
from devstack.simulator.clock import now_ms
from devstack.simulator.errors import not_found
from devstack.simulator.ids import next_id
from devstack.simulator.labels import Labels
from devstack.simulator.payload import Mail
from devstack.simulator.store import Store

_CONTENT = "seq, payload, headers, raw, words"


@dataclass(frozen=True)
class Arrival:
    """How a message comes in. Without `thread`, Gmail's rules find its conversation."""

    labels: tuple[str, ...]
    date_ms: int
    thread: int | None = None
    takeout_key: str | None = None
    id_ms: int | None = None  # the time in its id, where that is not now
    recorded: bool = True  # whether history knows of it


class Mailbox:
    """One account. Callers hold a transaction around what belongs together."""

    def __init__(self, store: Store, account: sqlite3.Row) -> None:
        self.store = store
        self.account = int(account["id"])
        self.email = str(account["email"])
        self.name = str(account["name"])
        self.labels = Labels(store, self.account)

    def find(self, message_id: int) -> sqlite3.Row | None:
        """A message, or None."""
        return self.store.one("SELECT * FROM messages WHERE account = ? AND id = ?", self.account, message_id)

    def get(self, message_id: int) -> sqlite3.Row:
        """A message. Raises 404."""
        row = self.find(message_id)
        if row is None:
            raise not_found()
        return row

    def content(self, seq: int, column: str) -> bytes:
        """`payload`, `headers` (JSON) or `raw` of a message."""
        return bytes(self.store.need(f"SELECT {column} FROM contents WHERE seq = ?", seq)[column])  # noqa: S608

    def thread(self, thread_id: int) -> list[sqlite3.Row]:
        """The messages of a conversation, oldest first. Raises 404 where there is none."""
        rows = self.store.all(
            "SELECT * FROM messages WHERE account = ? AND thread = ? ORDER BY date_ms, seq",
            *(self.account, thread_id),
        )
        if not rows:
            raise not_found()
        return rows

    def add(self, mail: Mail, arrival: Arrival) -> sqlite3.Row:
        """Take a message in."""
        account = self.store.need("SELECT last_id FROM accounts WHERE id = ?", self.account)
        now = now_ms()
        message_id = next_id(account["last_id"], arrival.id_ms if arrival.id_ms is not None else now, now)
        thread = arrival.thread or conversations.find_thread(
            self.store, self.account, mail, arrival.date_ms, arrival.takeout_key
        )
        thread = thread or message_id
        seq = self._insert(mail, arrival, message_id, thread)
        self.store.run("UPDATE accounts SET last_id = ? WHERE id = ?", message_id, self.account)
        conversations.remember(self.store, self.account, mail, thread, arrival.takeout_key)
        if arrival.recorded:
            history_id = history.record(self.store, self.account, "messageAdded", self.get(message_id), now)
        else:
            history_id = history.advance(self.store, self.account)
        self.store.run("UPDATE messages SET history_id = ? WHERE seq = ?", history_id, seq)
        return self.get(message_id)

    def wanted_thread(self, mail: Mail, thread: int) -> int | None:
        """The conversation a caller names, if the message answers it under the same subject (else None).

        Raises 404 where there is no such conversation.
        """
        members = {row["rfc822_id"] for row in self.thread(thread)}
        key = conversations.subject_key(mail.root.header("Subject"))
        fits = conversations.fits(self.store, self.account, thread, key)
        return thread if fits and members.intersection(conversations.references(mail)) else None

    def _insert(self, mail: Mail, arrival: Arrival, message_id: int, thread: int) -> int:
        header = mail.root.header
        subject = header("Subject")
        recipients = " ".join(header(name) for name in ("To", "Cc", "Bcc"))
        rfc822_id = next(iter(conversations.message_ids(header("Message-ID"))), "")
        seq = self.store.run(
            "INSERT INTO messages (account, id, thread, history_id, date_ms, labels, size, snippet, subject, "
            "subject_key, sender, recipients, rfc822_id, attached, digest) "
            "VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(self.account, message_id, thread, arrival.date_ms, joined(arrival.labels), len(mail.raw)),
            *(mail.snippet, subject.lower(), conversations.subject_key(subject), header("From").lower()),
            *(recipients.lower(), rfc822_id, int(mail.attached), mail.digest),
        )
        words = f"{subject} {header('From')} {recipients} {mail.text}".lower()
        self.store.run(
            f"INSERT INTO contents ({_CONTENT}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            *(seq, mail.payload, mail.headers, mail.raw, words),
        )
        if mail.attachments:
            rows = [(seq, key, data) for key, data in mail.attachments]
            self.store.many("INSERT OR REPLACE INTO attachments VALUES (?, ?, ?)", rows)
        return seq

    def relabel(self, message: sqlite3.Row, add: Iterable[str], remove: Iterable[str]) -> sqlite3.Row:
        """Add and remove labels; what is so already is no change. Gives the message as it is then."""
        before = message["labels"].split()
        added = [label for label in dict.fromkeys(add) if label not in before]
        removed = [label for label in dict.fromkeys(remove) if label in before]
        for kind, changed in (("labelAdded", added), ("labelRemoved", removed)):
            if not changed:
                continue
            kept = [label for label in before if label not in changed]
            before = before + changed if kind == "labelAdded" else kept
            self.store.run("UPDATE messages SET labels = ? WHERE seq = ?", joined(before), message["seq"])
            message = self.get(message["id"])
            history_id = history.record(self.store, self.account, kind, message, now_ms(), joined(changed))
            self.store.run("UPDATE messages SET history_id = ? WHERE seq = ?", history_id, message["seq"])
        return self.get(message["id"])

    def delete(self, message: sqlite3.Row) -> None:
        """Delete for good."""
        self.store.run("DELETE FROM messages WHERE seq = ?", message["seq"])
        self.store.run("DELETE FROM contents WHERE seq = ?", message["seq"])
        self.store.run("DELETE FROM attachments WHERE seq = ?", message["seq"])
        self.store.run("DELETE FROM drafts WHERE account = ? AND message = ?", self.account, message["id"])
        history.record(self.store, self.account, "messageDeleted", message, now_ms())

    def counts(self) -> tuple[int, int]:
        """Messages and conversations, all of them."""
        row = self.store.need(
            "SELECT count(*) AS messages, count(DISTINCT thread) AS threads FROM messages WHERE account = ?",
            self.account,
        )
        return row["messages"], row["threads"]


def joined(labels: Iterable[str]) -> str:
    """Labels as the `messages` table keeps them."""
    return "".join(f" {label}" for label in dict.fromkeys(labels)) + " "
