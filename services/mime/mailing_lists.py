"""Through which mailing list did a mail come? Each list software names its list in another way.

The list is known by the address that posts to it go to. What its software wrote is believed in the order of how
plainly it says so: List-Post (RFC 2369), fields of one software, List-Id (RFC 2919), and last a Sender such as
"owner-north@…" or "north-bounces@…" where it fits. A newsletter has a List-Id and calls itself bulk, too, and is none
of these lists: nobody but its publisher writes to it.
"""

import re
from collections.abc import Iterator

from models.contracts.mail.messages import Address, Role
from models.contracts.mime import Part
from services.mime.address_syntax import is_address
from services.mime.addresses import addresses, sender_of
from services.mime.charsets import clean
from services.mime.machine_addresses import is_machine

_MAILTO = re.compile(r"mailto:([^>?\s,]{3,320})", re.IGNORECASE)
_ID = re.compile(r"<\s*([\w.+=~-]{3,255})\s*>")
# "list north@yahoogroups.com; contact …", and ezmlm's "contact north-help@…; run by ezmlm"
_MAILING_LIST = re.compile(r"^\s*(?:list\s+([^\s;]{3,320})|contact\s+([^\s;]{3,320}))", re.IGNORECASE)
_DELIVERED = re.compile(r"^\s*mailing[ -]?list\s+(\S{3,320})", re.IGNORECASE)  # qmail, ezmlm, groups.io
# Fields in which one software or another writes the list's address: Smartlist and Majordomo, Mailman, Sympa.
_FIELDS = ("X-Mailing-List", "X-BeenThere", "X-Sympa-To", "X-Listname", "X-List")
_HELPER = re.compile(r"(?<=[^-+])[-+](?:owners?|admin|bounces?|errors|help|request|return|relay)(?:[-+=].*)?$")
_ONE_ANSWER = re.compile(r"^(?:reply|comment|incoming|noreply|no-reply)(?:[-+]|$)")  # of a program, not of a list
# What senders of bulk mail put beside a List-Id, and no software for discussions does.
_PUBLISHERS = ("Feedback-ID", "List-Unsubscribe-Post", "X-Campaign", "X-CampaignID", "X-CSA-Complaints", "X-MC-User")
_LONGEST = 20_000  # characters of a header that are looked at


def mailing_list(root: Part) -> str | None:
    """The address that posts to the list go to, in lower case; None for direct mail and for newsletters."""
    posts: list[str] = _MAILTO.findall(clean(root.header("List-Post")))
    if posts and _ONE_ANSWER.search(posts[0].lower()):
        return None  # a program's own "list" for one issue, as GitHub's
    for found in (*posts[:1], *_named(root), *_guessed(root)):
        address = found.strip("<>\"' \t.").lower()
        if is_address(address) and not _ONE_ANSWER.search(address):
            return address
    return None


def _named(root: Part) -> Iterator[str]:
    """What fields of list software say."""
    mailing = _MAILING_LIST.search(clean(root.header("Mailing-List")))
    if mailing and mailing[1]:
        yield mailing[1]
    for name, value in root.headers:
        if name.lower() == "delivered-to" and (match := _DELIVERED.search(clean(value))):
            yield match[1]
    for field in _FIELDS:
        yield from (found.address for found in _addresses(root, field)[:1])
    if mailing and mailing[2]:
        yield _helped(mailing[2].lower())


def _guessed(root: Part) -> Iterator[str]:
    """What follows from a List-Id, a Sender, or a field that is used for other things as well."""
    precedence = root.header("Precedence").strip().lower()
    known = root.header("List-Id") or root.header("X-Google-Group-Id") or root.header("X-ML-Name")
    if not known and precedence not in {"list", "bulk"}:
        return
    author = sender_of(root)
    author_address = author.address if author else ""
    named = [found.address for field in ("To", "Cc") for found in _addresses(root, field)]
    yield from _by_id(root, precedence, author_address, named)
    sent_by = [found.address for field in ("Sender", "Errors-To", "Return-Path") for found in _addresses(root, field)]
    if not known and precedence == "bulk" and _is_published(root, ""):
        return
    for address in sent_by:
        helped = _helped(address)
        local = helped.partition("@")[0]
        yield from (one for one in named if local and one.partition("@")[0] == local)
        if helped and address != author_address:
            yield helped
    # LISTSERV and Google Groups send in the list's own name.
    yield from (one for one in sent_by if one != author_address and (one in named or root.header("X-Google-Group-Id")))
    yield from (found.address for found in _addresses(root, "X-Loop") if found.address in named)
    label = root.header("X-ML-Name").strip().lower()  # fml
    answers = [found.address for found in _addresses(root, "Reply-To")]
    yield from (one for one in (*named, *answers) if label and one.partition("@")[0] == label)


def _by_id(root: Part, precedence: str, author: str, named: list[str]) -> Iterator[str]:
    """List-Id is the list's address with a dot for its @, or nearly."""
    match = _ID.search(clean(root.header("List-Id"))[:_LONGEST])
    if match is None:
        return
    label, _, host = match[1].lower().partition(".")
    address = f"{label}@{host}"
    yield from (one for one in named if one.replace("@", ".") == match[1].lower() and one != author)
    if not host or precedence not in {"list", "bulk"} or is_machine(author):
        return
    if precedence == "list" or not (address == author or is_machine(address) or _is_published(root, label)):
        yield from (one for one in named if one.partition("@")[0] == label)
        yield address


def _is_published(root: Part, label: str) -> bool:
    """Is it a newsletter? List software lets one leave by a mail to the list's own service; publishers by a click."""
    if any(root.header(mark) for mark in _PUBLISHERS):
        return True
    leave = clean(root.header("List-Unsubscribe")).lower()
    return "http" in leave and not any(local.startswith(label) for local in _MAILTO.findall(leave) if label)


def _helped(address: str) -> str:
    """The list that this is the service of: "owner-north@…", "north-bounces+ida=x@…"; "" where it is none."""
    local, _, host = address.partition("@")
    if local.startswith("owner-"):
        return f"{local[6:]}@{host}"
    bare = _HELPER.sub("", local)
    return f"{bare}@{host}" if bare != local else ""


def _addresses(root: Part, field: str) -> list[Address]:
    value = root.header(field)
    return addresses(value[:_LONGEST], Role.TO) if value else []
