"""users.drafts. A draft that is sent becomes another message."""

from typing import Any

from devstack.gmail import messages
from devstack.gmail.calls import Call, page_start
from devstack.gmail.errors import not_found


def listing(call: Call) -> dict[str, Any]:
    """Every draft, the newest first."""
    start = page_start(call.one("pageToken"))
    size = call.count("maxResults", 100, 500)
    rows = call.store.all(
        "SELECT d.id, m.id AS message, m.thread_id, m.internal_date FROM drafts d "
        "JOIN messages m ON m.account = d.account AND m.id = d.message_id "
        "WHERE d.account = ? AND (? OR (m.internal_date, m.id) < (?, ?)) "
        "ORDER BY m.internal_date DESC, m.id DESC LIMIT ?",
        call.account,
        start is None,
        *(start or (0, "")),
        size + 1,
    )
    answer: dict[str, Any] = {"resultSizeEstimate": len(rows)}
    if rows:
        answer["drafts"] = [
            {"id": row["id"], "message": {"id": row["message"], "threadId": row["thread_id"]}} for row in rows[:size]
        ]
    if len(rows) > size:
        answer["nextPageToken"] = f"{rows[size - 1]['internal_date']}.{rows[size - 1]['message']}"
    return answer


def get(call: Call) -> str:
    """One draft with its message."""
    row = _row(call, call.path["id"])
    message = messages.get(Call(call.store, call.account, {"id": row["message_id"]}, call.query))
    return f'{{"id": "{row["id"]}", "message": {message}}}'


def create(call: Call) -> str:
    """A new draft."""
    message = call.body.get("message", {})
    answer = messages.deliver(call, messages.raw_of(call, message), ["DRAFT"], message.get("threadId"))
    key = answer.split('"')[3]
    draft = f"r{int(key, 16)}"
    call.store.run("INSERT INTO drafts VALUES (?, ?, ?)", call.account, draft, key)
    return f'{{"id": "{draft}", "message": {answer}}}'


def update(call: Call) -> str:
    """Another text for a draft: its message is replaced."""
    row = _row(call, call.path["id"])
    message = call.body.get("message", {})
    call.store.delete(call.account, row["message_id"])
    answer = messages.deliver(call, messages.raw_of(call, message), ["DRAFT"], message.get("threadId"))
    key = answer.split('"')[3]
    call.store.run("UPDATE drafts SET message_id = ? WHERE account = ? AND id = ?", key, call.account, row["id"])
    return f'{{"id": "{row["id"]}", "message": {answer}}}'


def send(call: Call) -> str:
    """Send a draft: it is gone, and another message is under SENT."""
    row = _row(call, call.body.get("id", ""))
    draft = call.store.one(
        "SELECT raw, thread_id FROM messages WHERE account = ? AND id = ?", call.account, row["message_id"]
    )
    delete(Call(call.store, call.account, {"id": row["id"]}, call.query))
    return messages.deliver(call, draft["raw"], ["SENT"], draft["thread_id"])


def delete(call: Call) -> dict[str, Any]:
    """Discard a draft."""
    row = _row(call, call.path["id"])
    call.store.delete(call.account, row["message_id"])
    call.store.run("DELETE FROM drafts WHERE account = ? AND id = ?", call.account, row["id"])
    return {}


def _row(call: Call, key: str) -> Any:
    row = call.store.one("SELECT * FROM drafts WHERE account = ? AND id = ?", call.account, key)
    if row is None:
        raise not_found()
    return row
