"""People as an address book: a real client follows them, and every method answers as CardDAV says."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import httpx
import pytest
import vobject
from defusedxml.ElementTree import fromstring

from api.app import create_app
from base.ids import new_id
from base.settings import Settings
from devstack.ports import any_free
from models.contracts.accounts.principals import Action
from services.wiring import Services
from tests.owner import ROBIN, Letter, Owner
from tests.product import served

IDA, BO, LEO = "ida@north.example", "bo@north.example", "leo@lumen.example"
BOOK = "/dav/addressbooks/people/"
NAMES = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:carddav", "S": "http://calendarserver.org/ns/"}
SYNC = """<D:sync-collection xmlns:D="DAV:"><D:sync-token>{}</D:sync-token><D:sync-level>1</D:sync-level>{}
          <D:prop><D:getetag/></D:prop></D:sync-collection>"""
QUERY = """<C:addressbook-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">
           <D:prop><D:getetag/><C:address-data/></D:prop><C:filter {}>{}</C:filter></C:addressbook-query>"""


@dataclass
class Book:
    """A running API, somebody's people, and a program with their token."""

    owner: Owner
    url: str
    secret: str
    http: httpx.AsyncClient

    async def ask(self, method: str, path: str, body: str = "", **headers: str) -> httpx.Response:
        return await self.http.request(method, path, content=body, headers=headers)

    async def told(self, method: str, path: str, body: str = "", **headers: str) -> Element:
        answer = await self.ask(method, path, body, **headers)
        assert answer.status_code == 207, answer.text
        found: Element = fromstring(answer.content)
        return found

    async def id_of(self, address: str) -> UUID:
        return (await self.owner.people())[address].id


@pytest.fixture
async def book(services: Services, settings: Settings) -> AsyncIterator[Book]:
    owner = await Owner.create(services)
    letters = (("Ida Okafor", IDA), ("Bo Lind", BO), ("Leo Brandt", LEO))
    await owner.receive(*(Letter(address, f"{name} <{address}>") for name, address in letters))
    await owner.receive(Letter("list", "dev@lists.example", headers="List-Post: <mailto:dev@lists.example>\n"))
    await owner.learn()
    _, secret = await services.accounts.tokens.make(owner.me, "my phone", [Action.READ_PEOPLE])
    port = any_free()
    async with (
        served(create_app(settings.model_copy(update={"port": port})), port) as url,
        httpx.AsyncClient(base_url=url, auth=(ROBIN, secret)) as http,
    ):
        yield Book(owner, url, secret, http)


async def vdirsyncer(book: Book, folder: Path) -> dict[str, Any]:
    """Everything that vdirsyncer has after a sync: cards by their first address."""
    local = folder / "local" / "people"
    local.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(f"""
[general]
status_path = "{folder}/status/"
[pair people]
a = "kith"
b = "local"
collections = ["from a"]
[storage kith]
type = "carddav"
url = "{book.url}/"
username = "{ROBIN}"
password = "{book.secret}"
read_only = true
[storage local]
type = "filesystem"
path = "{local.parent}"
fileext = ".vcf"
""")
    for command in ("discover", "sync"):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "vdirsyncer", "-c", str(folder / "config"), command,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
    cards = [vobject.readOne(path.read_text()) for path in local.glob("*.vcf")]
    return {card.email.value: card for card in cards}


async def test_a_client_has_everybody_and_hears_of_changes_and_deletions(book: Book, tmp_path: Path) -> None:
    people = book.owner.services.people
    first = await vdirsyncer(book, tmp_path)
    assert {address: card.fn.value for address, card in first.items()} == {
        IDA: "Ida Okafor",
        BO: "Bo Lind",
        LEO: "Leo Brandt",
    }
    wish = {"title": ["Surveyor"], "phone": ["+49301234567"], "note": ["Likes pears."]}
    await people.cards.edit(book.owner.me, await book.id_of(IDA), wish)
    await people.lists.hide(book.owner.me, [await book.id_of(LEO)], hidden=True)
    await book.owner.delete(BO)
    await book.owner.receive(Letter("zoe", "Zoë Ek <zoe@ek.example>"))
    await book.owner.learn()
    second = await vdirsyncer(book, tmp_path)
    assert set(second) == {IDA, "zoe@ek.example"}
    ida = second[IDA]
    assert (ida.title.value, ida.tel.value, ida.note.value) == ("Surveyor", "+49301234567", "Likes pears.")
    assert second["zoe@ek.example"].fn.value == "Zoë Ek"


