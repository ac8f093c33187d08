"""Was a mail sent by a machine? Its headers tell, or the address of its sender."""

from collections.abc import Iterator
from itertools import islice

from models.contracts.mime import Part
from services.mime.addresses import sender_of
from services.mime.machine_addresses import is_machine, is_machines_name, is_role

# What programs that answer by themselves say beside RFC 3834.
_ANSWERED = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
# Marks of bulk mail that no client for people's mail leaves.
_BULK = ("List-Unsubscribe", "X-CSA-Complaints", "X-Campaign", "X-CampaignID", "X-MC-User")
# Marks of services for programs' mail, which people's mail has as well: Fastmail and Proton set a Feedback-ID, Exchange
# suppresses answers to what is forwarded. With a sender such as "info@" they mean that a program wrote.
_SERVICES = (
    "Feedback-ID", "X-Auto-Response-Suppress", "X-SES-Outgoing", "X-SG-EID", "X-Mailgun-Sid", "X-Mandrill-User",
    "X-PM-Message-Id", "X-SFDC-User", "X-MSFBL",
)  # fmt: skip
_MOST_PARTS = 100  # that are looked through for an invitation


def is_automated(root: Part, listed: str | None) -> bool:
    """Nobody wrote this mail by hand: RFC 3834, bulk mail's headers, and the customs of no-reply senders.

    An invitation is somebody's, though a calendar sends it; and so is what comes through a mailing list:
    `listed` is its address.
    """
    sender = sender_of(root)
    if sender is not None and (is_machine(sender.address) or is_machines_name(sender.name)):
        return True
    by_role = sender is None or is_role(sender.address)
    submitted = root.header("Auto-Submitted").lower().partition(";")[0].partition("(")[0].strip()
    if submitted not in {"", "no"}:
        return by_role or not any(part.mime_type == "text/calendar" for part in islice(_parts(root), _MOST_PARTS))
    if root.mime_type == "multipart/report" or any(root.header(name) for name in _ANSWERED):
        return True
    if by_role and any(root.header(name) for name in _SERVICES):
        return True
    precedence = root.header("Precedence").strip().lower()
    bulk = precedence in {"bulk", "junk", "auto_reply"} or any(root.header(name) for name in _BULK)
    return bulk and listed is None


def _parts(root: Part) -> Iterator[Part]:
    yield root
    for part in root.parts:
        yield from _parts(part)
