"""users.drafts. A changed draft gets another message, and so does a sent one; the draft's id stays."""

import sqlite3
from typing import Any

from devstack.simulator import outgoing
from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.clock import now_ms
from devstack.simulator.errors import not_found
from devstack.simulator.gmail.listing import asked, estimate
from devstack.simulator.gmail.sending import send, wanted_thread
from devstack.simulator.gmail.views import asked_format, brief, message_json
from devstack.simulator.ids import hex_id, page_token, parse_page_token
from devstack.simulator.mailbox import Arrival
from devstack.simulator.payload import read_mail
from devstack.simulator.uploads import is_upload, message_of

_PAGE = """
SELECT d.id AS draft, m.id, m.thread FROM drafts d JOIN messages m ON m.account = d.account AND m.id = d.message
WHERE d.account = ? AND d.id < ? AND m.seq IN (SELECT seq FROM messages WHERE {where}) ORDER BY d.id DESC LIMIT ?
"""


def _find(call: Call, draft_id: str) -> tuple[int, sqlite3.Row]:
    """The number of a draft and its message. Raises 404."""
    number = draft_id.removeprefix("r")
    if draft_id.startswith("r") and number.isdecimal() and len(number) < 20:
        row = call.mailbox.store.one(
            "SELECT * FROM drafts WHERE account = ? AND id = ?", call.mailbox.account, min(int(number), 2**63 - 1)
        )
        if row is not None:
            return row["id"], call.mailbox.get(row["message"])
    raise not_found()


def _write(call: Call, raw: bytes, message: dict[str, Any], thread: int | None) -> sqlite3.Row:
    mail = read_mail(outgoing.completed(call.mailbox, raw))
    place = thread or wanted_thread(call, message, mail)
    return call.mailbox.add(mail, Arrival(labels=("DRAFT",), date_ms=now_ms(), thread=place))


def _shown(number: int, row: sqlite3.Row) -> dict[str, Any]:
    return {"id": f"r{number}", "message": brief(row)}


@handles("drafts.create")
def create_draft(call: Call) -> Reply:
    """A new draft."""
    message, raw = message_of(call)
    row = _write(call, raw, message, None)
    call.mailbox.store.run("INSERT INTO drafts VALUES (?, ?, ?)", call.mailbox.account, row["id"], row["id"])
    return _shown(row["id"], row)


@handles("drafts.update")
def update_draft(call: Call) -> Reply:
    """Replace a draft's message."""
    number, before = _find(call, call.names["id"])
    message, raw = message_of(call)
    row = _write(call, raw, message, before["thread"])
    call.mailbox.delete(before)
    call.mailbox.store.run("INSERT INTO drafts VALUES (?, ?, ?)", call.mailbox.account, number, row["id"])
    return _shown(number, row)


@handles("drafts.get")
def get_draft(call: Call) -> Reply:
    """A draft with its message in the format that is asked for."""
    number, row = _find(call, call.names["id"])
    message = message_json(call.mailbox, row, asked_format(call), [])
    return b'{"id":"r%d","message":' % number + message + b"}"


@handles("drafts.list")
def list_drafts(call: Call) -> Reply:
    """Newest first."""
    wanted, size = asked(call), call.size()
    below = parse_page_token(call.text("pageToken"), 1)[0] if call.text("pageToken") else 2**62
    rows = call.mailbox.store.all(
        _PAGE.format(where=wanted.where()), *(call.mailbox.account, below, *wanted.values, size + 1)
    )
    shown = rows[:size]
    more = len(rows) > size
    reply: dict[str, Any] = {"resultSizeEstimate": estimate(len(shown), more=more)}
    if shown:
        reply["drafts"] = [
            {"id": f"r{row['draft']}", "message": {"id": hex_id(row["id"]), "threadId": hex_id(row["thread"])}}
            for row in shown
        ]
    if more:
        reply["nextPageToken"] = page_token(shown[-1]["draft"])
    return reply


@handles("drafts.delete")
def delete_draft(call: Call) -> Reply:
    """Delete a draft and its message for good."""
    call.mailbox.delete(_find(call, call.names["id"])[1])
    return None


@handles("drafts.send")
def send_draft(call: Call) -> Reply:
    """Send a draft, as it is or with a new content. Its message goes; the sent one is another."""
    draft = {} if is_upload(call) else call.json()
    draft_id = draft.get("id")
    if not draft_id:
        message, raw = message_of(call)
        return brief(send(call, raw, message))
    _, before = _find(call, str(draft_id))
    if draft.get("message", {}).get("raw"):
        message, raw = message_of(call)
    else:
        message, raw = {}, call.mailbox.content(before["seq"], "raw")
    outgoing.recipients(raw)
    row = send(call, raw, message, before["thread"])
    call.mailbox.delete(before)
    return brief(row)
