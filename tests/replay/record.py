"""Record the histories of every workflow: `make histories`, after a change that is guarded with a patch."""

import asyncio
import tempfile
from pathlib import Path

from pydantic import SecretStr

from devstack.simulator.config import MboxAccount
from tests.integration.test_sync import mail
from tests.product import OWNER, product
from tests.stack import Stack

FOLDER = Path(__file__).parent / "histories"


async def record() -> None:
    """Run every workflow once on real servers, and keep what Temporal recorded."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        try:
            await _record(stack, Path(folder))
        finally:
            await stack.stop()


async def _record(stack: Stack, folder: Path) -> None:
    temporal = await stack.temporal()
    async with stack.database() as database:
        settings = database.model_copy(
            update={
                "home": folder,
                "redis_url": SecretStr(await stack.redis_url()),
                "temporal_address": temporal.address,
                "temporal_namespace": temporal.namespace,
            }
        )
        async with product(settings, folder, MboxAccount(OWNER)) as kith:
            for number in range(3):
                await kith.gmail.deliver(mail(number))
            browser = await kith.browser().sign_in()
            mailbox = await browser.connect()
            await browser.synced(mailbox)
            await kith.gmail.deliver(mail(9))
            await browser.until(mailbox, lambda m: m["counts"]["stored"] == 4)
            await browser.http.post("/api/v1/imports", files={"file": ("a.mbox", b"From a Mon Jan 1\n" + mail(1))})
            while any(job["state"] == "running" for job in (await browser.get("jobs"))["items"]):
                await asyncio.sleep(0.1)
            for job in (await browser.get("jobs"))["items"]:
                history = await temporal.client.get_workflow_handle(job["id"], run_id=job["run_id"]).fetch_history()
                (FOLDER / f"{job['type']}.json").write_text(history.to_json() + "\n")


if __name__ == "__main__":
    asyncio.run(record())
