"""Who took part in a message, seen from its owner: direction, weight, and what it says about the address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.contracts.mail.messages import IGNORED_LABELS, Role
from models.contracts.people import Direction
from models.queries.people.extraction import MailRow
from services.mime.machine_addresses import is_machine

# Kinds of evidence about an address, the strongest last: `contacts.kind_rank`. Who writes by hand once is a person,
# whatever their calendar sends; but an address that says itself that nobody reads it stays a machine's.
NAMED, MACHINE, CORRESPONDENT, UNREAD, LIST = range(5)

CROWD = 20  # recipients; a mail to more than that says little about any one of them
LISTENER = 0.2  # weight of a mail that came through a list and does not name the owner


@dataclass(frozen=True)
class Participation:
    """One address in one message. `weight` is that of the mail for the relationship, in (0, 1]."""

    address: str
    display: str
    role: Role
    direction: Direction
    evidence: int
    weight: float
    mail: MailRow


class OwnAddresses:
    """The owner's addresses, however they are spelled: with a +tag, or with Gmail's dots that mean nothing."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.shortest = frozenset(map(shortest, addresses))

    def __contains__(self, address: object) -> bool:
        return isinstance(address, str) and shortest(address) in self.shortest


def is_outgoing(mail: MailRow, own: OwnAddresses) -> bool:
    """Did the owner send it? What the row says was true when it was stored: whose an address is may change."""
    return "SENT" in mail.labels or (mail.sender is not None and mail.sender["address"] in own)


def participations(mail: MailRow, own: OwnAddresses) -> Iterator[Participation]:
    """Everybody who took part in a message, each address once, the owner left out."""
    if IGNORED_LABELS & set(mail.labels):
        return
    outgoing = is_outgoing(mail, own)
    weight = _weight(mail, own, outgoing)
    seen: set[str] = set()
    for role, entry in _named(mail, outgoing):
        address = entry["address"]
        if address in seen or address in own:
            continue
        seen.add(address)
        direction = _direction(role, outgoing)
        evidence = _evidence(mail, address, role, direction)
        yield Participation(address, entry["name"], role, direction, evidence, weight, mail)


def _named(mail: MailRow, outgoing: bool) -> Iterator[tuple[Role, dict[str, str]]]:
    """The author first, and nobody whom the author's software named."""
    # Whoever the sender of the owner's own mail is, and wherever answers are to go, it is the owner.
    if mail.sender is not None and not outgoing:
        yield Role.FROM, mail.sender
    # A list that takes the author's place in From leaves them in Reply-To. Any other list sets Reply-To to
    # itself, and a machine to an address that is good for one answer.
    listed = mail.list_address is not None and (mail.sender is None or mail.sender["address"] != mail.list_address)
    for entry in mail.recipients:
        role = Role(entry["role"])
        if role is not Role.REPLY_TO or not (outgoing or listed or mail.automated):
            yield role, entry


def _weight(mail: MailRow, own: OwnAddresses, outgoing: bool) -> float:
    recipients = [entry["address"] for entry in mail.recipients if entry["role"] != Role.REPLY_TO]
    weight = min(CROWD / max(len(recipients), 1), 1.0)
    if mail.list_address and not outgoing and not any(address in own for address in recipients):
        weight *= LISTENER
    return weight


def _direction(role: Role, outgoing: bool) -> Direction:
    if outgoing:
        return Direction.SENT
    return Direction.RECEIVED if role in {Role.FROM, Role.REPLY_TO} else Direction.SHARED


def _evidence(mail: MailRow, address: str, role: Role, direction: Direction) -> int:
    if address == mail.list_address:
        return LIST
    if is_machine(address):
        return UNREAD
    if role is Role.FROM and mail.automated:
        return MACHINE
    return NAMED if direction is Direction.SHARED else CORRESPONDENT


def shortest(address: str) -> str:
    """An address without what its owner may add: the same for all spellings of it."""
    local, _, domain = address.partition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
