"""Uploads have a quota for each person, also where several come at once or nobody says how large they are."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from services.imports.upload_quota import MOST_OPEN
from tests.integration.tenants import OTHER, as_owner, mail, mbox, upload
from tests.product import OWNER, Browser, Product, product

QUOTA = 200_000  # bytes


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    accounts = MboxAccount(OWNER), MboxAccount(OTHER)
    async with product(settings, tmp_path, *accounts, changed={"upload_quota": QUOTA}) as running:
        yield running


def file(size: int, first: int = 0) -> bytes:
    """An mbox of about so many bytes, of one mail."""
    return mbox(mail(first, "ida@northwind.example") + b"x" * size + b"\n")


def in_chunks(content: bytes, pause: asyncio.Event | None = None) -> AsyncIterator[bytes]:
    """A form whose length nobody declares. It waits for `pause` before its last part."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mbox"\r\n\r\n'
        for start in range(0, len(content), 50_000):
            yield content[start : start + 50_000]
        if pause is not None:
            await pause.wait()
        yield b"\r\n--x--\r\n"

    return chunks()


async def streamed(browser: Browser, content: AsyncIterator[bytes], declared: int | None = None) -> httpx.Response:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    headers |= {"content-length": str(declared)} if declared else {}
    return await browser.http.post("/api/v1/imports", content=content, headers=headers)


async def read(kith: Product, browser: Browser, answer: httpx.Response) -> Any:
    """An upload that was taken, once it has been read."""
    assert answer.status_code == 202, answer.text
    await browser.synced(answer.json()["mailbox_id"])
    await kith.idle(browser, answer.json()["import_id"])
    return answer.json()


@contextlib.asynccontextmanager
async def as_it_is(kith: Product) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Counts uploads on their way."""
    async with await as_owner(kith.settings) as owner:

        async def count() -> int:
            row = await (await owner.execute("SELECT count(*) FROM upload_reservations")).fetchone()
            return int(row[0]) if row else 0

        yield count


def assert_full(answer: httpx.Response) -> None:
    assert answer.status_code == 413, answer.text
    assert answer.json()["code"] == "UploadQuotaExceeded"
    assert "KITH_UPLOAD_QUOTA" in answer.json()["detail"]
    assert "200 KB" in answer.json()["detail"]


async def test_what_is_more_than_the_quota_is_refused_and_leaves_nothing(kith: Product) -> None:
    browser, other = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    assert_full(await upload(browser, file(QUOTA)))
    assert_full(await streamed(browser, in_chunks(file(QUOTA))))
    storage = Path(kith.settings.home) / "objects"
    assert not [found for found in storage.rglob("*") if "imports" in str(found) and found.is_file()]
    first = await read(kith, browser, await upload(browser, file(QUOTA // 2)))
    assert_full(await upload(browser, file(QUOTA // 2, 1)))
    await read(kith, other, await upload(other, file(QUOTA // 2)))  # everybody has their own
    again = await read(kith, browser, await upload(browser, file(QUOTA // 3)))  # less, and nothing new of it is kept
    assert again["mailbox_id"] == first["mailbox_id"]
    await browser.http.delete(f"/api/v1/mailboxes/{first['mailbox_id']}", params={"erase": "true"})
    async with asyncio.timeout(30):
        while (taken := await upload(browser, file(QUOTA // 2, 1))).status_code in {409, 413}:  # being erased
            await asyncio.sleep(0.1)
    assert taken.status_code == 202, "what is erased counts no more"


async def test_several_at_once_cannot_pass_it_together(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    pause = asyncio.Event()
    running = [asyncio.create_task(streamed(browser, in_chunks(file(QUOTA * 2 // 3, n), pause))) for n in range(2)]
    async with as_it_is(kith) as count:
        while await count() != 1 or (await browser.get("imports/space"))["used"] <= QUOTA // 3:
            await asyncio.sleep(0.02)  # until the one that is too many was refused, before it has sent everything
    pause.set()
    answers = sorted(await asyncio.gather(*running), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [202, 413]
    assert_full(answers[1])
    await read(kith, browser, answers[0])


async def test_only_so_many_are_on_their_way(kith: Product) -> None:
    browser, other = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    pause = asyncio.Event()
    declared = len(b"".join([part async for part in in_chunks(file(100))]))
    running = [
        asyncio.create_task(streamed(browser, in_chunks(file(100, n), pause), declared)) for n in range(MOST_OPEN)
    ]
    async with as_it_is(kith) as count:
        while await count() < MOST_OPEN:
            await asyncio.sleep(0.02)
        assert (await browser.get("imports/space")) == {"used": declared * MOST_OPEN, "limit": QUOTA}
        refused = await upload(browser, file(100, 5))
        assert (refused.status_code, refused.json()["code"]) == (409, "TooManyUploads")
        theirs = await upload(other, file(100))
        pause.set()
        for answer in await asyncio.gather(*running):
            await read(kith, browser, answer)
        assert await count() == 0
        await read(kith, browser, await upload(browser, file(100, 5)))
        await read(kith, other, theirs)
