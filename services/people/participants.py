"""Who took part in a message, seen from its owner: direction, weight, and what it says about the address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from base.folding import fold
from models.contracts.mail.messages import IGNORED_LABELS, Role
from models.contracts.people.contacts import Direction
from models.queries.people.extraction import MOST_NAMED, MailRow
from services.mime.address_syntax import shortest
from services.mime.list_addresses import is_lists_host, is_service_of, looks_like_list
from services.mime.machine_addresses import is_machine, is_machines_name
from services.mime.office_names import is_offices_name
from services.people.spellings import canonical

# Kinds of evidence about an address, the strongest last: `contacts.kind_rank`. Beside several lists an address without
# a name mostly is one more (CROSSPOSTED), unless anybody knows the name of who has it. Who writes by hand once is a
# person, whatever their calendar sends and however their address looks; but one that says itself that nobody reads it
# stays a machine's, and what mail came through is a list.
NAMED, CROSSPOSTED, KNOWN, MACHINE, LISTED, CORRESPONDENT, UNREAD, LIST = range(8)

# Whom a mail names at most where somebody else sent it, the first ones: a mail to more than CROWD says little about any
# one of them. Of the owner's own it is everybody that Google Workspace lets one write to at once (MOST_NAMED).
MOST_SHARED = 500
CROWD = 20  # recipients; a mail to more than that says little about any one of them
COPIED = 0.5  # weight of a mail for whom it reached as a copy only: they need not answer
LISTENER = 0.2  # weight of a mail that came through a list and does not name the owner
_COPIES = frozenset({Role.CC, Role.BCC})


@dataclass(frozen=True)
class Participation:
    """One address in one message. `weight` is that of the mail for the relationship, in (0, 1]."""

    key: str  # the address by which its contact is known
    address: str  # as it is written
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


def participations(mail: MailRow, own: OwnAddresses, tags: frozenset[str] = frozenset()) -> Iterator[Participation]:
    """Everybody who took part in a message, each once, the owner left out. `tags`: addresses that are their base's."""
    if IGNORED_LABELS & set(mail.labels):
        return
    outgoing = is_outgoing(mail, own)
    weight = _weight(mail, own, outgoing)
    crossposted = (
        mail.list_address is not None and sum(_is_listed(mail, entry) for entry in mail.recipients[:CROWD]) > 1
    )
    seen: set[str] = set()
    for role, entry in _named(mail, outgoing):
        address = entry["address"]
        key = key_of(address, tags)
        if key in seen or address in own or not any(character.isalnum() for character in key.partition("@")[0]):
            continue
        seen.add(key)
        direction = _direction(role, outgoing)
        evidence = _evidence(mail, entry, role, direction)
        unnamed = evidence == NAMED and (not entry["name"] or _repeats(entry["name"], address))
        if crossposted and unnamed and "." not in address.partition("@")[0]:
            evidence = CROSSPOSTED
        copied = COPIED if outgoing and role in _COPIES else 1.0
        yield Participation(key, address, entry["name"], role, direction, evidence, weight * copied, mail)
    # What came through a list is the list's, also where the mail does not name it: another that does may come.
    listed = mail.list_address
    if listed is not None and listed not in own and (key := key_of(listed, tags)) not in seen:
        yield Participation(key, listed, "", Role.BCC, _direction(Role.BCC, outgoing), LIST, weight, mail)


def key_of(address: str, tags: frozenset[str]) -> str:
    """By what the contact with this address is known. `tags` are those that are their base's."""
    key = canonical(address)
    return shortest(key) if key in tags else key


def _named(mail: MailRow, outgoing: bool) -> Iterator[tuple[Role, dict[str, str]]]:
    """The author first, and nobody whom the author's software named."""
    # Whoever the sender of the owner's own mail is, and wherever answers are to go, it is the owner.
    if mail.sender is not None and not outgoing:
        yield Role.FROM, mail.sender
    # A list that takes the author's place in From leaves them in Reply-To. Any other list sets Reply-To to
    # itself, and a machine to an address that is good for one answer.
    listed = mail.list_address is not None and (mail.sender is None or mail.sender["address"] != mail.list_address)
    for entry in mail.recipients[: MOST_NAMED if outgoing else MOST_SHARED]:
        role = Role(entry["role"])
        if role is not Role.REPLY_TO or not (outgoing or listed or mail.automated):
            yield role, entry


def _weight(mail: MailRow, own: OwnAddresses, outgoing: bool) -> float:
    recipients = [entry["address"] for entry in mail.recipients if entry["role"] != Role.REPLY_TO]
    weight = min(CROWD / max(len(recipients), 1), 1.0)
    if outgoing:
        return weight
    theirs = {Role(entry["role"]) for entry in mail.recipients if entry["address"] in own} - {Role.REPLY_TO}
    if not theirs:
        return weight * LISTENER if mail.list_address else weight
    return weight * COPIED if theirs <= _COPIES else weight


def _direction(role: Role, outgoing: bool) -> Direction:
    if outgoing:
        return Direction.SENT
    return Direction.RECEIVED if role in {Role.FROM, Role.REPLY_TO} else Direction.SHARED


def _evidence(mail: MailRow, entry: dict[str, str], role: Role, direction: Direction) -> int:
    address = entry["address"]
    if address == mail.list_address or is_lists_host(address):
        return LIST
    if is_machine(address):
        return UNREAD
    if role is Role.FROM:
        return MACHINE if mail.automated else CORRESPONDENT
    if _is_listed(mail, entry):
        return LISTED
    if direction is not Direction.SHARED:
        return CORRESPONDENT
    name = entry["name"]
    if is_machines_name(name) or (name and is_offices_name(name, address)):
        return MACHINE
    return KNOWN if " " in name and not _repeats(name, address) else NAMED


def _repeats(name: str, address: str) -> bool:
    """Does it say no more than the address? "Dev Lists.North.Example"; one word may be somebody's name all the same."""
    local, _, host = address.partition("@")
    return " " in name and fold(name).removeprefix(local).strip(" .@") in host


def _is_listed(mail: MailRow, entry: dict[str, str]) -> bool:
    """Is it the list's, by what the mail says, or called as lists are?"""
    address = entry["address"]
    if is_lists_host(address) or looks_like_list(address, entry["name"]):
        return True
    return mail.list_address is not None and is_service_of(address, mail.list_address)
