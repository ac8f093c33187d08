"""Mail that an account sends: what Gmail adds to it, and its way to the other accounts of the simulator."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, formataddr, getaddresses

from devstack.simulator import history, send_as
from devstack.simulator.clock import now_ms
from devstack.simulator.errors import invalid
from devstack.simulator.mailbox import Arrival, Mailbox
from devstack.simulator.mime import parse_headers
from devstack.simulator.payload import read_mail
from devstack.simulator.push import Pusher

_FROM = re.compile(rb"(?im)^From:[^\n]*\n(?:[ \t][^\n]*\n)*")
_BCC = re.compile(rb"(?im)^Bcc:[^\n]*\n(?:[ \t][^\n]*\n)*")


def completed(mailbox: Mailbox, raw: bytes) -> bytes:
    """With From, Date and Message-ID, where the caller left them to Gmail."""
    headers, end = parse_headers(raw)
    if any(name.lower() == "from" and not send_as.allows(mailbox, value) for name, value in headers):
        raw = _FROM.sub(b"", raw[:end]) + raw[end:]  # Gmail lets nobody write in another's name
        headers = [(name, value) for name, value in headers if name.lower() != "from"]
    names = {name.lower() for name, _ in headers}
    added = b""
    if "from" not in names:
        added += b"From: " + formataddr((mailbox.name, mailbox.email)).encode() + b"\r\n"
    if "date" not in names:
        added += b"Date: " + format_datetime(datetime.now(UTC)).encode() + b"\r\n"
    if "message-id" not in names:
        added += b"Message-ID: <CA" + uuid.uuid4().hex.encode() + b"@mail.gmail.com>\r\n"
    bodiless = not headers and not raw.startswith((b"\n", b"\r\n"))
    return added + (b"\r\n" if bodiless else b"") + raw


def recipients(raw: bytes) -> list[str]:
    """Everybody it is addressed to. Raises the 400 of Gmail where there is nobody."""
    values = [value for name, value in parse_headers(raw)[0] if name.lower() in {"to", "cc", "bcc"}]
    found = [address.lower() for _, address in getaddresses(values) if "@" in address]
    if not found:
        raise invalid("Recipient address required")
    return list(dict.fromkeys(found))


def deliver_to_neighbours(
    sender: Mailbox, raw: bytes, accounts: Callable[[str], Mailbox | None], pusher: Pusher
) -> None:
    """Put sent mail into the inboxes of those recipients whose accounts are here."""
    end = parse_headers(raw)[1]
    visible = _BCC.sub(b"", raw[:end]) + raw[end:]
    for address in recipients(raw):
        neighbour = accounts(address)
        if neighbour is not None and neighbour.account != sender.account:
            before = history.current(neighbour.store, neighbour.account)
            deliver(neighbour, visible, ("INBOX", "UNREAD"))
            pusher.changed(neighbour, before)


def deliver(mailbox: Mailbox, raw: bytes, labels: tuple[str, ...]) -> int:
    """Mail arrives now, as by SMTP. Gives its id."""
    row = mailbox.add(read_mail(raw), Arrival(labels=labels, date_ms=now_ms()))
    return int(row["id"])
