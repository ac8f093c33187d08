"""The sync engine against the simulator: exact, at the price of the quota, whatever goes wrong."""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.queries.mail import ledger
from tests.product import OWNER, Browser, Product, product
from tests.shared_mail import HAM, needs_mail


def mail(number: int, *, sender: str = "Ida Okafor <ida@northwind.example>", reply_to: int | None = None) -> bytes:
    """A small mail, in the thread of another where it answers one."""
    head = f"References: <{reply_to}@northwind.example>\n" if reply_to is not None else ""
    return (
        f"From: {sender}\nTo: Robin Marlow <{OWNER}>\nSubject: Number {number}\n"
        f"Message-ID: <{number}@northwind.example>\nDate: Mon, {1 + number % 28} Jun 2026 10:00:00 +0000\n{head}"
        f"Content-Type: text/plain; charset=utf-8\n\nThis is mail number {number}.\n"
    ).encode()


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def connected(kith: Product) -> tuple[Browser, UUID, str]:
    browser = await kith.browser().sign_in()
    user = await browser.get("me")
    return browser, UUID(user["id"]), await browser.connect()


async def assert_exact(kith: Product, user: UUID, mailbox: str) -> None:
    """The database equals the mailbox: every id once, labels equal, nothing deleted that exists."""
    truth = {
        key: {"threadId": value["threadId"], "labelIds": sorted(value["labelIds"])}
        for key, value in (await kith.gmail.snapshot()).items()
    }
    assert await kith.stored(user, mailbox) == truth


@needs_mail
async def test_real_mail_is_copied_exactly_at_the_lowest_price(settings: Settings, tmp_path: Path) -> None:
    async with product(settings, tmp_path, MboxAccount(OWNER, HAM, "Robin Marlow")) as kith:
        browser, user, mailbox = await connected(kith)
        state = await browser.synced(mailbox)
        assert state["status"] == "healthy", state
        assert state["counts"]["stored"] == 1000
        assert state["counts"]["dead"] == 0
        await kith.idle(browser, mailbox)
        await assert_exact(kith, user, mailbox)
        sizes = Counter(message["threadId"] for message in (await kith.gmail.snapshot()).values())
        bound = sum(min(20 * k, 40) for k in sizes.values()) + 5 * math.ceil(1000 / 500)
        bill = await kith.gmail.bill()
        once = bill["methods"]["getProfile"]["units"] + bill["methods"]["watch"]["units"]
        assert bill["units"] - once <= 1.02 * bound
        assert bill["refused_429"] + bill["refused_403"] == 0
        assert (await browser.get(f"mailboxes/{mailbox}"))["quota_units"] == bill["units"]


async def test_no_request_is_refused_at_the_limits_of_2026(settings: Settings, tmp_path: Path) -> None:
    # 60 messages cost 1,200 units: the last have to wait for the next minute, which is made short.
    quota = "2026:user_per_minute=1000,minute=10"
    async with product(settings, tmp_path, MboxAccount(OWNER), quota=quota, simulated=quota) as kith:
        for number in range(60):
            await kith.gmail.deliver(mail(number))
        browser, user, mailbox = await connected(kith)
        state = await browser.synced(mailbox, seconds=150)
        assert state["counts"]["stored"] == 60
        bill = await kith.gmail.bill()
        assert bill["refused_429"] + bill["refused_403"] == 0
        assert bill["peak_units_per_minute"] <= 1000
        await assert_exact(kith, user, mailbox)


async def test_changes_are_followed_without_fetching_what_is_known(kith: Product) -> None:
    ids = [await kith.gmail.deliver(mail(number)) for number in range(5)]
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    before = (await kith.gmail.bill())["methods"]
    await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{ids[0]}/labels", json={"remove": ["UNREAD"]})
    await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{ids[1]}/labels", json={"add": ["STARRED"]})
    await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{ids[2]}")
    new = await kith.gmail.deliver(mail(50))
    answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    assert answer.status_code == 202
    await browser.until(mailbox, lambda m: m["counts"]["gone"] == 1 and m["counts"]["stored"] == 5)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)
    after = (await kith.gmail.bill())["methods"]
    assert after["messages.get"]["requests"] - before["messages.get"]["requests"] == 1, f"only {new} had to be fetched"


async def test_a_push_brings_new_mail(kith: Product) -> None:
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.gmail.deliver(mail(1))
    await browser.until(mailbox, lambda m: m["counts"]["stored"] == 1)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


