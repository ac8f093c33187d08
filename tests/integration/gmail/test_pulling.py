"""Where Google cannot push, a worker pulls: every notification at least once, and again until it is acknowledged."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from base.errors import InvalidSettings
from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount, SimulatorConfig
from integrations.google.pubsub import Subscription
from services.gmail.pulling import Puller
from services.wiring import Services
from tests.commands import ROOT, argv, as_environment, environment
from tests.integration.gmail.rounds import Connected, connect, people
from tests.integration.gmail.test_sync import mail
from tests.product import FAST, Product, served, simulator, with_google

PULLING = {"gmail_subscription": SimulatorConfig.subscription}
PUBSUB: dict[str, Any] = {"pushes": False, "changed": PULLING, "ack_seconds": 0.5, "pull_seconds": 1}


@pytest.fixture
async def pulled(settings: Settings, tmp_path: Path) -> AsyncIterator[tuple[Product, Connected]]:
    async with people(settings, tmp_path, "ada", **PUBSUB) as (kith, (ada,)):
        yield kith, ada


def puller(kith: Product) -> Puller:
    assert kith.services.gmail.puller is not None
    return kith.services.gmail.puller


@contextlib.asynccontextmanager
async def pulling(kith: Product) -> AsyncIterator[None]:
    """A worker that pulls, until it is killed."""
    task = asyncio.create_task(puller(kith).run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def waiting(kith: Product) -> int:
    """Messages that Pub/Sub still has."""
    return int((await kith.gmail.control("GET", "pushes"))["waiting"])


async def until_acknowledged(kith: Product) -> None:
    async with asyncio.timeout(20):
        while await waiting(kith):
            await asyncio.sleep(0.05)


async def struck(kith: Product, times: int) -> None:
    """Wait until a fault has struck."""
    async with asyncio.timeout(20):
        while (await kith.gmail.control("GET", "faults"))[0]["struck"] < times:
            await asyncio.sleep(0.02)


async def publish(kith: Product, *contents: bytes) -> None:
    """Put messages into the topic that Gmail has not written."""
    messages = [{"data": base64.b64encode(content).decode()} for content in contents]
    url = f"{kith.gmail.url}/v1/{kith.gmail.config.topic}:publish"
    (await kith.gmail.http.post(url, json={"messages": messages})).raise_for_status()


async def test_pulled_notifications_bring_new_mail(pulled: tuple[Product, Connected]) -> None:
    kith, ada = pulled
    async with pulling(kith):
        for number in range(3):
            await kith.gmail.deliver(mail(number), account=ada.address)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 3)
        await until_acknowledged(kith)
    assert (await ada.state())["last_push_at"] is not None


async def test_a_crash_between_waking_and_acknowledging_only_repeats_the_waking(
    pulled: tuple[Product, Connected],
) -> None:
    kith, ada = pulled
    await kith.gmail.fault(match="pubsub.acknowledge", kind="latency", seconds=60)
    await kith.gmail.deliver(mail(1), account=ada.address)
    async with pulling(kith):
        await struck(kith, 1)
    assert await waiting(kith) > 0, "nothing was acknowledged"
    await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)
    await kith.gmail.fault()
    async with pulling(kith):
        await until_acknowledged(kith)
    await ada.idle()
    assert len(await kith.stored(ada.ref.user_id, ada.id)) == 1
    assert (await kith.gmail.bill(ada.address))["methods"]["messages.get"]["requests"] == 1


async def test_an_acknowledgement_that_fails_is_made_up_for(pulled: tuple[Product, Connected]) -> None:
    kith, ada = pulled
    await kith.gmail.fault(match="pubsub", kind="status", status=503, times=3)
    await kith.gmail.deliver(mail(1), account=ada.address)
    async with pulling(kith):
        await struck(kith, 3)
        await until_acknowledged(kith)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)


async def test_what_cannot_be_read_is_acknowledged_and_holds_up_nothing(pulled: tuple[Product, Connected]) -> None:
    kith, ada = pulled
    unreadable = [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b'{"emailAddress": "a@b.example", "historyId": "-4"}',
        b'{"historyId": 3}',
    ]
    stranger = json.dumps({"emailAddress": "stranger@elsewhere.example", "historyId": 3}).encode()
    huge = json.dumps({"emailAddress": ada.address, "historyId": 10**30}).encode()
    await publish(kith, *unreadable, stranger, huge)
    await kith.gmail.deliver(mail(1), account=ada.address)
    async with pulling(kith):
        await until_acknowledged(kith)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)


async def test_what_could_not_wake_its_mailbox_is_not_acknowledged(pulled: tuple[Product, Connected]) -> None:
    kith, ada = pulled
    await kith.gmail.deliver(mail(1), account=ada.address)
    nowhere = kith.settings.model_copy(update={"temporal_address": f"127.0.0.1:{any_free()}"})
    without_temporal = await Services.build(nowhere, lazy=True)
    await publish(kith, b"unreadable")
    assert without_temporal.gmail.puller is not None
    with pytest.raises(RuntimeError, match="connect"):
        await without_temporal.gmail.puller.once()
    await without_temporal.close()
    assert await waiting(kith) == 2, "what came with the watch, and with the mail; not the unreadable one"
    async with pulling(kith):
        await until_acknowledged(kith)
        await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)


async def test_a_subscription_that_is_not_there_names_its_setting(pulled: tuple[Product, Connected]) -> None:
    kith, _ = pulled
    absent = Subscription(kith.services.core.http, kith.gmail.url, "projects/kith-dev/subscriptions/absent")
    with pytest.raises(InvalidSettings, match=r"KITH_GMAIL_SUBSCRIPTION: Pub/Sub refuses \(404\).*absent"):
        await absent.pull(10)


async def test_a_worker_process_pulls_and_leaves_quietly(settings: Settings, tmp_path: Path) -> None:
    address = "ada@marlow.example"
    port = any_free()
    async with simulator(tmp_path / "gmail", MboxAccount(address), quota=FAST, pull_seconds=1) as gmail:
        configured = with_google(settings, gmail, port).model_copy(update=PULLING)
        services = await Services.build(configured)
        env = environment(as_environment(configured))
        worker = await asyncio.create_subprocess_exec(
            *argv("worker"), cwd=ROOT, env=env, stderr=asyncio.subprocess.PIPE
        )
        async with served(create_app(configured), port) as url:
            ada = await connect(Product(configured, services, gmail, url), address)
            await gmail.deliver(mail(1), account=address)
            await ada.browser.until(ada.id, lambda mailbox: mailbox["counts"]["stored"] == 1)
            await until_acknowledged(ada.kith)
            schedules = {found.id async for found in await services.core.client.list_schedules()}
            worker.terminate()
            _, said = await worker.communicate()
        await services.close()
    assert worker.returncode == 0, said.decode()
    assert schedules >= {"watch-renewal", "safety-poll"}