async def test_the_book_is_found_from_the_well_known_address(book: Book) -> None:
    moved = await book.ask("PROPFIND", "/.well-known/carddav")
    assert (moved.status_code, moved.headers["location"]) == (301, "/dav/")
    wish = '<D:propfind xmlns:D="DAV:"><D:prop><D:current-user-principal/></D:prop></D:propfind>'
    principal = (await book.told("PROPFIND", "/dav/", wish, depth="0")).findtext(
        ".//D:current-user-principal/D:href", namespaces=NAMES
    )
    assert principal
    home = (await book.told("PROPFIND", principal, depth="0")).findtext(
        ".//C:addressbook-home-set/D:href", namespaces=NAMES
    )
    assert home
    inside = await book.told("PROPFIND", home, depth="1")
    books = [one for one in inside if one.find(".//D:resourcetype/C:addressbook", NAMES) is not None]
    assert [one.findtext("D:href", namespaces=NAMES) for one in books] == [BOOK]
    assert books[0].findtext(".//S:getctag", namespaces=NAMES) == books[0].findtext(".//D:sync-token", namespaces=NAMES)
    assert len(await book.told("PROPFIND", BOOK, depth="1")) == 4, "the book and its cards"
    names = await book.told("PROPFIND", BOOK, '<propfind xmlns="DAV:"><propname/></propfind>', depth="0")
    assert not "".join(names.find(".//D:prop", NAMES).itertext())  # type: ignore[union-attr]
    options = await book.ask("OPTIONS", BOOK)
    assert "addressbook" in options.headers["dav"]
    assert (await book.ask("PROPFIND", BOOK, depth="infinity")).status_code == 403


async def test_changes_since_a_token_are_told_once_and_in_parts(book: Book) -> None:
    def told(answer: Element) -> tuple[set[str], set[str], str]:
        changed: set[str] = set()
        gone: set[str] = set()
        for one in answer.findall("D:response", NAMES):
            href = one.findtext("D:href", "", NAMES)
            (gone if one.find("D:status", NAMES) is not None else changed).add(href)
        return changed, gone, answer.findtext("D:sync-token", "", NAMES)

    all_of_them, gone, token = told(await book.told("REPORT", BOOK, SYNC.format("", "")))
    assert (len(all_of_them), gone) == (3, set())
    assert told(await book.told("REPORT", BOOK, SYNC.format(token, ""))) == (set(), set(), token)
    await book.owner.look_again()
    await book.owner.learn()
    assert told(await book.told("REPORT", BOOK, SYNC.format(token, "")))[0] == set(), "nothing that a card says changed"
    ida, bo = await book.id_of(IDA), await book.id_of(BO)
    merge = await book.owner.services.people.memberships.merge(book.owner.me, [ida, bo])
    assert told(await book.told("REPORT", BOOK, SYNC.format(token, "")))[:2] == (
        {f"{BOOK}{ida}.vcf"},
        {f"{BOOK}{bo}.vcf"},
    )
    await book.owner.services.people.memberships.undo(book.owner.me, merge.id)
    changed, gone, _ = told(await book.told("REPORT", BOOK, SYNC.format(token, "")))
    assert (len(changed), gone) == (2, set())
    seen: set[str] = set()
    token = ""
    for _ in range(3):
        answer = await book.told("REPORT", BOOK, SYNC.format(token, "<D:limit><D:nresults>1</D:nresults></D:limit>"))
        changed, _, token = told(answer)
        seen |= changed
    assert seen == all_of_them
    for unknown in ("urn:kith:people:999999999", "urn:other:1"):
        refused = await book.ask("REPORT", BOOK, SYNC.format(unknown, ""))
        assert (refused.status_code, b"valid-sync-token" in refused.content) == (403, True)


