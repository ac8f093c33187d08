"""Names of WebDAV (RFC 4918, 3744, 5397, 6578), CardDAV (RFC 6352) and CalendarServer's ctag, and our addresses."""

from urllib.parse import unquote, urlsplit
from uuid import UUID
from xml.etree import ElementTree

DAV, CARDDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:carddav", "http://calendarserver.org/ns/"
for _prefix, _namespace in (("D", DAV), ("C", CARDDAV), ("S", SERVER)):
    ElementTree.register_namespace(_prefix, _namespace)

ROOT = "/dav/"
PRINCIPAL = "/dav/principal/"
HOME = "/dav/addressbooks/"
BOOK = "/dav/addressbooks/people/"
_SUFFIX = ".vcf"
_TOKEN = "urn:kith:people:"  # noqa: S105 - what a sync token begins with


def dav(name: str) -> str:
    """An element of WebDAV."""
    return f"{{{DAV}}}{name}"


def carddav(name: str) -> str:
    """An element of CardDAV."""
    return f"{{{CARDDAV}}}{name}"


CTAG = f"{{{SERVER}}}getctag"


def card_href(person_id: UUID) -> str:
    """Where a card is."""
    return f"{BOOK}{person_id}{_SUFFIX}"


def person_of(href: str) -> UUID | None:
    """Whose card is there; None: nobody's could be. `href` may be a whole address, and escaped."""
    path = unquote(urlsplit(href).path)
    name = path.removeprefix(BOOK)
    if name == path or not name.endswith(_SUFFIX):
        return None
    try:
        return UUID(name.removesuffix(_SUFFIX))
    except ValueError:
        return None


def sync_token(revision: int) -> str:
    """How a client names the state that it has."""
    return f"{_TOKEN}{revision}"


def revision_of(token: str) -> int | None:
    """The revision that a client has; 0: none yet. None: this is no token of ours."""
    if not token:
        return 0
    number = token.removeprefix(_TOKEN)
    known = number != token and number.isascii() and number.isdecimal() and len(number) < 19
    return int(number) if known else None
