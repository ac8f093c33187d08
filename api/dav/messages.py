"""What CardDAV clients ask, and how answers are written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from api.dav.names import carddav, dav
from base.errors import Invalid

HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">'
FOOT = b"</D:multistatus>"
MEDIA_TYPE = "application/xml; charset=utf-8"
_DATA = carddav("address-data")

Properties = Mapping[str, Element]


def read(body: bytes) -> Element | None:
    """The XML of a request, None where there is none. Raises Invalid; entities and DTDs are refused."""
    if not body.strip():
        return None
    try:
        found: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Invalid("The request's body has to be XML as RFC 6352 says, without a DTD.", field="body") from error
    return found


@dataclass(frozen=True)
class Asked:
    """Which properties are asked for; None: all but those that take work. With `names`, only what there is."""

    names: Collection[str] | None
    only_names: bool = False

    @property
    def data(self) -> bool:
        """Is the content of cards asked for?"""
        return self.names is not None and _DATA in self.names


def asked(request: Element | None) -> Asked:
    """Of a PROPFIND or a REPORT."""
    wish = request.find(dav("prop")) if request is not None else None
    if wish is not None:
        return Asked([one.tag for one in wish])
    return Asked(None, only_names=request is not None and request.find(dav("propname")) is not None)


def element(name: str, *children: Element | str) -> Element:
    """An element with text or with elements in it."""
    made = Element(name)
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def hrefs(name: str, *addresses: str) -> Element:
    """An element that names addresses."""
    return element(name, *(element(dav("href"), address) for address in addresses))


def answer(href: str, wish: Asked, properties: Properties) -> bytes:
    """What is asked of one address: what it has, and what it has not."""
    names = list(properties) if wish.names is None else wish.names
    there = [properties[name] for name in names if name in properties]
    if wish.only_names:
        there = [element(one.tag) for one in there]
    missing = [element(name) for name in names if name not in properties]
    stats = [_stat(HTTPStatus.OK, there)] if there or not missing else []
    if missing:
        stats.append(_stat(HTTPStatus.NOT_FOUND, missing))
    return _written(element(dav("response"), element(dav("href"), href), *stats))


def absent(href: str, status: HTTPStatus = HTTPStatus.NOT_FOUND, *why: Element) -> bytes:
    """There is nothing at this address, or not all of it was told."""
    parts = [element(dav("href"), href), element(dav("status"), _line(status))]
    if why:
        parts.append(element(dav("error"), *why))
    return _written(element(dav("response"), *parts))


def token(value: str) -> bytes:
    """What a client says next time, at the end of its answer."""
    return _written(element(dav("sync-token"), value))


def error(*conditions: Element) -> bytes:
    """Which condition a request does not meet."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + _written(element(dav("error"), *conditions))


def _stat(status: HTTPStatus, properties: Sequence[Element]) -> Element:
    return element(dav("propstat"), element(dav("prop"), *properties), element(dav("status"), _line(status)))


def _line(status: HTTPStatus) -> str:
    return f"HTTP/1.1 {status.value} {status.phrase}"


def _written(made: Element) -> bytes:
    return bytes(ElementTree.tostring(made, encoding="utf-8"))
