"""Was a mail sent by a machine? Its headers tell, the name or the address of its sender, or what it ends with."""

import re
from collections.abc import Iterator
from itertools import islice

from models.contracts.mail.messages import Address, Role
from models.contracts.mime import Part
from services.mime.addresses import addresses, sender_of
from services.mime.headers import decode_words
from services.mime.machine_addresses import is_machine, is_machines_name, is_role
from services.mime.mailings import is_mailing, is_programs
from services.mime.office_names import is_offices_name
from services.mime.reply_words import ANSWER_PREFIXES, FORWARD_PREFIXES

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
_LONGEST_SUBJECT, _LONGEST_FIELD = 1_000, 2_000  # characters
_MOST_PARTS = 100  # that are looked through for an invitation
_LISTS_MARK = re.compile(r"\s*\[[^\]]{0,60}\]")  # "[north-users] Re: …"


def is_automated(root: Part, listed: str | None, words: str = "") -> bool:
    """Nobody wrote this mail by hand: see `automation`."""
    return automation(root, listed, words) != ""


def automation(root: Part, listed: str | None, words: str = "") -> str:
    """What shows that nobody wrote this mail by hand; "" where nothing does.

    RFC 3834, bulk mail's headers, the customs of no-reply senders and offices, and what a mail says of itself among
    the `words` of its author (see `own_words`). An invitation is somebody's, though a calendar sends it; and so is what
    comes through a mailing list: `listed` is its address.
    """
    sender = sender_of(root)
    if sender is not None and is_machine(sender.address):
        return "address"
    if sender is not None and is_machines_name(sender.name):
        return "name"
    by_role = sender is None or is_role(sender.address)
    submitted = root.header("Auto-Submitted").lower().partition(";")[0].partition("(")[0].strip()
    if submitted not in {"", "no"}:
        by_calendar = any(part.mime_type == "text/calendar" for part in islice(_parts(root), _MOST_PARTS))
        return "Auto-Submitted" if by_role or not by_calendar else ""
    if root.mime_type == "multipart/report":
        return "report"
    if answered := next((name for name in _ANSWERED if root.header(name)), ""):
        return answered
    if by_role and (service := next((name for name in _SERVICES if root.header(name)), "")):
        return service
    if listed is None:
        if root.header("Precedence").strip().lower() in {"bulk", "junk", "auto_reply"}:
            return "Precedence"
        if bulk := next((name for name in _BULK if root.header(name)), ""):
            return bulk
    if _is_answer(root):  # somebody reads what comes to them
        return ""
    if (
        sender is not None
        and is_offices_name(sender.name, sender.address)
        and not _is_answered_by_another(root, sender)
    ):
        return "office"
    if listed is not None:
        return ""
    return "program's words" if is_programs(words) else "mailing's words" if is_mailing(words) else ""


def _is_answer(root: Part) -> bool:
    """Does it answer another mail, or pass it on?"""
    if root.header("In-Reply-To") or root.header("References"):
        return True
    subject = _LISTS_MARK.sub("", decode_words(root.header("Subject")[:_LONGEST_SUBJECT]), count=1)
    first = re.split("[:：]", subject, maxsplit=1)[0].strip(" []()0123456789").casefold()
    return first in ANSWER_PREFIXES or first in FORWARD_PREFIXES


def _is_answered_by_another(root: Part, office: Address) -> bool:
    """Do answers to an office go to a person, who then wrote for it?"""
    answers = addresses(root.header("Reply-To")[:_LONGEST_FIELD], Role.REPLY_TO)
    return any(
        one.name not in {"", office.name} and not is_machine(one.address) and not is_offices_name(one.name, one.address)
        for one in answers[:1]
    )


def _parts(root: Part) -> Iterator[Part]:
    yield root
    for part in root.parts:
        yield from _parts(part)
