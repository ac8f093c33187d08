"""users.threads."""

from collections.abc import Callable
from typing import Any

from devstack.gmail import messages
from devstack.gmail.calls import Call, page_start
from devstack.gmail.errors import invalid, not_found
from devstack.gmail.search import where


def listing(call: Call) -> dict[str, Any]:
    """Threads by their newest message."""
    condition, values = where(call.one("q"))
    if not call.flag("includeSpamTrash"):
        condition += """ AND labels NOT LIKE '%"TRASH"%' AND labels NOT LIKE '%"SPAM"%'"""
    start = page_start(call.one("pageToken"))
    size = call.count("maxResults", 100, 500)
    rows = call.store.all(
        "SELECT thread_id, max(internal_date) AS newest, max(history_id) AS history_id, snippet FROM messages "
        f"WHERE account = ? AND {condition} GROUP BY thread_id HAVING ? OR (newest, thread_id) < (?, ?) "
        "ORDER BY newest DESC, thread_id DESC LIMIT ?",
        call.account,
        *values,
        start is None,
        *(start or (0, "")),
        size + 1,
    )
    answer: dict[str, Any] = {"resultSizeEstimate": len(rows)}
    if rows:
        answer["threads"] = [
            {"id": row["thread_id"], "snippet": row["snippet"], "historyId": str(row["history_id"])}
            for row in rows[:size]
        ]
    if len(rows) > size:
        answer["nextPageToken"] = f"{rows[size - 1]['newest']}.{rows[size - 1]['thread_id']}"
    return answer


def get(call: Call) -> str:
    """All messages of a thread, oldest first. There is no raw format here."""
    form = call.one("format", "full")
    if form == "raw":
        raise invalid("Invalid value for format: raw")
    rows = _rows(call)
    parts = ", ".join(messages.as_json(row, form, call.many("metadataHeaders")) for row in rows)
    history_id = max(row["history_id"] for row in rows)
    return f'{{"id": "{call.path["id"]}", "historyId": "{history_id}", "messages": [{parts}]}}'


def for_each(action: Callable[[Call], Any]) -> Callable[[Call], dict[str, Any]]:
    """A method of messages, done to every message of a thread."""

    def act(call: Call) -> dict[str, Any]:
        for row in _rows(call):
            action(Call(call.store, call.account, {"id": row["id"]}, call.query, call.body))
        return {"id": call.path["id"]}

    return act


def _rows(call: Call) -> list[Any]:
    rows = call.store.all(
        "SELECT * FROM messages WHERE account = ? AND thread_id = ? ORDER BY internal_date, id",
        call.account,
        call.path["id"],
    )
    if not rows:
        raise not_found()
    return rows
