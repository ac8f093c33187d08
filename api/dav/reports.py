"""The reports of an address book: all or some cards, and what has changed."""

from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import TypeVar
from xml.etree.ElementTree import Element

from api.dav.filters import Test, UnsupportedFilter, test_of
from api.dav.messages import Asked, absent, answer, asked, element, token
from api.dav.names import BOOK, card_href, carddav, dav, person_of, revision_of, sync_token
from api.dav.properties import of_card
from models.contracts.accounts.principals import Principal
from services.people.address_book_sync import AddressBookSync, BookChanges

T = TypeVar("T")

_AT_ONCE = 200  # cards that are read in one transaction
_MOST_CHANGES = 5_000  # of one answer: a client asks on with the token that comes with it


async def reported(query: Element, me: Principal, book: AddressBookSync) -> AsyncIterator[bytes] | Element:
    """The parts of the answer; an element: the condition that the query does not meet."""
    wish = asked(query)
    if query.tag == carddav("addressbook-multiget"):
        return _some(query, wish, me, book)
    if query.tag == carddav("addressbook-query"):
        try:
            return _matching(test_of(query), _limit(query, carddav("limit"), carddav("nresults")), wish, me, book)
        except UnsupportedFilter:
            return element(carddav("supported-filter"))
    if query.tag != dav("sync-collection"):
        return element(dav("supported-report"))
    revision = revision_of(query.findtext(dav("sync-token"), "").strip())
    most = min(_limit(query, dav("limit"), dav("nresults")) or _MOST_CHANGES, _MOST_CHANGES)
    changes = None if revision is None else await book.since(me, revision, most)
    return element(dav("valid-sync-token")) if changes is None else _changes(changes, wish, me, book)


def _limit(query: Element, limit: str, results: str) -> int | None:
    written = query.findtext(f"{limit}/{results}", "").strip()
    return int(written) if written.isascii() and written.isdecimal() and 0 < len(written) < 10 else None


async def _some(query: Element, wish: Asked, me: Principal, book: AddressBookSync) -> AsyncIterator[bytes]:
    asked_for = [(one.text or "").strip() for one in query.findall(dav("href"))]
    for some in _batches(asked_for):
        persons = {href: person for href in some if (person := person_of(href))}
        cards = await book.cards(me, set(persons.values()))
        for href in some:
            card = cards.get(persons[href]) if href in persons else None
            yield absent(href) if card is None else answer(href, wish, of_card(card))


async def _matching(
    test: Test | None, most: int | None, wish: Asked, me: Principal, book: AddressBookSync
) -> AsyncIterator[bytes]:
    left = most
    for some in _batches([card.person_id for card in await book.listed(me)]):
        for card in (await book.cards(me, some)).values():
            assert card.content is not None  # noqa: S101 - they were asked for whole
            if test is not None and not test(card.content):
                continue
            if left == 0:
                yield absent(BOOK, HTTPStatus.INSUFFICIENT_STORAGE, element(dav("number-of-matches-within-limits")))
                return
            left = None if left is None else left - 1
            yield answer(card_href(card.person_id), wish, of_card(card))


async def _changes(changes: BookChanges, wish: Asked, me: Principal, book: AddressBookSync) -> AsyncIterator[bytes]:
    for some in _batches(list(changes.changed)):
        whole = await book.cards(me, [card.person_id for card in some]) if wish.data else {}
        for card in some:
            yield answer(card_href(card.person_id), wish, of_card(whole.get(card.person_id, card)))
    for person in changes.removed:
        yield absent(card_href(person))
    if changes.more:
        yield absent(BOOK, HTTPStatus.INSUFFICIENT_STORAGE, element(dav("number-of-matches-within-limits")))
    yield token(sync_token(changes.revision))


def _batches(all_of_them: Sequence[T]) -> list[Sequence[T]]:
    return [all_of_them[start : start + _AT_ONCE] for start in range(0, len(all_of_them), _AT_ONCE)]
