"""What each address of the address book has, as properties."""

from xml.etree.ElementTree import Element

from api.dav.messages import Properties, element, hrefs
from api.dav.names import BOOK, CTAG, HOME, PRINCIPAL, carddav, dav, sync_token
from services.people.address_book_sync import BookCard

_REPORTS = (carddav("addressbook-query"), carddav("addressbook-multiget"), dav("sync-collection"))
_LARGEST = 1024 * 1024  # bytes that a card may have


def of_principal(address: str) -> Properties:
    """Those of `ROOT` and `PRINCIPAL`: who it is, and where the address books are."""
    kinds = [element(dav("collection"))] + ([element(dav("principal"))] if address == PRINCIPAL else [])
    return _named(
        element(dav("resourcetype"), *kinds),
        element(dav("displayname"), "Kith"),
        hrefs(dav("principal-URL"), PRINCIPAL),
        hrefs(carddav("addressbook-home-set"), HOME),
    )


def of_home() -> Properties:
    """Those of the folder with the one book."""
    return _named(element(dav("resourcetype"), element(dav("collection"))), element(dav("displayname"), "Kith"))


def of_book(revision: int) -> Properties:
    """Those of the book itself."""
    reports = [element(dav("supported-report"), element(dav("report"), element(name))) for name in _REPORTS]
    vcard = element(carddav("address-data-type"))
    vcard.attrib = {"content-type": "text/vcard", "version": "3.0"}
    return _named(
        element(dav("resourcetype"), element(dav("collection")), element(carddav("addressbook"))),
        element(dav("displayname"), "People"),
        element(carddav("addressbook-description"), "Everybody whom Kith knows. It is changed there."),
        element(carddav("supported-address-data"), vcard),
        element(carddav("max-resource-size"), str(_LARGEST)),
        element(dav("supported-report-set"), *reports),
        element(dav("sync-token"), sync_token(revision)),
        element(CTAG, sync_token(revision)),
    )


def of_card(card: BookCard) -> Properties:
    """Those of one card."""
    found = [
        element(dav("resourcetype")),
        element(dav("getetag"), card.etag),
        element(dav("getcontenttype"), "text/vcard; charset=utf-8"),
    ]
    if card.content is not None:
        found.append(element(dav("getcontentlength"), str(len(card.content))))
        found.append(element(carddav("address-data"), card.content.decode()))
    return _named(*found)


def children(address: str) -> tuple[str, ...]:
    """The folders in a folder."""
    return {HOME: (BOOK,)}.get(address, ())


def _named(*found: Element) -> Properties:
    read = element(dav("privilege"), element(dav("read")))
    everywhere = (
        hrefs(dav("current-user-principal"), PRINCIPAL),
        hrefs(dav("owner"), PRINCIPAL),
        element(dav("current-user-privilege-set"), read),
    )
    return {one.tag: one for one in (*found, *everywhere)}
