"""Which conversation a message belongs to, by Gmail's rules."""

import re

from devstack.simulator.payload import Mail
from devstack.simulator.store import Store

_REPLY = re.compile(r"(?i)^\s*((re|fwd?|aw|wg|sv|vs|antw|tr|rv|res|enc)\s*(\[\d+\]|\(\d+\))?\s*:\s*)+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_WEEK_MS = 7 * 24 * 3600 * 1000
_LONGEST = 100  # a conversation with more messages is broken into two


def subject_key(subject: str) -> str:
    """The subject without reply marks, case and spacing."""
    return " ".join(_REPLY.sub("", subject).lower().split())[:500]


def message_ids(value: str) -> list[str]:
    """The ids in a References, In-Reply-To or Message-ID header."""
    return _MESSAGE_ID.findall(value)


def references(mail: Mail) -> list[str]:
    """Ids of the messages it answers, nearest first."""
    return message_ids(mail.root.header("In-Reply-To")) + message_ids(mail.root.header("References"))[::-1]


def find_thread(store: Store, account: int, mail: Mail, date_ms: int, takeout_key: str | None) -> int | None:
    """The conversation that exists already, or None for a new one.

    Takeout names it. Else mail is joined by references and the same subject; a reply without
    references by the same subject within a week.
    """
    if takeout_key:
        return _by_key(store, account, f"gm:{takeout_key}")
    key = subject_key(mail.root.header("Subject"))
    answered = references(mail)
    for reference in answered:
        thread = _by_key(store, account, reference)
        if thread is not None and fits(store, account, thread, key):
            return thread
    if answered or not key or not _REPLY.match(mail.root.header("Subject")):
        return None
    row = store.one(
        "SELECT thread FROM messages WHERE account = ? AND subject_key = ? AND date_ms BETWEEN ? AND ? "
        "ORDER BY date_ms DESC LIMIT 1",
        *(account, key, date_ms - _WEEK_MS, date_ms),
    )
    return int(row["thread"]) if row and fits(store, account, row["thread"], key) else None


def fits(store: Store, account: int, thread: int, key: str) -> bool:
    """Whether a conversation has this subject and is not full."""
    row = store.need(
        "SELECT count(*) AS size, coalesce(max(subject_key = ?), 0) AS same FROM messages "
        "WHERE account = ? AND thread = ?",
        *(key, account, thread),
    )
    return bool(row["same"]) and row["size"] < _LONGEST


def remember(store: Store, account: int, mail: Mail, thread: int, takeout_key: str | None) -> None:
    """Let later mail find this conversation by the ids that it names."""
    keys = [*message_ids(mail.root.header("Message-ID")), *references(mail)]
    if takeout_key:
        keys.append(f"gm:{takeout_key}")
    store.many(
        "INSERT INTO thread_keys VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET thread = excluded.thread",
        [(account, key, thread) for key in dict.fromkeys(keys)],
    )


def _by_key(store: Store, account: int, key: str) -> int | None:
    row = store.one("SELECT thread FROM thread_keys WHERE account = ? AND key = ?", account, key)
    return None if row is None else int(row["thread"])
