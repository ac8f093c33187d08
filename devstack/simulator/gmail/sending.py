"""users.messages.send, insert and import."""

import sqlite3
from typing import Any

from devstack.simulator import outgoing
from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.clock import now_ms
from devstack.simulator.dates import sent_ms
from devstack.simulator.errors import bad_request
from devstack.simulator.gmail.views import brief
from devstack.simulator.ids import parse_id
from devstack.simulator.mailbox import Arrival
from devstack.simulator.payload import Mail, read_mail
from devstack.simulator.uploads import message_of


def wanted_thread(call: Call, message: dict[str, Any], mail: Mail) -> int | None:
    """The conversation that the caller names, if the message fits it."""
    thread = message.get("threadId")
    return call.mailbox.wanted_thread(mail, parse_id(str(thread))) if thread else None


def send(call: Call, raw: bytes, message: dict[str, Any], thread: int | None = None) -> sqlite3.Row:
    """Send a message: a copy with SENT, and one for each recipient whose account is here."""
    mailbox = call.mailbox
    raw = outgoing.completed(mailbox, raw)
    to_self = mailbox.email in outgoing.recipients(raw)
    mail = read_mail(raw)
    labels = ("UNREAD", "SENT", "INBOX") if to_self else ("SENT",)
    place = thread or wanted_thread(call, message, mail)
    row = mailbox.add(mail, Arrival(labels=labels, date_ms=now_ms(), thread=place))
    outgoing.deliver_to_neighbours(mailbox, raw, call.accounts, call.pusher)
    return row


@handles("messages.send")
def send_message(call: Call) -> Reply:
    """Send a message."""
    message, raw = message_of(call)
    return brief(send(call, raw, message))


@handles("messages.insert", "messages.import")
def insert_message(call: Call) -> Reply:
    """Put a message into the mailbox without sending it, dated by its arrival or by its Date header."""
    message, raw = message_of(call)
    labels = message.get("labelIds") or []
    if not isinstance(labels, list):
        raise bad_request("Invalid value at 'message.label_ids'")
    call.mailbox.labels.check_known([str(label) for label in labels], by_hand=False)
    mail = read_mail(raw)
    default = "dateHeader" if call.method.name == "messages.import" else "receivedTime"
    sent = sent_ms(mail.root.headers) if call.text("internalDateSource", default).lower() == "dateheader" else None
    row = call.mailbox.add(
        mail,
        Arrival(
            labels=tuple(labels),
            date_ms=now_ms() if sent is None else sent,
            thread=wanted_thread(call, message, mail),
        ),
    )
    return brief(row)
