"""What a mailbox's health says: facts from the database and from Redis, and a verdict."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount
from tests.integration.gmail.test_sync import connected, mail
from tests.integration.tenants import as_owner, mbox, upload
from tests.product import OWNER, Product, product, served

NOT_FOR_FILES = {
    *("lag_seconds", "last_sync_at", "last_push_at", "last_poll_at", "push_missed_at", "watch_expires_at", "quota"),
    *("reconciled_at", "reconciliation"),
}


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def test_a_healthy_mailbox_tells_everything_about_itself(kith: Product) -> None:
    await kith.gmail.deliver(mail(1))
    browser, _, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.gmail.deliver(mail(2))
    await browser.until(mailbox, lambda m: m["counts"]["stored"] == 2)
    await kith.idle(browser, mailbox)
    health = await browser.get(f"mailboxes/{mailbox}/health")
    assert health["level"] == "ok", health
    assert health["verdict"].startswith("All is well: last in sync just now")
    assert (health["listed"], health["stored"], health["waiting"], health["dead"], health["gone"]) == (2, 2, 0, 0, 0)
    assert health["lag_seconds"] < 60
    assert health["last_push_at"] is not None
    assert health["watch_expires_at"] > health["last_sync_at"]
    bill = await kith.gmail.bill()
    quota = health["quota"]
    assert quota["today"] == quota["minute"] == bill["units"] == sum(quota["lanes"].values())
    assert quota["lanes"]["push"] >= 2 + 20
    assert quota["minute"] <= quota["minute_limit"]
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    await kith.idle(browser, mailbox)
    health = await browser.get(f"mailboxes/{mailbox}/health")
    assert health["reconciliation"] == {
        "compared": 2, "missing": 0, "extra": 0, "healed": 0, "relabelled": 0,
        "units": (await kith.gmail.bill())["units"] - bill["units"],
    }  # fmt: skip
    assert health["verdict"].endswith("and equal to Gmail when they were compared just now.")


async def test_a_poll_that_found_nothing_new_is_as_good_as_a_sync(kith: Product) -> None:
    browser, _, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    async with await as_owner(kith.settings) as owner:
        await owner.execute("UPDATE mailboxes SET last_sync_at = now() - interval '2 hours'")
        await owner.execute(
            """INSERT INTO watches (user_id, mailbox_id, last_poll_at, polled_history_id)
               SELECT user_id, id, now() - interval '3 minutes', history_id FROM mailboxes
               ON CONFLICT (user_id, mailbox_id) DO UPDATE
               SET last_poll_at = excluded.last_poll_at, polled_history_id = excluded.polled_history_id"""
        )
        health = await browser.get(f"mailboxes/{mailbox}/health")
        assert 180 <= health["lag_seconds"] < 240
        assert health["level"] == "ok"
        await owner.execute("UPDATE watches SET polled_history_id = polled_history_id + 1")
    health = await browser.get(f"mailboxes/{mailbox}/health")
    assert health["lag_seconds"] >= 7200, "there is something new, and it did not come"
    assert health["level"] == "attention"


async def test_an_imported_mailbox_says_nothing_of_gmail(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    imported = (await upload(browser, mbox(mail(1)))).json()
    await browser.synced(imported["mailbox_id"])
    health = await browser.get(f"mailboxes/{imported['mailbox_id']}/health")
    assert {name for name, value in health.items() if value is None} == NOT_FOR_FILES
    assert (health["level"], health["stored"]) == ("ok", 1)
    answer = await browser.http.post(f"/api/v1/mailboxes/{imported['mailbox_id']}/reconcile")
    assert answer.status_code == 409
    assert "imported from a file" in answer.json()["detail"]


async def test_without_redis_only_the_quota_is_unknown(kith: Product) -> None:
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    token = await kith.services.accounts.sessions.open(user)
    away = kith.settings.model_copy(update={"redis_url": SecretStr(f"redis://127.0.0.1:{any_free()}/0")})
    async with served(create_app(away), any_free()) as url, httpx.AsyncClient(base_url=url, timeout=60) as http:
        answer = await http.get(f"/api/v1/mailboxes/{mailbox}/health", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["quota"] is None
    assert answer.json()["level"] == "ok"


async def test_a_mailbox_that_is_still_copied_or_disconnected_cannot_be_compared(kith: Product) -> None:
    await kith.gmail.fault(match="batch", kind="latency", seconds=1)
    for number in range(3):
        await kith.gmail.deliver(mail(number))
    browser, _, mailbox = await connected(kith)
    path = f"/api/v1/mailboxes/{mailbox}/reconcile"
    answer = await browser.http.post(path)
    assert answer.status_code == 409, answer.text
    assert "still being copied" in answer.json()["detail"]
    await kith.gmail.fault()
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    await browser.http.delete(f"/api/v1/mailboxes/{mailbox}")
    answer = await browser.http.post(path)
    assert answer.status_code == 409
    assert "disconnected" in answer.json()["detail"]
    assert (await browser.get(f"mailboxes/{mailbox}/health"))["level"] == "attention"


async def test_a_key_starts_one_comparison_and_two_clicks_are_one(kith: Product) -> None:
    browser, _, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    await kith.gmail.fault(match="messages.list", kind="latency", seconds=0.2)
    path, key = f"/api/v1/mailboxes/{mailbox}/reconcile", {"Idempotency-Key": "check"}
    first, second = await asyncio.gather(browser.http.post(path), browser.http.post(path))
    assert first.json() == second.json()
    await kith.idle(browser, mailbox)
    await kith.gmail.fault()
    assert (await browser.http.post(path, headers=key)).status_code == 202
    await kith.idle(browser, mailbox)
    before = (await kith.gmail.bill())["units"]
    assert (await browser.http.post(path, headers=key)).status_code == 202
    await kith.idle(browser, mailbox)
    assert (await kith.gmail.bill())["units"] == before