async def test_an_expired_history_id_skips_nothing_and_deletes_only_what_is_gone(kith: Product) -> None:
    ids = [await kith.gmail.deliver(mail(number)) for number in range(8)]
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    await kith.gmail.deliver(mail(20))
    await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{ids[3]}")
    await kith.gmail.control("POST", f"accounts/{OWNER}/expire-history")
    await kith.gmail.deliver(mail(21))
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    state = await browser.until(mailbox, lambda m: m["counts"]["stored"] == 9 and m["status"] == "healthy")
    assert state["counts"]["gone"] == 1
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


@pytest.mark.parametrize(
    "fault",
    [
        {"match": "messages.get", "kind": "status", "status": 429, "reason": "rateLimitExceeded", "retry_after": 1},
        {"match": "messages.get", "kind": "status", "status": 403, "reason": "userRateLimitExceeded"},
        {"match": "messages.get|list", "kind": "status", "status": 503},
        {"match": "batch", "kind": "reset"},
        {"match": "batch|list", "kind": "truncate"},
        {"match": "messages.get|history", "kind": "expire_token"},
    ],
    ids=lambda fault: f"{fault['kind']}-{fault.get('status', '')}",
)
async def test_a_bad_day_at_gmail_loses_nothing(kith: Product, fault: dict[str, object]) -> None:
    for number in range(30):
        await kith.gmail.deliver(mail(number, reply_to=number - 1 if number % 3 else None))
    await kith.gmail.fault(**fault, times=5, every=3)
    browser, user, mailbox = await connected(kith)
    state = await browser.synced(mailbox)
    assert state["status"] == "healthy", state
    assert state["counts"]["stored"] == 30
    await assert_exact(kith, user, mailbox)


async def test_a_message_that_never_comes_is_dead_with_its_reason_and_can_be_retried(
    kith: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "WAIT", 0.1)  # between the first fetch and the second, doubled each time
    for number in range(3):
        await kith.gmail.deliver(mail(number))
    await kith.gmail.fault(match="^messages.get$", kind="status", status=500, every=1, times=15)
    browser, user, mailbox = await connected(kith)
    state = await browser.synced(mailbox)
    assert state["counts"]["dead"] == 3
    letters = (await browser.get(f"mailboxes/{mailbox}/dead"))["items"]
    assert {letter["attempts"] for letter in letters} == {5}
    assert "error of its own (500)" in letters[0]["error"]
    answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/dead/retry")
    assert answer.status_code == 202
    await browser.until(mailbox, lambda m: m["counts"]["stored"] == 3)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


async def test_a_revoked_grant_stops_the_mailbox_until_it_is_reconnected(kith: Product) -> None:
    await kith.gmail.deliver(mail(1))
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    await kith.gmail.control("POST", f"accounts/{OWNER}/revoke")
    await kith.gmail.deliver(mail(2))
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    state = await browser.until(mailbox, lambda m: m["status"] == "reconnect")
    assert "Reconnect" in state["status_reason"]
    assert await browser.connect() == mailbox
    await browser.until(mailbox, lambda m: m["counts"]["stored"] == 2 and m["status"] == "healthy")
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


async def test_a_refusal_of_the_old_grant_does_not_undo_a_reconnection(kith: Product) -> None:
    await kith.gmail.deliver(mail(1))
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    await kith.gmail.control("POST", f"accounts/{OWNER}/revoke")
    # The old grant is in use, and its refusal on the way, while the owner reconnects.
    await kith.gmail.fault(match="^token$", kind="latency", seconds=3, times=1)
    await kith.gmail.deliver(mail(2))
    while not (await kith.gmail.control("GET", "faults"))[0]["struck"]:
        await asyncio.sleep(0.01)
    assert await browser.connect() == mailbox
    state = await browser.until(mailbox, lambda m: m["counts"]["stored"] == 2)
    await kith.idle(browser, mailbox)
    state = await browser.get(f"mailboxes/{mailbox}")
    assert state["status"] == "healthy", state
    await assert_exact(kith, user, mailbox)


async def test_a_new_token_that_is_refused_as_well_is_no_lost_grant(kith: Product) -> None:
    await kith.gmail.fault(match="^(messages|threads).get$", kind="expire_token", every=1, times=2)
    await kith.gmail.deliver(mail(1))
    browser, _, mailbox = await connected(kith)
    state = await browser.synced(mailbox)
    assert (state["status"], state["counts"]["stored"]) == ("healthy", 1)
    assert (await kith.gmail.control("GET", "faults"))[0]["struck"] == 2
