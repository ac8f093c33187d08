"""Kill -9 a worker at random moments of a sync: at the end every message is there exactly once."""

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from api.app import create_app
from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount
from services.wiring import Services
from tests import forked
from tests.commands import as_environment, environment
from tests.product import FAST, OWNER, Product, served, simulator, with_google
from tests.shared_mail import HAM, needs_mail

KILLS = 10


@contextmanager
def worker(settings: Settings, log: Path) -> Iterator[forked.Process]:
    """A worker process of all roles; ended for sure when the block ends."""
    with log.open("ab") as output:
        process = forked.start(("worker",), environment(as_environment(settings)), output, output)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@needs_mail
async def test_ten_kills_lose_and_double_nothing(settings: Settings, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    port = any_free()
    async with simulator(tmp_path / "gmail", MboxAccount(OWNER, HAM), quota=FAST) as gmail:
        configured = with_google(settings, gmail, port).model_copy(update={"heartbeat": 3})
        # A little slower, so that a run is not over before it is killed.
        await gmail.fault(match="batch", kind="latency", seconds=0.25)
        services = await Services.build(configured)
        async with served(create_app(configured), port) as url:
            kith = Product(configured, services, gmail, url)
            browser = await kith.browser().sign_in()
            user = UUID((await browser.get("me"))["id"])
            mailbox = await browser.connect()
            log = tmp_path / "worker.log"
            for _ in range(KILLS):
                with worker(configured, log) as process:
                    await asyncio.sleep(chance.uniform(1, 2.5))
                    assert process.poll() is None, log.read_text()
                    process.send_signal(signal.SIGKILL)
            await gmail.fault()
            with worker(configured, log):
                state = await browser.synced(mailbox, seconds=240)
                assert state["counts"]["stored"] == 1000, f"seed {seed}"
                assert state["counts"]["extracted"] == 1000, f"seed {seed}"
            truth = {
                key: {"threadId": value["threadId"], "labelIds": sorted(value["labelIds"])}
                for key, value in (await gmail.snapshot()).items()
            }
            assert await kith.stored(user, mailbox) == truth, f"seed {seed}"
        await services.close()
