"""Mail that is made to keep a computer busy harms nobody: not its neighbours, not other mailboxes, not who reads it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.reading_attempts import MAX_READINGS
from services.mail import ingestion
from services.mail.ingestion import Ingestion
from services.mail.message_rows import message_id, message_row
from services.mail.prepared import PreparedMail, prepare
from services.mail.source import Source
from services.mail.storing import Batch
from services.mime.parsing import parse
from services.mime.parts import part_of
from services.wiring import Services
from tests.killers import KILLERS, MEMORY, ODD, fonts
from tests.owner import START, Owner
from tests.product import OWNER, Browser, product

SMALL: dict[str, Any] = {"parsers": 2, "parser_memory": MEMORY, "parser_seconds": 1.0}
REASONS = ["This message cannot be read: reading it took more than 256 MB of memory."]  # of the killers
NEIGHBOURS = 60


def neighbour(number: int) -> bytes:
    head = f"Message-ID: <{number}@north.example>\nFrom: Ida <ida@north.example>\nTo: {OWNER}\n"
    return f"{head}Subject: {number}\n\nhello\n".encode()


def among_neighbours(hostile: Iterable[Callable[[], bytes]]) -> list[bytes]:
    """A mailbox."""
    found = [neighbour(number) for number in range(NEIGHBOURS)]
    for place, make in enumerate(hostile):
        found.insert(2 * place, make())
    return found


@asynccontextmanager
async def unblocked(most: float) -> AsyncIterator[None]:
    """Nothing holds up this process's event loop, on which every heartbeat goes out, for longer than `most` seconds."""
    longest = 0.0

    async def look() -> None:
        nonlocal longest
        while True:
            started = time.monotonic()
            await asyncio.sleep(0.05)
            longest = max(longest, time.monotonic() - started)

    task = asyncio.create_task(look())
    yield
    task.cancel()
    assert longest < most


async def assert_sorted_out(browser: Browser, state: Any, reasons: list[str], odd: int = 0) -> None:
    """The killers are dead, each with its reason, and everybody else is stored."""
    assert state["status"] == "healthy"
    letters = await browser.every(f"mailboxes/{state['id']}/dead")
    assert sorted(letter["error"] for letter in letters) == sorted(reasons)
    stored = await browser.every("messages", mailbox_id=state["id"])
    assert len(stored) == NEIGHBOURS + odd
    assert {str(number) for number in range(NEIGHBOURS)} <= {message["subject"] for message in stored}


async def test_killers_in_a_mailbox_are_dead_with_their_reasons_and_everybody_else_is_stored(
    settings: Settings, tmp_path: Path
) -> None:
    other = "robin.too@marlow.example"
    accounts = MboxAccount(OWNER), MboxAccount(other)
    async with product(settings, tmp_path, *accounts, changed=SMALL) as kith:
        for raw in among_neighbours(KILLERS.values()):
            await kith.gmail.deliver(raw)
        for number in range(NEIGHBOURS):
            await kith.gmail.deliver(neighbour(number), account=other)
        robin, second = await kith.browser().sign_in(), await kith.browser().sign_in(other)
        async with unblocked(15):
            hit = await robin.connect()
            await asyncio.sleep(1)
            started = time.monotonic()
            beside = await second.synced(await second.connect(other))
            waited = time.monotonic() - started
            state = await robin.synced(hit)

        assert beside["counts"]["stored"] == NEIGHBOURS
        assert waited < 60
        await assert_sorted_out(robin, state, REASONS)


async def test_killers_in_a_file_are_dead_and_the_import_goes_on(settings: Settings, tmp_path: Path) -> None:
    separator = b"From a@b.example Mon Jun  1 10:00:00 2026\n"
    content = b"".join(
        separator + raw.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for raw in among_neighbours({**KILLERS, **ODD}.values())
    )
    async with product(settings, tmp_path, MboxAccount(OWNER), changed=SMALL) as kith:
        browser = await kith.browser().sign_in()
        async with unblocked(15):
            answer = await browser.http.post("/api/v1/imports", files={"file": ("mail.mbox", content)})
            state = await browser.synced(answer.json()["mailbox_id"])

        await assert_sorted_out(browser, state, REASONS, len(ODD))


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator[Owner]:
    services = await Services.build(settings.model_copy(update=SMALL))
    yield await Owner.create(services)
    await services.close()


