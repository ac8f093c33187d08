"""Idempotency-Key over HTTP, and what can be asked of a mailbox in which state."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.api.operations import V1
from tests.integration.tenants import OTHER, as_owner, mail, mbox, upload
from tests.product import OWNER, Browser, Product, product

FILE = mbox(mail(1, "Ida Okafor <ida@northwind.example>"))
KEY = {"Idempotency-Key": "4f1c"}


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER), MboxAccount(OTHER)) as running:
        yield running


def assert_conflict(answer: httpx.Response, code: str, words: str) -> None:
    assert answer.status_code == 409, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert words in answer.json()["detail"]


def held_back(go_on: asyncio.Event) -> AsyncIterator[bytes]:
    """A form with a file whose end comes when it is told to."""

    async def parts() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="mail.mbox"\r\n\r\n' + FILE
        await go_on.wait()
        yield b"\r\n--x--\r\n"

    return parts()


async def imports(browser: Browser) -> list[str]:
    return [job["id"] for job in (await browser.get("jobs"))["items"] if ":import:" in job["id"]]


async def until_keys(kith: Product, number: int) -> None:
    """Wait until so many keys are remembered."""
    async with await as_owner(kith.settings) as owner, asyncio.timeout(10):
        while await (await owner.execute("SELECT count(*) FROM idempotency_keys")).fetchone() != (number,):
            await asyncio.sleep(0.01)


async def test_a_key_makes_one_effect_of_two_requests(kith: Product) -> None:
    browser, other = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    first = await upload(browser, FILE, **KEY)
    assert first.status_code == 202
    assert (await upload(browser, FILE, **KEY)).json() == first.json()
    assert await imports(browser) == [first.json()["job_id"]]
    assert (await upload(browser, FILE, **{"Idempotency-Key": "another"})).json() != first.json()
    assert (await upload(browser, FILE)).json() != first.json()
    assert (await upload(other, FILE, **KEY)).json()["mailbox_id"] != first.json()["mailbox_id"], "keys are a user's"
    mailbox = f"{V1}/mailboxes/{first.json()['mailbox_id']}"
    answer = await browser.http.post(f"{mailbox}/sync", headers=KEY)
    assert answer.status_code == 409, "the same key on another route is another request"


async def test_a_key_whose_request_still_runs_is_a_conflict(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    go_on = asyncio.Event()
    headers = KEY | {"content-type": "multipart/form-data; boundary=x"}
    running = asyncio.create_task(browser.http.post(f"{V1}/imports", content=held_back(go_on), headers=headers))
    await until_keys(kith, 1)
    assert_conflict(await upload(browser, FILE, **KEY), "StillRunning", "still being worked on")
    go_on.set()
    assert (await running).status_code == 202
    assert (await upload(browser, FILE, **KEY)).json() == (await running).json()
    assert len(await imports(browser)) == 1


async def test_a_request_that_failed_or_was_broken_off_may_be_sent_again(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    assert (await upload(browser, b"", **KEY)).status_code == 422
    headers = KEY | {"content-type": "multipart/form-data; boundary=x"}
    broken = asyncio.create_task(
        browser.http.post(f"{V1}/imports", content=held_back(asyncio.Event()), headers=headers)
    )
    await until_keys(kith, 1)
    broken.cancel()
    await until_keys(kith, 0)
    assert (await upload(browser, FILE, **KEY)).status_code == 202
    assert len(await imports(browser)) == 1
    objects = [path for path in (kith.settings.home / "objects").rglob("*") if path.is_file()]
    assert len(objects) <= 1, "the broken upload left something in storage"


async def test_a_key_is_bound_to_its_file_and_outlives_redis(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    first = await upload(browser, FILE, **KEY)
    await kith.services.core.redis.flushdb()
    assert (await upload(browser, FILE, **KEY)).json() == first.json()
    for content, owner in ((FILE + FILE, OWNER), (FILE, "ida@northwind.example")):
        files, data = {"file": ("mail.mbox", content)}, {"owner": owner}
        answer = await browser.http.post(f"{V1}/imports", files=files, data=data, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (422, "KeyReused")
        assert answer.json()["field"] == "Idempotency-Key"
    assert await imports(browser) == [first.json()["job_id"]]
    objects = [path for path in (kith.settings.home / "objects").rglob("*") if path.is_file()]
    assert len(objects) <= 1


async def test_the_same_request_beside_itself_waits_for_the_answer(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    mailbox = f"{V1}/mailboxes/{await browser.connect()}"
    await browser.synced(mailbox.rpartition("/")[2])
    for verb in ("sync", "reconcile", "dead/retry"):
        asked = [browser.http.post(f"{mailbox}/{verb}", headers=KEY) for _ in range(5)]
        answers = await asyncio.gather(*asked)
        assert [answer.status_code for answer in answers] == [202] * 5
        assert len({answer.text for answer in answers}) == 1


async def test_a_key_that_is_too_long_is_named(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    answer = await upload(browser, FILE, **{"Idempotency-Key": "x" * 201})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


async def test_a_disconnected_mailbox_cannot_be_synced_or_retried(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    mailbox = f"{V1}/mailboxes/{await browser.connect()}"
    assert (await browser.http.delete(mailbox)).status_code == 202
    for verb in ("sync", "dead/retry"):
        assert_conflict(await browser.http.post(f"{mailbox}/{verb}"), "Conflict", "Connect it again.")
    assert (await browser.http.delete(mailbox)).status_code == 202, "said twice, it is still disconnected"


async def test_an_imported_mailbox_cannot_be_synced(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    mailbox = f"{V1}/mailboxes/{(await upload(browser, FILE)).json()['mailbox_id']}"
    for verb in ("sync", "dead/retry"):
        assert_conflict(await browser.http.post(f"{mailbox}/{verb}"), "Conflict", "Import the newer file instead.")
