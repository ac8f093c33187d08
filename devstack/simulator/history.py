"""What changed in a mailbox, and since when that is known."""

import sqlite3
from typing import Any

from devstack.simulator.errors import not_found
from devstack.simulator.ids import hex_id
from devstack.simulator.store import Store

_STEP = 7  # ids rise, but not by one: nobody may count with them
KINDS = {
    "messageAdded": "messagesAdded",
    "messageDeleted": "messagesDeleted",
    "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}


def current(store: Store, account: int) -> int:
    """The mailbox's newest history id."""
    return int(store.need("SELECT history_id FROM accounts WHERE id = ?", account)["history_id"])


def advance(store: Store, account: int) -> int:
    """The next history id, which becomes the newest."""
    store.run("UPDATE accounts SET history_id = history_id + ? WHERE id = ?", _STEP, account)
    return current(store, account)


def record(store: Store, account: int, kind: str, message: sqlite3.Row, now_ms: int, changed: str = "") -> int:
    """Keep one change of a message (as it is after the change) and give its history id."""
    history_id = advance(store, account)
    store.run(
        "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(account, history_id, now_ms, kind, message["id"], message["thread"], message["labels"], changed),
    )
    return history_id


def expire(store: Store, account: int, before_ms: int | None = None) -> None:
    """Forget the records older than `before_ms`, or all: older `startHistoryId`s are then answered 404."""
    if before_ms is None:
        store.run("UPDATE accounts SET history_floor = history_id WHERE id = ?", account)
    else:
        oldest = store.one("SELECT max(id) AS id FROM history WHERE account = ? AND at_ms < ?", account, before_ms)
        if oldest is None or oldest["id"] is None:
            return
        store.run("UPDATE accounts SET history_floor = max(history_floor, ?) WHERE id = ?", oldest["id"], account)
    store.run(
        "DELETE FROM history WHERE account = ? AND id <= (SELECT history_floor FROM accounts WHERE id = ?)",
        *(account, account),
    )


def page(
    store: Store, account: int, start: int, after: int, kinds: set[str], label: str | None, size: int
) -> tuple[list[dict[str, Any]], int | None]:
    """Records after `after`, and where the next page goes on.

    Raises Google's 404 for a `start` that has expired or is yet to come.
    """
    known = store.need("SELECT history_id, history_floor FROM accounts WHERE id = ?", account)
    if not known["history_floor"] <= start <= known["history_id"]:
        raise not_found()
    marks = ",".join("?" * len(kinds))
    narrowed, values = "", [account, after, *sorted(kinds)]
    if label:
        narrowed = " AND (instr(labels, ?) > 0 OR instr(changed, ?) > 0)"
        values += [f" {label} "] * 2
    rows = store.all(
        f"SELECT * FROM history WHERE account = ? AND id > ? AND kind IN ({marks}){narrowed} "  # noqa: S608
        "ORDER BY id LIMIT ?",
        *(*values, size + 1),
    )
    more = int(rows[size - 1]["id"]) if len(rows) > size else None
    return [_record(row) for row in rows[:size]], more


def _record(row: sqlite3.Row) -> dict[str, Any]:
    message = {"id": hex_id(row["message"]), "threadId": hex_id(row["thread"])}
    whole: dict[str, Any] = dict(message)
    if labels := row["labels"].split():
        whole["labelIds"] = labels
    entry: dict[str, Any] = {"message": whole}
    if changed := row["changed"].split():
        entry["labelIds"] = changed
    return {"id": str(row["id"]), "messages": [message], KINDS[row["kind"]]: [entry]}


def labels_changed_since(store: Store, account: int, since: int) -> set[str]:
    """Labels that the changes after `since` touched: those of the messages, and those added or removed."""
    rows = store.all("SELECT labels, changed FROM history WHERE account = ? AND id > ?", account, since)
    return {label for row in rows for label in (row["labels"] + row["changed"]).split()}
