"""One run: the product on servers that are killed, a Gmail that fails, and a mailbox that changes meanwhile."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import httpx
from temporalio.client import Client, WorkflowFailureError

from devstack.part import PartFailed
from models.database import Database
from tests.faults.campaign import checks
from tests.faults.campaign.burdens import Burden
from tests.faults.campaign.deaf import DeafLine
from tests.faults.campaign.plan import SECONDS, WRONG_SECRET, Plan, Step
from tests.faults.campaign.pushes import Pushes
from tests.faults.campaign.sending import Mails, hasten_the_relay
from tests.product import OWNER, Browser, Simulator
from tests.stack import Stack

TWIN = "twin@elsewhere.example"  # another user of Kith, who copies the same mailbox when the trouble is over
PATIENCE = 150  # seconds until a run has come to rest; with a burden it may take three times as long
ATTEMPTS = 4  # to start a part whose servers are away


@dataclass
class Run:
    """One plan at work."""

    plan: Plan
    stack: Stack
    gmail: Simulator
    browser: Browser
    pushes: Pushes
    database: Database
    temporal: Client
    burden: Burden
    line: DeafLine
    mails: Mails
    mailbox: str = ""
    away: set[str] = field(default_factory=set)
    faults: list[dict[str, Any]] = field(default_factory=list)  # of the last step that set some
    wrong: list[dict[str, Any]] = field(default_factory=list)  # the client secret is
    log: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)  # ids at Gmail

    @property
    def patience(self) -> float:
        """Seconds until it has to have come to rest."""
        return PATIENCE * (3 if self.plan.burden else 1)

    async def trouble(self) -> None:
        """Everything that the plan says, each step at its time."""
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.burden.during())
            for step in self.plan.steps:
                await asyncio.sleep(max(begun + step.at - time.monotonic(), 0))
                self.log.append(f"{time.monotonic() - begun:6.2f} {step.what} {step.how}")
                group.create_task(self._take(step))
            await asyncio.sleep(max(begun + SECONDS - time.monotonic(), 0))

    async def _take(self, step: Step) -> None:
        match step.what:
            case "kill":
                await self._kill(step.how["part"], step.how["away"])
            case "drain":
                await self._kill("worker", 0, self.stack.drain)
            case "send":
                await self.mails.send(step.how["key"])
            case "deaf":
                await self.line.lose(step.how["seconds"])
            case "faults":
                self.faults = step.how["faults"]
                await self._set_faults()
            case "wrong-secret":
                await self._misconfigure(step.how["seconds"])
            case "sync":
                with contextlib.suppress(httpx.HTTPError):  # the API may be away
                    await self.browser.http.post(f"/api/v1/mailboxes/{self.mailbox}/sync")
            case "arrive" | "relabel" | "delete":
                await self._change(step)
            case _:
                await self.gmail.control("POST", f"accounts/{OWNER}/{step.what}")

    async def _set_faults(self) -> None:
        await self.gmail.control("POST", "faults", json=[*self.wrong, *self.plan.steady, *self.faults])

    async def _misconfigure(self, seconds: float) -> None:
        """Google knows another client secret for a while, and every access token is old."""
        self.wrong = [WRONG_SECRET]
        await self._set_faults()
        await self.gmail.control("POST", f"accounts/{OWNER}/expire-tokens")
        await asyncio.sleep(seconds)
        self.wrong = []
        await self._set_faults()

    async def _change(self, step: Step) -> None:
        if step.what == "arrive":
            await self.gmail.deliver(_letter(step.how["which"], step.how["labels"]), step.how["labels"])
            return
        ids = sorted(await self.gmail.snapshot())
        path = f"accounts/{OWNER}/messages/{ids[int(step.how['which'] * len(ids))]}"
        with contextlib.suppress(httpx.HTTPStatusError):  # another step has just deleted it
            if step.what == "delete":
                await self.gmail.control("DELETE", path)
                self.deleted.add(path.rpartition("/")[2])
            else:
                labels = {"add": step.how["add"], "remove": step.how["remove"]}
                await self.gmail.control("POST", f"{path}/labels", json=labels)

    async def _kill(self, part: str, away: float, end: Callable[[str], Awaitable[None]] | None = None) -> None:
        if part in self.away:
            return
        self.away.add(part)
        await (end or self.stack.kill)(part)
        await asyncio.sleep(away)
        for attempt in range(ATTEMPTS):
            try:
                await self.stack.restart(part)
                break
            except PartFailed as error:  # what it needs may be away as well
                self.log.append(str(error))
                if attempt == ATTEMPTS - 1:
                    raise
        self.away.discard(part)

    async def rest(self) -> None:
        """No more faults: a person asks for a sync, and for another try of what is dead, until no job runs."""
        await self.gmail.fault()
        for part in ("api", "worker"):
            if not self.stack.lives(part):  # as whatever runs it would
                self.log.append(f"{part} had ended by itself")
                await self.stack.restart(part)
        async with asyncio.timeout(self.patience):
            await hasten_the_relay(self.database, self.temporal)
            await self._idle()
            answer = await self.browser.http.post(f"/api/v1/mailboxes/{self.mailbox}/sync")
            assert answer.status_code == 202, answer.text
            await self._idle()
            if (await self.browser.get(f"mailboxes/{self.mailbox}"))["counts"]["dead"]:
                await self.browser.http.post(f"/api/v1/mailboxes/{self.mailbox}/dead/retry")
                await self._idle()

    async def _idle(self) -> None:
        quiet = 0  # looks in a row: Temporal's list is a moment behind
        while quiet < 4:
            jobs = await self.browser.every("jobs")
            quiet = 0 if any(job["state"] == "running" for job in jobs) else quiet + 1
            await asyncio.sleep(0.15)

    async def flaws(self) -> list[str]:
        """What is wrong at the end."""
        state = await self.browser.get(f"mailboxes/{self.mailbox}")
        bill = await self.gmail.bill()
        user = UUID((await self.browser.get("me"))["id"])
        at_gmail = await self.gmail.snapshot()
        dead = self.burden.dead & at_gmail.keys()  # what was deleted is gone, could it be read or not
        truth = {key: message for key, message in at_gmail.items() if key not in dead}
        found = await checks.flaws(self.database, user, self.mailbox, truth, dead)
        found += await self.burden.flaws()
        found += await self.mails.flaws(self.deleted)
        if state["status"] != "healthy":
            found.append(f"the mailbox is {state['status']}: {state['status_reason']}")
        if state["quota_units"] < bill["units"]:
            found.append(f"Gmail counted {bill['units']} units, the bill says {state['quota_units']}")
        for job in await self.browser.every("jobs"):
            if job["state"] != "completed":
                found.append(f"{job['type']} ended as {job['state']}: {await self._reason(job)}")
        if self.pushes.believed:
            found.append(f"{self.pushes.believed} forged pushes were believed")
        return found or await self._compared(user) or await self._strangers(user)

    async def _reason(self, job: Any) -> str:
        try:
            await self.temporal.get_workflow_handle(job["id"], run_id=job["run_id"]).result(follow_runs=False)
        except WorkflowFailureError as error:
            return f"{error.cause}: {error.cause.__cause__}"
        return ""

    async def _compared(self, user: UUID) -> list[str]:
        """What a comparison with Gmail's lists finds where nothing is left to be found."""
        answer = await self.browser.http.post(f"/api/v1/mailboxes/{self.mailbox}/reconcile")
        assert answer.status_code == 202, answer.text
        async with asyncio.timeout(self.patience):
            await self._idle()
        found = await checks.comparison(self.database, user, self.mailbox)
        return [
            f"the comparison found {found[what]} {what}" for what in ("missing", "extra", "relabelled") if found[what]
        ]

    async def unfinished(self) -> list[str]:
        """The jobs that still run, and why."""
        try:
            jobs = [job for job in await self.browser.every("jobs") if job["state"] == "running"]
            return [str(await self.browser.get(f"jobs/{job['id']}")) for job in jobs]
        except (httpx.HTTPError, AssertionError) as error:
            return [f"the API does not say which jobs run: {error!r}"]

    async def _strangers(self, user: UUID) -> list[str]:
        twin = await Browser(self.browser.url).sign_in(TWIN)
        fresh = await twin.synced(await twin.connect(OWNER))
        assert fresh["status"] == "healthy", fresh
        other = UUID((await twin.get("me"))["id"])
        return checks.strangers(await checks.people(self.database, user), await checks.people(self.database, other))


def _letter(which: float, labels: str) -> bytes:
    """An answer in a thread of the mailbox, or the start of another: of its owner, where Gmail calls it sent.

    Who sends from an address owns it, even when that mail is deleted: a fresh copy could not know.
    """
    thread, number = int(which * 60), int(which * 10**9)
    person, owner = f"Person {thread} <person{thread}@company{thread}.example>", f"Robin Marlow <{OWNER}>"
    sender, recipient = (owner, person) if "SENT" in labels else (person, owner)
    return (
        f"From: {sender}\nTo: {recipient}\n"
        f"Subject: Re: Matter {thread}\nMessage-ID: <{number}@later.example>\nReferences: <{thread}.0@bench.example>\n"
        f"Date: {format_datetime(datetime.now(UTC))}\nContent-Type: text/plain; charset=utf-8\n\nNumber {number}.\n"
    ).encode()
