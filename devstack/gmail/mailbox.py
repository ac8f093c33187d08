"""users.getProfile, users.labels, users.history, users.watch and users.stop."""

import json
import time
from typing import Any

from devstack.gmail.calls import Call
from devstack.gmail.errors import invalid, not_found

_KINDS = {
    "messageAdded": "messagesAdded",
    "messageDeleted": "messagesDeleted",
    "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}
WATCH = 7 * 24 * 3600  # seconds that a watch lasts


def profile(call: Call) -> dict[str, Any]:
    """Address, totals, newest history id."""
    count = call.store.one(
        "SELECT count(*) AS n, count(DISTINCT thread_id) AS t FROM messages WHERE account = ?", call.account
    )
    return {
        "emailAddress": call.account,
        "messagesTotal": count["n"],
        "threadsTotal": count["t"],
        "historyId": str(_account(call)["history_id"]),
    }


def labels(call: Call) -> dict[str, Any]:
    """Every label."""
    rows = call.store.all("SELECT * FROM labels WHERE account = ?", call.account)
    return {"labels": [_label(row) for row in rows]}


def label(call: Call) -> dict[str, Any]:
    """One label with its counts."""
    row = _label_row(call)
    total = call.store.one(
        "SELECT count(*) AS n, count(DISTINCT thread_id) AS t FROM messages WHERE account = ? AND labels LIKE ?",
        call.account,
        f'%"{row["id"]}"%',
    )
    return _label(row) | {"messagesTotal": total["n"], "threadsTotal": total["t"]}


def create_label(call: Call) -> dict[str, Any]:
    """A new label."""
    name = call.body.get("name")
    if not name:
        raise invalid("Invalid label name")
    with call.store.db:
        key = call.store.label_id(call.account, name)
    return {"id": key, "name": name, "type": "user"}


def rename_label(call: Call) -> dict[str, Any]:
    """Another name for a label."""
    row = _label_row(call)
    name = call.body.get("name", row["name"])
    call.store.run("UPDATE labels SET name = ? WHERE account = ? AND id = ?", name, call.account, row["id"])
    return {"id": row["id"], "name": name, "type": "user"}


def delete_label(call: Call) -> dict[str, Any]:
    """Remove a label from the mailbox and from its messages."""
    row = _label_row(call)
    for found in call.store.all("SELECT id, labels FROM messages WHERE account = ?", call.account):
        if row["id"] in json.loads(found["labels"]):
            call.store.relabel(call.account, found["id"], [], [row["id"]])
    call.store.run("DELETE FROM labels WHERE account = ? AND id = ?", call.account, row["id"])
    return {}


def history(call: Call) -> dict[str, Any]:
    """Changes since `startHistoryId`, in order. 404 where they are forgotten."""
    text = call.one("startHistoryId")
    if not text.isdigit():
        raise invalid("Missing or invalid startHistoryId")
    account = _account(call)
    if int(text) < account["horizon"] or int(text) > account["history_id"]:
        raise not_found()
    after = max(int(text), int(call.one("pageToken", "0") or 0))
    size = call.count("maxResults", 100, 500)
    rows = call.store.all(
        "SELECT * FROM history WHERE account = ? AND id > ? ORDER BY id LIMIT ?", call.account, after, size + 1
    )
    wanted = {_KINDS.get(kind, "") for kind in call.many("historyTypes")} or set(_KINDS.values())
    records = [_record(row) for row in rows[:size] if row["kind"] in wanted]
    answer: dict[str, Any] = {"historyId": str(account["history_id"])}
    if records:
        answer["history"] = records
    if len(rows) > size:
        answer["nextPageToken"] = str(rows[size - 1]["id"])
    return answer


def watch(call: Call) -> dict[str, Any]:
    """Push changes to the topic for seven days."""
    if not call.body.get("topicName"):
        raise invalid("Invalid topicName")
    until = int(time.time()) + WATCH
    call.store.run("UPDATE accounts SET watch_until = ? WHERE email = ?", until, call.account)
    return {"historyId": str(_account(call)["history_id"]), "expiration": str(until * 1000)}


def stop(call: Call) -> dict[str, Any]:
    """Push no more."""
    call.store.run("UPDATE accounts SET watch_until = NULL WHERE email = ?", call.account)
    return {}


def _record(row: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"id": row["message_id"], "threadId": row["thread_id"]}
    changed = json.loads(row["labels"])
    entry: dict[str, Any] = {"message": message}
    if row["kind"].startswith("labels"):
        entry["labelIds"] = changed
    elif changed:
        entry["message"] = message | {"labelIds": changed}
    return {"id": str(row["id"]), "messages": [message], row["kind"]: [entry]}


def _account(call: Call) -> Any:
    return call.store.one("SELECT * FROM accounts WHERE email = ?", call.account)


def _label_row(call: Call) -> Any:
    row = call.store.one("SELECT * FROM labels WHERE account = ? AND id = ?", call.account, call.path["id"])
    if row is None:
        raise not_found()
    return row


def _label(row: Any) -> dict[str, Any]:
    kind = "system" if row["id"] == row["name"] else "user"
    return {"id": row["id"], "name": row["name"], "type": kind}
