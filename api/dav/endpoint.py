"""`/dav/`: people as an address book that a phone shows, read only (CardDAV, RFC 6352), with a personal token."""

import base64
import binascii
from collections.abc import AsyncIterator
from http import HTTPStatus
from xml.etree.ElementTree import Element

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.dav import messages, properties
from api.dav.messages import Asked, answer, asked, element, error
from api.dav.names import BOOK, HOME, PRINCIPAL, ROOT, card_href, dav, person_of
from api.dav.reports import reported
from base.errors import NotFound, Unauthenticated
from models.contracts.accounts.principals import Action, Principal
from services.accounts.permissions import TenantData, authorize
from services.accounts.tokens import PREFIX
from services.people.address_book_sync import AddressBookSync, BookCard
from services.wiring import Services

_READ = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
_WRITE = frozenset({"PUT", "DELETE", "POST", "PATCH", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL"})
_CLASSES = {"DAV": "1, 3, access-control, addressbook", "Allow": ", ".join(_READ)}
_VCARD = "text/vcard; charset=utf-8"
_FOLDERS = (ROOT, PRINCIPAL, HOME, BOOK)


class _AddressBook:
    """An ASGI app: Starlette's functions take no other methods than those that they name."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        answered = await _answer(Request(scope, receive))
        await answered(scope, receive, send)


class _Moved:
    """Where programs look first (RFC 6764)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await RedirectResponse(ROOT, HTTPStatus.MOVED_PERMANENTLY)(scope, receive, send)


async def _answer(request: Request) -> Response:
    services: Services = request.app.state.services
    try:
        me = await _principal(request, services)
    except Unauthenticated:
        return _refused()
    if request.method in _WRITE:
        privilege = element(dav("need-privileges"), element(dav("resource"), element(dav("href"), request.url.path)))
        return _xml(error(privilege), HTTPStatus.FORBIDDEN)
    if request.method not in _READ:
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": _CLASSES["Allow"]})
    if request.method == "OPTIONS":
        return Response(headers=_CLASSES)
    book = services.people.address_book
    if request.method == "PROPFIND":
        return await _found(request, me, book)
    if request.method == "REPORT":
        return await _report(request, me, book)
    return await _card(request, me, book)


async def _principal(request: Request, services: Services) -> Principal:
    """Whose token is the password. Raises Unauthenticated, and what `authorize` raises."""
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True).decode() if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unauthenticated from error
    password = given.partition(":")[2]
    if not password.startswith(PREFIX):  # never a session's
        raise Unauthenticated
    me = await services.accounts.authentication.principal(password)
    authorize(me, Action.READ_PEOPLE, TenantData(me.tenant_id))
    return me


def _refused() -> Response:
    return Response(
        "Your address as the name, and a personal token from Kith's settings as the password.\n",
        HTTPStatus.UNAUTHORIZED,
        {"WWW-Authenticate": 'Basic realm="Kith", charset="UTF-8"'},
    )


async def _found(request: Request, me: Principal, book: AddressBookSync) -> Response:
    """PROPFIND."""
    path, depth = request.url.path, request.headers.get("depth", "infinity")
    wish = asked(messages.read(await request.body()))
    if path not in _FOLDERS:
        card = await _one(path, me, book)
        return _multistatus(_each(answer(path, wish, properties.of_card(card))))
    if depth not in {"0", "1"}:
        return _xml(error(element(dav("propfind-finite-depth"))), HTTPStatus.FORBIDDEN)
    return _multistatus(_folder(path, wish, me, book, with_children=depth == "1"))


async def _folder(
    path: str, wish: Asked, me: Principal, book: AddressBookSync, *, with_children: bool
) -> AsyncIterator[bytes]:
    revision = await book.revision(me)
    folders = [path, *(properties.children(path) if with_children else ())]
    for one in folders:
        if one == BOOK:
            yield answer(one, wish, properties.of_book(revision))
        else:
            yield answer(one, wish, properties.of_home() if one == HOME else properties.of_principal(one))
    if path == BOOK and with_children:
        for card in await book.listed(me):
            yield answer(card_href(card.person_id), wish, properties.of_card(card))


async def _report(request: Request, me: Principal, book: AddressBookSync) -> Response:
    """REPORT."""
    query = messages.read(await request.body())
    if request.url.path != BOOK or query is None:
        return _xml(error(element(dav("supported-report"))), HTTPStatus.FORBIDDEN)
    found = await reported(query, me, book)
    return _xml(error(found), HTTPStatus.FORBIDDEN) if isinstance(found, Element) else _multistatus(found)


async def _card(request: Request, me: Principal, book: AddressBookSync) -> Response:
    """GET and HEAD."""
    path = request.url.path
    if path in _FOLDERS:
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "OPTIONS, PROPFIND, REPORT"})
    card = await _one(path, me, book)
    headers = {"ETag": card.etag}
    if card.etag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(card.content, media_type=_VCARD, headers=headers)


async def _one(path: str, me: Principal, book: AddressBookSync) -> BookCard:
    person = person_of(path)
    found = (await book.cards(me, [person])).get(person) if person else None
    if found is None:
        raise NotFound("There is no such card.")
    return found


async def _each(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def _multistatus(parts: AsyncIterator[bytes]) -> Response:
    async def whole() -> AsyncIterator[bytes]:
        yield messages.HEAD
        async for part in parts:
            yield part
        yield messages.FOOT

    return StreamingResponse(whole(), HTTPStatus.MULTI_STATUS, media_type=messages.MEDIA_TYPE)


def _xml(body: bytes, status: HTTPStatus) -> Response:
    return Response(body, status, media_type=messages.MEDIA_TYPE)


ROUTES = [
    Route("/.well-known/carddav", _Moved(), include_in_schema=False),
    Route("/dav", _Moved(), include_in_schema=False),
    Route("/dav/{path:path}", _AddressBook(), include_in_schema=False),
]