async def keep(owner: Owner, key: str, html: str) -> None:
    """A mail with this HTML is stored, as it was before there were bounds."""
    ref = owner.refs[0]
    keys, own = await owner.services.mail.ingestion.context(ref)
    mail = prepare(replace(parse(part_of(neighbour(1))), html=html, text="what it says"))
    row = message_row(ref.mailbox_id, own, keys, Source(key, "thread", START, 0, [], 100), mail)
    await owner.store.store(ref, [row], {}, Batch([]))


async def test_reading_html_that_kills_shows_the_text_and_says_why(owner: Owner) -> None:
    await keep(owner, "fonts", fonts(18_000))
    await keep(owner, "deep", "<div>" * 5_000)
    await keep(owner, "fine", "<p>fine<script>x</script>")
    reading, ref = owner.services.mail.reading, owner.refs[0]
    started = time.monotonic()

    async with unblocked(15):
        fonts_mail, deep, fine = [
            await reading.message(owner.me, message_id(ref.mailbox_id, key), images=False)
            for key in ("fonts", "deep", "fine")
        ]
        thread = await reading.thread(owner.me, ref.mailbox_id, "thread", images=False)

    assert time.monotonic() - started < 60
    assert (fonts_mail.html, fonts_mail.text) == (None, "what it says")
    for problem in (fonts_mail.html_problem, deep.html_problem):
        assert problem is not None
        assert "too deeply nested" in problem
    assert (fine.html, fine.html_problem) == ("<p>fine</p>", None)
    assert sorted(message.html is None for message in thread.messages) == [False, True, True]


class Stopped(BaseException):
    """What is left of a process that somebody killed."""


async def test_a_mail_that_stops_the_worker_is_given_up_and_takes_no_neighbour_along(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, store = owner.refs[0], owner.services.mail.store
    payloads = [
        {
            "id": f"m{number}",
            "threadId": f"m{number}",
            "internalDate": "1780000000000",
            "historyId": "1",
            "labelIds": ["INBOX"],
            "payload": {"mimeType": "text/plain", "headers": [{"name": "Subject", "value": f"s{number}"}], "body": {}},
        }
        for number in range(6)
    ]

    def deadly(*arguments: Any) -> Any:
        mail: PreparedMail = arguments[-1]
        if mail.subject == "s3":
            raise Stopped
        return message_row(*arguments)

    async def gone(*_: object) -> None:
        """A process that was killed takes nothing back."""

    monkeypatch.setattr(ingestion, "message_row", deadly)
    monkeypatch.setattr(Ingestion, "_take_back", gone)
    for attempt in range(MAX_READINGS):
        with pytest.raises(Stopped):
            await store.store_payloads(ref, Batch(payloads, generation=1))
        assert await counts(owner, ref) == ((0, 0) if attempt == 0 else (3, 0))

    await store.store_payloads(ref, Batch(payloads, generation=1))

    assert await counts(owner, ref) == (5, 1)
    [letter] = await dead(owner, ref)
    assert letter == f"This message cannot be read: {MAX_READINGS} times Kith was stopped while it read it."
    await store.store_payloads(ref, Batch(payloads, generation=1))  # a thread that it is in is fetched again
    assert await counts(owner, ref) == (5, 1)
    monkeypatch.undo()
    async with owner.services.core.database.tenant(ref.user_id) as session:
        await LedgerQueries(session, ref).retry_dead()
    await store.store_payloads(ref, Batch(payloads, generation=1))
    assert await counts(owner, ref) == (6, 0)


async def test_what_stops_elsewhere_is_not_put_down_to_the_mail(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, store = owner.refs[0], owner.services.mail.store
    payload = {"id": "m", "threadId": "m", "internalDate": "1780000000000", "historyId": "1", "payload": {}}

    async def away(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(store, "store", away)
        for _ in range(2 * MAX_READINGS):
            with pytest.raises(ConnectionError):
                await store.store_payloads(ref, Batch([payload], generation=1))
    await store.store_payloads(ref, Batch([payload], generation=1))

    assert await counts(owner, ref) == (1, 0)


async def counts(owner: Owner, ref: MailboxRef) -> tuple[int, int]:
    async with owner.services.core.database.tenant(ref.user_id) as session:
        totals = await LedgerQueries(session, ref).totals()
    return totals.stored, totals.dead


async def dead(owner: Owner, ref: MailboxRef) -> list[str]:
    items, _ = await owner.services.gmail.mailboxes.dead(owner.me, ref.mailbox_id)
    return [letter.error for letter in items]
