"""users.messages and users.messages.attachments."""

import base64
import binascii
import json
from typing import Any

from devstack.gmail import payload as payloads
from devstack.gmail.calls import Call, page_start
from devstack.gmail.errors import invalid, not_found
from devstack.gmail.search import where


def listing(call: Call) -> dict[str, Any]:
    """Newest first; trash and spam only where asked for."""
    condition, values = where(call.one("q"))
    for label in call.many("labelIds"):
        condition += " AND labels LIKE ?"
        values.append(f'%"{label}"%')
    if not call.flag("includeSpamTrash") and not {"TRASH", "SPAM"} & set(call.many("labelIds")):
        condition += """ AND labels NOT LIKE '%"TRASH"%' AND labels NOT LIKE '%"SPAM"%'"""
    start = page_start(call.one("pageToken"))
    if start is not None:
        condition += " AND (internal_date, id) < (?, ?)"
        values.extend(start)
    size = call.count("maxResults", 100, 500)
    rows = call.store.all(
        f"SELECT id, thread_id, internal_date FROM messages WHERE account = ? AND {condition} "  # noqa: S608
        "ORDER BY internal_date DESC, id DESC LIMIT ?",
        call.account,
        *values,
        size + 1,
    )
    answer: dict[str, Any] = {"resultSizeEstimate": len(rows)}
    if rows:
        answer["messages"] = [{"id": row["id"], "threadId": row["thread_id"]} for row in rows[:size]]
    if len(rows) > size:
        answer["nextPageToken"] = f"{rows[size - 1]['internal_date']}.{rows[size - 1]['id']}"
    return answer


def get(call: Call) -> str:
    """One message, as JSON text: the payload was rendered when the message came."""
    row = call.store.one("SELECT * FROM messages WHERE account = ? AND id = ?", call.account, call.path["id"])
    if row is None:
        raise not_found()
    return as_json(row, call.one("format", "full"), call.many("metadataHeaders"))


def as_json(row: Any, form: str, metadata_headers: list[str]) -> str:
    """A message in one of Gmail's formats. Empty lists are absent."""
    if form not in {"full", "metadata", "minimal", "raw"}:
        raise invalid(f"Invalid value for format: {form}")
    head: dict[str, Any] = {"id": row["id"], "threadId": row["thread_id"]}
    labels = json.loads(row["labels"])
    if labels:
        head["labelIds"] = labels
    head |= {
        "snippet": row["snippet"],
        "sizeEstimate": row["size"],
        "historyId": str(row["history_id"]),
        "internalDate": str(row["internal_date"]),
    }
    if form == "raw":
        head["raw"] = base64.urlsafe_b64encode(row["raw"]).decode()
    if form == "metadata":
        tree = json.loads(row["payload"])
        wanted = {name.lower() for name in metadata_headers}
        headers = [h for h in tree.get("headers", []) if not wanted or h["name"].lower() in wanted]
        head["payload"] = {"mimeType": tree["mimeType"]} | ({"headers": headers} if headers else {})
    text = json.dumps(head)
    return f'{text[:-1]}, "payload": {row["payload"]}}}' if form == "full" else text


def attachment(call: Call) -> dict[str, Any]:
    """The body of a part that the message itself only names."""
    row = call.store.one("SELECT raw FROM messages WHERE account = ? AND id = ?", call.account, call.path["id"])
    handle = call.path["attachment"]
    try:
        kind, _, part_id = base64.urlsafe_b64decode(handle + "==").decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid("Invalid attachment token") from error
    data = payloads.attachment(row["raw"], part_id) if row is not None and kind == "part" else None
    if data is None:
        raise not_found()
    return {"size": len(data), "data": base64.urlsafe_b64encode(data).decode()}


def modify(call: Call) -> str:
    """Add and remove labels."""
    _change(call, call.path["id"], call.body.get("addLabelIds", []), call.body.get("removeLabelIds", []))
    return _minimal(call, call.path["id"])


def batch_modify(call: Call) -> dict[str, Any]:
    """Add and remove labels of many messages."""
    for message_id in call.body.get("ids", []):
        _change(call, message_id, call.body.get("addLabelIds", []), call.body.get("removeLabelIds", []))
    return {}


def trash(call: Call) -> str:
    """Into the trash."""
    _change(call, call.path["id"], ["TRASH"], ["INBOX"])
    return _minimal(call, call.path["id"])


def untrash(call: Call) -> str:
    """Out of the trash."""
    _change(call, call.path["id"], [], ["TRASH"])
    return _minimal(call, call.path["id"])


def delete(call: Call) -> dict[str, Any]:
    """For good."""
    if not call.store.delete(call.account, call.path["id"]):
        raise not_found()
    return {}


def batch_delete(call: Call) -> dict[str, Any]:
    """Many for good; unknown ids are passed over, as Gmail does."""
    for message_id in call.body.get("ids", []):
        call.store.delete(call.account, message_id)
    return {}


def send(call: Call) -> str:
    """Send: the message appears under SENT. Nothing leaves the simulator."""
    return deliver(call, raw_of(call, call.body), ["SENT"], call.body.get("threadId"))


def insert(call: Call) -> str:
    """Put a message into the mailbox, as an import does."""
    return deliver(call, raw_of(call, call.body), call.body.get("labelIds", ["INBOX"]), call.body.get("threadId"))


def deliver(call: Call, raw: bytes, labels: list[str], thread_id: str | None) -> str:
    """Store a message. A thread is joined only where it exists."""
    known = thread_id and call.store.one(
        "SELECT 1 FROM messages WHERE account = ? AND thread_id = ?", call.account, thread_id
    )
    with call.store.db:
        key = call.store.insert(call.account, raw, payloads.render(raw), labels, thread_id if known else None)
    return _minimal(call, key)


def raw_of(call: Call, message: dict[str, Any]) -> bytes:
    """The bytes of a message that comes as base64url, or as an upload."""
    if call.upload is not None:
        return call.upload
    try:
        return base64.urlsafe_b64decode(message["raw"] + "==")
    except (KeyError, TypeError, binascii.Error) as error:
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required") from error


def _change(call: Call, message_id: str, add: list[str], remove: list[str]) -> None:
    known = {row["id"] for row in call.store.all("SELECT id FROM labels WHERE account = ?", call.account)}
    for label in {*add, *remove} - known:
        raise invalid(f"Invalid label: {label}")
    if not call.store.relabel(call.account, message_id, add, remove):
        raise not_found()


def _minimal(call: Call, message_id: str) -> str:
    row = call.store.one("SELECT * FROM messages WHERE account = ? AND id = ?", call.account, message_id)
    labels = json.loads(row["labels"])
    answer = {"id": row["id"], "threadId": row["thread_id"]} | ({"labelIds": labels} if labels else {})
    return json.dumps(answer)
