"""Whom an answer goes to, and what of the answered mail follows in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import tzinfo

from models.contracts.mail.messages import Address, Message, Role
from services.mime.address_syntax import shortest

_LONGEST_QUOTE = 128 * 1024  # bytes: half of what a mail's text may be


@dataclass(frozen=True)
class Recipients:
    """Whom one answer goes to; each address once."""

    to: list[Address]
    cc: list[Address]


@dataclass(frozen=True)
class Answer:
    """The two answers that a mail can have; the same where there is nobody else."""

    reply: Recipients
    reply_all: Recipients


def answer(message: Message, own: Collection[str]) -> Answer:
    """Whom an answer to this mail goes to. `own` are the owner's addresses.

    RFC 5322, 3.6.3: an answer goes to Reply-To, else to the author; one to all has the mail's other recipients, lists
    among them, in Cc. An answer to one's own mail goes on to whom that went to, as mail programs do it (Thunderbird,
    Gmail). The owner's own addresses are left out, unless there is nobody else.
    """
    mine = frozenset(shortest(one.lower()) for one in own)
    roles = {role: [one for one in message.recipients if one.role is role] for role in Role}
    author = [message.sender] if message.sender is not None else []
    if message.outgoing or (author and shortest(author[0].address.lower()) in mine):
        to = _others(roles[Role.TO], mine) or roles[Role.TO] or author
        reply, cc = Recipients(_once(to), []), roles[Role.CC]
    else:
        reply = Recipients(_once(_others(roles[Role.REPLY_TO], mine) or author or roles[Role.REPLY_TO]), [])
        cc = [*roles[Role.TO], *roles[Role.CC]]
    # Of others' addresses only the same one is the same person: lists, too, are told apart by a +tag.
    everybody = _once([*reply.to, *_others(cc, mine)])
    return Answer(reply, Recipients(reply.to, everybody[len(reply.to) :]))


def written(address: Address) -> str:
    """As a person would write it: `Ida Okafor <ida@example.org>`."""
    name = " ".join(address.name.translate(_MARKS).split())
    return f"{name} <{address.address}>" if name else address.address


_MARKS = {ord(mark): " " for mark in '<>"\\'} | dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")


def _others(addresses: Iterable[Address], taken: Collection[str]) -> list[Address]:
    return [one for one in addresses if shortest(one.address.lower()) not in taken]


def _once(addresses: Iterable[Address]) -> list[Address]:
    """The first of each address."""
    found: dict[str, Address] = {}
    for one in addresses:
        found.setdefault(one.address.lower(), one)
    return list(found.values())


def quote(message: Message, zone: tzinfo) -> str:
    """The mail's text, each line behind a `>`, introduced as Gmail does it in this time zone; "" where it has none."""
    text = message.text.strip().encode("utf-8", "replace")[:_LONGEST_QUOTE].decode("utf-8", "ignore")
    if not text:
        return ""
    who = written(message.sender) if message.sender is not None else "somebody"
    lines = [f"> {line}" if not line.startswith(">") else f">{line}" for line in text.splitlines()]
    return "\n".join([f"On {message.date.astimezone(zone):%a, %b %-d, %Y at %H:%M} {who} wrote:", "", *lines])
