"""users.messages, but for what sends and inserts."""

import sqlite3

from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.gmail.listing import asked, estimate
from devstack.simulator.gmail.views import asked_format, brief, message_json
from devstack.simulator.ids import hex_id, page_token, parse_id, parse_page_token
from devstack.simulator.mailbox import Mailbox

_MOST_IN_A_BATCH = 1000


@handles("messages.list")
def list_messages(call: Call) -> Reply:
    """Newest first. The page token is a place in time, so mail that arrives moves nothing."""
    wanted, size = asked(call), call.size()
    if call.text("pageToken"):
        wanted.add("(date_ms, seq) < (?, ?)", *parse_page_token(call.text("pageToken"), 2))
    rows = call.mailbox.store.all(
        f"SELECT id, thread, date_ms, seq FROM messages WHERE account = ? AND {wanted.where()} "  # noqa: S608
        "ORDER BY date_ms DESC, seq DESC LIMIT ?",
        *(call.mailbox.account, *wanted.values, size + 1),
    )
    shown = rows[:size]
    more = len(rows) > size
    reply: dict[str, object] = {"resultSizeEstimate": estimate(len(shown), more=more)}
    if shown:
        reply["messages"] = [{"id": hex_id(row["id"]), "threadId": hex_id(row["thread"])} for row in shown]
    if more:
        reply["nextPageToken"] = page_token(shown[-1]["date_ms"], shown[-1]["seq"])
    return reply


@handles("messages.get")
def get_message(call: Call) -> Reply:
    """One message in the format that is asked for."""
    row = call.mailbox.get(parse_id(call.names["id"]))
    return message_json(call.mailbox, row, asked_format(call), call.texts("metadataHeaders"))


def label_changes(call: Call) -> tuple[list[str], list[str]]:
    """addLabelIds and removeLabelIds, checked."""
    add, remove = call.json_texts("addLabelIds", 100), call.json_texts("removeLabelIds", 100)
    call.mailbox.labels.check_known(add + remove)
    return add, remove


@handles("messages.modify")
def modify_message(call: Call) -> Reply:
    """Add and remove labels."""
    row = call.mailbox.get(parse_id(call.names["id"]))
    return brief(call.mailbox.relabel(row, *label_changes(call)))


@handles("messages.batchModify")
def modify_messages(call: Call) -> Reply:
    """Add and remove labels of up to 1,000 messages; ids that do not exist are passed over."""
    changes = label_changes(call)
    for row in _known(call):
        call.mailbox.relabel(row, *changes)
    return None


@handles("messages.batchDelete")
def delete_messages(call: Call) -> Reply:
    """Delete up to 1,000 messages; ids that do not exist are passed over."""
    for row in _known(call):
        call.mailbox.delete(row)
    return None


def _known(call: Call) -> list[sqlite3.Row]:
    ids = [parse_id(text) for text in call.json_texts("ids", _MOST_IN_A_BATCH)]
    return [row for row in map(call.mailbox.find, dict.fromkeys(ids)) if row is not None]


def trash(mailbox: Mailbox, row: sqlite3.Row) -> sqlite3.Row:
    """Move a message to the trash."""
    return mailbox.relabel(row, ["TRASH"], ["INBOX", "SPAM"])


@handles("messages.trash")
def trash_message(call: Call) -> Reply:
    """Move a message to the trash."""
    return brief(trash(call.mailbox, call.mailbox.get(parse_id(call.names["id"]))))


@handles("messages.untrash")
def untrash_message(call: Call) -> Reply:
    """Take a message out of the trash."""
    row = call.mailbox.get(parse_id(call.names["id"]))
    return brief(call.mailbox.relabel(row, [], ["TRASH"]))


@handles("messages.delete")
def delete_message(call: Call) -> Reply:
    """Delete a message for good."""
    call.mailbox.delete(call.mailbox.get(parse_id(call.names["id"])))
    return None
