"""users.threads."""

import orjson

from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.gmail.listing import asked, estimate
from devstack.simulator.gmail.messages import label_changes, trash
from devstack.simulator.gmail.views import asked_format, brief, message_json
from devstack.simulator.ids import hex_id, page_token, parse_id, parse_page_token

_PAGE = """
SELECT thread, max(date_ms) AS newest FROM messages WHERE account = ? AND seq <= ? AND {where}
GROUP BY thread HAVING (newest, thread) < (?, ?) ORDER BY newest DESC, thread DESC LIMIT ?
"""
_END = 2**62


@handles("threads.list")
def list_threads(call: Call) -> Reply:
    """By their newest message. Pages look at the mail that was there when the first was asked for."""
    wanted, size, mailbox = asked(call), call.size(), call.mailbox
    if call.text("pageToken"):
        last, newest, thread = parse_page_token(call.text("pageToken"), 3)
    else:
        last = mailbox.store.need("SELECT coalesce(max(seq), 0) AS last FROM messages")["last"]
        newest, thread = _END, _END
    rows = mailbox.store.all(
        _PAGE.format(where=wanted.where()),
        *(mailbox.account, last, *wanted.values, newest, thread, size + 1),
    )
    shown = rows[:size]
    more = len(rows) > size
    reply: dict[str, object] = {"resultSizeEstimate": estimate(len(shown), more=more)}
    if shown:
        reply["threads"] = [_summary(call, row["thread"]) for row in shown]
    if more:
        reply["nextPageToken"] = page_token(last, shown[-1]["newest"], shown[-1]["thread"])
    return reply


def _summary(call: Call, thread: int) -> dict[str, str]:
    messages = call.mailbox.thread(thread)
    newest = max(row["history_id"] for row in messages)
    return {"id": hex_id(thread), "snippet": messages[-1]["snippet"], "historyId": str(newest)}


@handles("threads.get")
def get_thread(call: Call) -> Reply:
    """All messages of a conversation, spam and trash too, oldest first."""
    wanted, headers = asked_format(call), call.texts("metadataHeaders")
    thread = parse_id(call.names["id"])
    rows = call.mailbox.thread(thread)
    newest = max(row["history_id"] for row in rows)
    start = orjson.dumps({"id": hex_id(thread), "historyId": str(newest)})[:-1]
    messages = b",".join(message_json(call.mailbox, row, wanted, headers) for row in rows)
    return start + b',"messages":[' + messages + b"]}"


def _changed(call: Call) -> Reply:
    rows = call.mailbox.thread(parse_id(call.names["id"]))
    return {"id": call.names["id"].lower(), "messages": [brief(row) for row in rows]}


@handles("threads.modify")
def modify_thread(call: Call) -> Reply:
    """Add and remove labels of every message."""
    changes = label_changes(call)
    for row in call.mailbox.thread(parse_id(call.names["id"])):
        call.mailbox.relabel(row, *changes)
    return _changed(call)


@handles("threads.trash")
def trash_thread(call: Call) -> Reply:
    """Move a conversation to the trash."""
    for row in call.mailbox.thread(parse_id(call.names["id"])):
        trash(call.mailbox, row)
    return _changed(call)


@handles("threads.untrash")
def untrash_thread(call: Call) -> Reply:
    """Take a conversation out of the trash."""
    for row in call.mailbox.thread(parse_id(call.names["id"])):
        call.mailbox.relabel(row, [], ["TRASH"])
    return _changed(call)


@handles("threads.delete")
def delete_thread(call: Call) -> Reply:
    """Delete a conversation for good."""
    for row in call.mailbox.thread(parse_id(call.names["id"])):
        call.mailbox.delete(row)
    return None
