"""Kith itself, running inside a test: the API on a real port, workers of every role, and a Gmail simulator."""

import asyncio
import contextlib
import html
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from pydantic import SecretStr
from sqlalchemy import text
from starlette.types import ASGIApp
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from api.app import create_app
from base.settings import Settings
from base.tls import tls
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount, SimulatorConfig
from devstack.simulator.server import running
from models.contracts.mail.mailboxes import MailboxRef
from services.wiring import Services
from tests.workers_here import workers
from workflows.core import ids

OWNER = "robin@marlow.example"
KEPT = 2  # seconds that a connection waits for its next request: the server ends it after five, whatever comes then
FAST = "2026:user_per_minute=10000000,project_per_minute=100000000,project_per_day=1000000000"


@contextlib.asynccontextmanager
async def served(app: ASGIApp, port: int) -> AsyncIterator[str]:
    """An app on a port of 127.0.0.1, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve())
    while not server.started:
        assert not task.done(), "the server did not start"
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@dataclass
class Simulator:
    """A running simulator."""

    url: str
    config: SimulatorConfig
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=60, verify=tls()))

    async def control(self, verb: str, path: str, **options: Any) -> Any:
        """A call of the control plane."""
        answer = await self.http.request(verb, f"{self.url}/simulator/{path}", **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def deliver(self, raw: bytes, labels: str = "INBOX,UNREAD", account: str = OWNER) -> str:
        """A mail arrives. Returns its id."""
        answer = await self.control("POST", f"accounts/{account}/messages?labels={labels}", content=raw)
        return str(answer["id"])

    async def snapshot(self, account: str = OWNER) -> dict[str, Any]:
        """{id: {threadId, labelIds}}: the truth."""
        found: dict[str, Any] = await self.control("GET", f"accounts/{account}/snapshot")
        return found

    async def bill(self, account: str = OWNER) -> dict[str, Any]:
        """Units, requests and refusals."""
        found: dict[str, Any] = (await self.control("GET", "bill"))["accounts"][account]
        return found

    async def fault(self, **fault: Any) -> None:
        """Something goes wrong from now on; without arguments, nothing does any more."""
        await self.control("POST", "faults", json=[fault] if fault else [])


@contextlib.asynccontextmanager
async def simulator(
    folder: Path, *accounts: MboxAccount, quota: str = "2026", push_url: str | None = None, **more: Any
) -> AsyncIterator[Simulator]:
    """A simulator with these accounts, in a thread of its own. `more` is any setting of SimulatorConfig."""
    config = SimulatorConfig(data=folder, accounts=accounts, quota=quota, push_url=push_url, **more)
    with running(config) as url:
        found = Simulator(url, config)
        yield found
        await found.http.aclose()


def with_google(settings: Settings, gmail: Simulator, port: int, quota: str = FAST) -> Settings:
    """Settings that point at a simulator and at an API on `port`."""
    public = f"http://127.0.0.1:{port}"
    return settings.model_copy(
        update={
            "port": port,
            "public_url": public,
            "google_issuer": gmail.url,
            "google_client_id": gmail.config.client_id,
            "google_client_secret": SecretStr(gmail.config.client_secret),
            "gmail_url": gmail.url,
            "people_url": gmail.url,
            "gmail_push_issuer": gmail.url,
            "gmail_push_service_account": gmail.config.push_service_account,
            "gmail_quota": quota,
            "gmail_topic": gmail.config.topic,
            "pubsub_url": gmail.url,
            "sign_up": "open",
        }
    )


class Browser:
    """Somebody at the page: follows redirects through the consent page, keeps cookies."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(
            base_url=url, timeout=60, verify=tls(), limits=httpx.Limits(keepalive_expiry=KEPT)
        )

    async def consent(self, address: str, account: str = OWNER, *, decision: str = "allow") -> httpx.Response:
        """Answer Google's consent page, and come back."""
        page = await self.http.get(address)
        assert page.status_code == 200, page.text
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        form: dict[str, Any] = {name: html.unescape(value) for name, value in hidden}
        form |= {"account": account, "decision": decision}
        sent = await self.http.post(address, data=form)
        return await self.http.get(sent.headers["location"])

    async def sign_in(self, account: str = OWNER) -> "Browser":
        """Sign in with Google."""
        started = await self.http.get("/api/v1/session/google")
        done = await self.consent(started.headers["location"], account)
        assert done.headers["location"] == "/", done.headers["location"]
        return self

    async def connect(self, account: str = OWNER) -> str:
        """Connect the Gmail account. Returns the mailbox's id."""
        started = await self.http.post("/api/v1/mailboxes", json={"provider": "gmail"})
        done = await self.consent(started.json()["authorize_url"], account)
        assert done.headers["location"].startswith("/mailbox?id="), done.headers["location"]
        return str(done.headers["location"].partition("id=")[2])

    async def grant(self, mailbox_id: str, right: str = "modify", account: str = OWNER) -> "Browser":
        """Let Kith write to the mailbox."""
        asked = await self.http.post(f"/api/v1/mailboxes/{mailbox_id}/grant", json={"for": right, "next": "/threads"})
        assert asked.status_code == 200, asked.text
        done = await self.consent(asked.json()["authorize_url"], account)
        assert done.headers["location"] == f"/threads?granted={right}", done.headers["location"]
        return self

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that succeeds."""
        answer = await self.http.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def every(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, page by page."""
        items: list[Any] = []
        cursor: str | None = None
        while True:
            page = await self.get(path, **query, limit=100, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page.get("next_cursor")
            if cursor is None:
                return items

    async def until(
        self, mailbox_id: str, ready: Callable[[Any], bool], seconds: float = 120, every: float | None = None
    ) -> Any:
        """The mailbox, once it is `ready`; looked at after `every` seconds, or ever more seldom."""
        started = time.monotonic()
        async with asyncio.timeout(seconds):
            while True:
                mailbox = await self.get(f"mailboxes/{mailbox_id}")
                if ready(mailbox):
                    return mailbox
                # Each look takes computing from those who copy: a tenth of all that a small mailbox takes.
                await asyncio.sleep(every or min(max(0.1, (time.monotonic() - started) / 6), 0.5))

    async def synced(self, mailbox_id: str, seconds: float = 120, every: float | None = None) -> Any:
        """The mailbox, once it is healthy and its people are known."""
        return await self.until(
            mailbox_id,
            lambda m: (m["status"] == "healthy" and m["contacts_complete"]) or m["status"] in {"failed", "reconnect"},
            seconds,
            every,
        )


@dataclass
class Product:
    """Everything, running."""

    settings: Settings
    services: Services
    gmail: Simulator
    url: str

    def browser(self) -> Browser:
        """A new browser."""
        return Browser(self.url)

    async def idle(self, browser: Browser, mailbox_id: str) -> None:
        """Wait until no job of the mailbox runs, be it one that is not listed yet."""
        ref = MailboxRef(user_id=UUID((await browser.get("me"))["id"]), mailbox_id=UUID(mailbox_id))
        named = [of(ref) for of in (ids.mailbox, ids.reconcile, ids.contacts, ids.attachments)]
        async with asyncio.timeout(60):
            while True:
                jobs = await browser.get("jobs")
                listed = any(job["state"] == "running" for job in jobs["items"] if mailbox_id in job["id"])
                if not listed and not any([await self._runs(name) for name in named]):
                    return
                await asyncio.sleep(0.1)

    async def _runs(self, job_id: str) -> bool:
        """Temporal knows of a job at once; its list is a moment behind."""
        try:
            found = await self.services.core.client.get_workflow_handle(job_id).describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return found.status is WorkflowExecutionStatus.RUNNING

    async def stored(self, user_id: UUID, mailbox_id: str) -> dict[str, Any]:
        """{id: {threadId, labelIds}} of what Kith has, in the shape of the simulator's snapshot."""
        async with self.services.core.database.tenant(user_id) as session:
            rows = await session.execute(
                text("SELECT source_id, thread_id, labels FROM messages WHERE mailbox_id = :id"), {"id": mailbox_id}
            )
            return {row[0]: {"threadId": row[1], "labelIds": sorted(row[2])} for row in rows}


@contextlib.asynccontextmanager
async def product(
    settings: Settings,
    folder: Path,
    *accounts: MboxAccount,
    quota: str = FAST,
    simulated: str = FAST,
    pushes: bool = True,
    changed: dict[str, Any] | None = None,
    **more: Any,
) -> AsyncIterator[Product]:
    """API, workers and simulator, with pushes from the one to the other; without, they wait to be pulled.

    `changed` are settings of Kith, `more` are the simulator's.
    """
    port = any_free()
    push_url = f"http://127.0.0.1:{port}/gmail/push" if pushes else None
    async with simulator(folder / "gmail", *accounts, quota=simulated, push_url=push_url, **more) as gmail:
        configured = with_google(settings, gmail, port, quota).model_copy(update=changed or {})
        services = await Services.build(configured)
        async with workers(services), served(create_app(configured), port) as url:
            yield Product(configured, services, gmail, url)
        await services.close()
