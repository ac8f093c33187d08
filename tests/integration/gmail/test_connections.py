"""One bounded pool of connections to Gmail: however many mailboxes there are, and whatever hangs."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from google.oauth2.credentials import Credentials

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from integrations.gmail import library
from integrations.gmail.client import GmailClient
from integrations.gmail.connections import BULK, LIVE, Connections, urgency
from integrations.gmail.errors import GmailUnavailable, Interrupted
from integrations.gmail.writing import GmailWriter
from models.contracts.core.lanes import Lane
from tests.integration.gmail.rounds import people
from tests.integration.gmail.test_sync import mail
from tests.product import OWNER, Simulator, simulator

MAILBOXES, FETCHES = 30, 16


@asynccontextmanager
async def connections(**options: float) -> AsyncIterator[Connections]:
    found = Connections(**options)  # type: ignore[arg-type]
    yield found
    await found.close()


async def client(gmail: Simulator, pool: Connections, account: str = OWNER) -> GmailClient:
    granted = await gmail.control("POST", f"accounts/{account}/grants", json={})
    return GmailClient(gmail.url, Credentials(token=granted["access_token"]), pool)


def sockets(gmail: Simulator) -> int:
    """Connections of this process to the simulator, seen from the side that opened them."""
    port = urlsplit(gmail.url).port
    return sum(1 for one in psutil.Process().net_connections("tcp") if one.raddr and one.raddr.port == port)


async def test_sockets_do_not_grow_with_mailboxes_and_fetches(tmp_path: Path) -> None:
    addresses = [f"person{number}@marlow.example" for number in range(MAILBOXES)]
    accounts = [MboxAccount(address) for address in addresses]
    async with simulator(tmp_path, *accounts, quota="legacy:user_per_minute=100000") as gmail, connections() as pool:
        clients = [await client(gmail, pool, address) for address in addresses]
        await gmail.fault(match="getProfile", kind="latency", seconds=0.05)
        before, most = sockets(gmail), 0

        async def fetch(one: GmailClient, lane: Lane) -> None:
            with urgency(lane):
                await one.profile()

        async def watch() -> None:
            nonlocal most
            while True:
                most = max(most, sockets(gmail) - before)
                await asyncio.sleep(0.02)

        watching = asyncio.create_task(watch())
        lanes = [Lane.BACKFILL, Lane.PUSH] * (FETCHES // 2)
        await asyncio.gather(*(fetch(one, lane) for one in clients for lane in lanes))
        watching.cancel()
    assert 2 < most <= LIVE + BULK


async def test_what_hangs_in_bulk_or_for_one_person_takes_nobody_elses_connection(tmp_path: Path) -> None:
    accounts = MboxAccount(OWNER), MboxAccount("ida@marlow.example")
    async with simulator(tmp_path, *accounts) as gmail, connections(live=8, bulk=4) as pool:
        mine, idas = await client(gmail, pool), await client(gmail, pool, "ida@marlow.example")
        await gmail.fault(match="getProfile", kind="latency", seconds=30, times=8)

        async def hang(lane: Lane) -> None:
            with urgency(lane):
                await mine.profile()

        hung = [asyncio.create_task(hang(lane)) for lane in [Lane.BACKFILL] * 12 + [Lane.PERSON] * 12]
        await asyncio.sleep(0.5)
        async with asyncio.timeout(3):
            assert (await idas.labels()) != []
        for task in hung:
            task.cancel()
        await asyncio.gather(*hung, return_exceptions=True)


async def test_six_hung_downloads_freeze_neither_the_api_nor_its_decrypting(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada") as (kith, (ada,)):
        for number in range(7):
            await kith.gmail.deliver(mail(number), account=ada.address)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 7)
        await ada.idle()
        ids = [message["id"] for message in await ada.browser.every("messages")]
        await kith.gmail.fault(match="messages.get", kind="latency", seconds=20)
        loads = [asyncio.create_task(ada.browser.http.get(f"/api/v1/messages/{one}/raw")) for one in ids[:6]]
        await asyncio.sleep(1)
        async with asyncio.timeout(5):
            assert len(await ada.browser.every("messages")) == 7
            assert (await ada.browser.get(f"messages/{ids[6]}"))["id"] == ids[6]
        assert not any(load.done() for load in loads)
        for load in loads:
            load.cancel()
        await asyncio.gather(*loads, return_exceptions=True)


async def test_a_silent_server_is_given_up(tmp_path: Path) -> None:
    async with simulator(tmp_path, MboxAccount(OWNER)) as gmail, connections(silence=0.3) as pool:
        mine = await client(gmail, pool)
        await gmail.fault(match="getProfile", kind="latency", seconds=5)
        with pytest.raises(GmailUnavailable):
            await mine.profile()


@asynccontextmanager
async def hanging_up(answers: list[bytes]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers each request with the next of `answers`, and hangs up where that is no whole answer."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.read(65_536):
            heard.append(head)
            answer = answers.pop(0) if answers else b""
            writer.write(answer)
            if not answer.endswith(b"{}"):
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, family=socket.AF_INET)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard
    server.close()


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@pytest.mark.parametrize("half", [b"", b"\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
@pytest.mark.parametrize("reused", [False, True], ids=["new", "reused"])
async def test_what_changes_something_is_made_once(half: bytes, reused: bool) -> None:
    async with hanging_up([WHOLE, half, WHOLE] if reused else [half, WHOLE]) as (url, heard), connections() as pool:
        gmail = GmailClient(url, Credentials(token="token"), pool)
        if reused:
            await gmail.labels()
        with pytest.raises(GmailUnavailable) as gone:
            await GmailWriter(gmail).send(b"Subject: once\r\n\r\n", None)
        assert not isinstance(gone.value, Interrupted)
        assert len(heard) == 1 + reused


@pytest.mark.parametrize("reused", [False, True], ids=["new", "reused"])
async def test_what_only_reads_may_be_made_again_where_its_connection_had_been_idle(reused: bool) -> None:
    async with hanging_up([WHOLE, b""] if reused else [b""]) as (url, _), connections() as pool:
        gmail = GmailClient(url, Credentials(token="token"), pool)
        if reused:
            await gmail.labels()
        with pytest.raises(GmailUnavailable) as gone:
            await gmail.labels()
        assert isinstance(gone.value, Interrupted) == reused


async def test_a_token_is_made_anew_once_for_all_who_need_it(tmp_path: Path) -> None:
    async with simulator(tmp_path, MboxAccount(OWNER)) as gmail, connections() as pool:
        granted = await gmail.control("POST", f"accounts/{OWNER}/grants", json={})
        credentials = Credentials(
            token=granted["access_token"],
            refresh_token=granted["refresh_token"],
            token_uri=f"{gmail.url}/token",
            client_id=gmail.config.client_id,
            client_secret=gmail.config.client_secret,
        )
        mine = GmailClient(gmail.url, credentials, pool)
        await gmail.control("POST", f"accounts/{OWNER}/expire-tokens")
        await gmail.fault(match="^token$", kind="latency", seconds=0.2)
        await asyncio.gather(*(mine.profile() for _ in range(5)), mine.get_many([("messages", "1" * 16)]))
        (fault,) = await gmail.control("GET", "faults")
        assert fault["seen"] == 1


def test_the_library_makes_one_service_for_all_mailboxes() -> None:
    assert library.users("https://gmail.googleapis.com") is library.users("https://gmail.googleapis.com")