async def test_cards_are_asked_for_by_address_and_by_what_they_say(book: Book, subtests: pytest.Subtests) -> None:
    ida = await book.id_of(IDA)
    path = f"{BOOK}{ida}.vcf"
    card = await book.ask("GET", path)
    assert (card.status_code, vobject.readOne(card.text).email.value) == (200, IDA)
    assert (await book.ask("GET", path, **{"if-none-match": card.headers["etag"]})).status_code == 304
    assert (await book.ask("HEAD", path)).content == b""
    assert (await book.ask("GET", f"{BOOK}{new_id()}.vcf")).status_code == 404
    hrefs = f"<D:href>{path}</D:href><D:href>{BOOK}{new_id()}.vcf</D:href><D:href>/elsewhere</D:href>"
    several = await book.told(
        "REPORT",
        BOOK,
        f'<C:addressbook-multiget xmlns:D="DAV:" xmlns:C="{NAMES["C"]}"><D:prop><D:getetag/></D:prop>{hrefs}'
        "</C:addressbook-multiget>",
    )
    assert several.findtext(".//D:getetag", namespaces=NAMES) == card.headers["etag"]
    assert [one.findtext("D:status", "", NAMES) for one in several][1:] == ["HTTP/1.1 404 Not Found"] * 2
    filters = {
        "": 3,
        '<C:prop-filter name="FN"><C:text-match match-type="starts-with">IDA</C:text-match></C:prop-filter>': 1,
        '<C:prop-filter name="EMAIL"><C:text-match>north</C:text-match></C:prop-filter>': 2,
        '<C:prop-filter name="EMAIL"><C:text-match negate-condition="yes">north</C:text-match></C:prop-filter>': 1,
        '<C:prop-filter name="NICKNAME"/>': 0,
        '<C:prop-filter name="TEL"><C:is-not-defined/></C:prop-filter>': 3,
    }
    for wish, count in filters.items():
        with subtests.test(wish):
            assert len(await book.told("REPORT", BOOK, QUERY.format("", wish))) == count
    both = "".join(list(filters)[1:3])
    assert len(await book.told("REPORT", BOOK, QUERY.format("", both))) == 2
    assert len(await book.told("REPORT", BOOK, QUERY.format('test="allof"', both))) == 1
    unknown = '<C:prop-filter name="TEL"><C:param-filter name="TYPE"/></C:prop-filter>'
    assert b"supported-filter" in (await book.ask("REPORT", BOOK, QUERY.format("", unknown))).content


async def test_nothing_is_written(book: Book) -> None:
    path = f"{BOOK}{await book.id_of(IDA)}.vcf"
    before = (await book.ask("GET", path)).headers["etag"]
    for method in ("PUT", "DELETE", "PROPPATCH", "MKCOL", "POST", "MOVE"):
        answer = await book.ask(method, path, "BEGIN:VCARD")
        assert (answer.status_code, b"need-privileges" in answer.content) == (403, True), method
    assert (await book.ask("BREW", path)).status_code == 405
    assert (await book.ask("GET", BOOK)).status_code == 405
    assert (await book.ask("GET", path)).headers["etag"] == before


async def test_nobody_gets_in_without_a_token_for_people(book: Book, services: Services) -> None:
    make = services.accounts.tokens.make
    _, of_mail = await make(book.owner.me, "mail", [Action.READ_MAIL])
    revoked, gone = await make(book.owner.me, "gone", [Action.READ_PEOPLE])
    await services.accounts.tokens.revoke(book.owner.me, revoked.id)
    eve = await Owner.create(services, "eve@elsewhere.example")
    _, of_eve = await make(eve.me, "eve", [Action.READ_PEOPLE])
    path = f"{BOOK}{await book.id_of(IDA)}.vcf"
    async with httpx.AsyncClient(base_url=book.url) as stranger:
        for authorization in ("", "Basic", "Basic !", "Basic a29iYXI=", f"Bearer {book.secret}"):
            answer = await stranger.get(path, headers={"authorization": authorization})
            assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
        assert (await stranger.get(path, auth=("x", gone))).status_code == 401
        assert (await stranger.get(path, auth=("x", of_mail))).status_code == 403
        assert (await stranger.get(path, auth=("x", of_eve))).status_code == 404
        listing = await stranger.request("PROPFIND", BOOK, auth=("x", of_eve), headers={"depth": "1"})
        assert (listing.status_code, ROBIN in listing.text, listing.text.count("<D:href>" + BOOK)) == (207, False, 1)


async def test_xml_that_is_none_or_grows_is_refused(book: Book) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><D:propfind xmlns:D="DAV:"><D:prop>&b;</D:prop></D:propfind>'
    for body in ("<", "{}", bomb):
        answer = await book.ask("PROPFIND", BOOK, body, depth="0")
        assert (answer.status_code, answer.json()["field"]) == (422, "body")
    assert (await book.ask("REPORT", BOOK, '<expand xmlns="DAV:"/>')).status_code == 403
