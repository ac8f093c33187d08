"""What some runs bear beside everything else: mail that cannot be read, a crowd that wants to be copied."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx

from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from models.database import Database
from tests.faults.campaign import checks
from tests.killers import KILLERS
from tests.product import Browser, Simulator


@dataclass
class Scene:
    """What a burden works on."""

    folder: Path
    seed: int
    gmail: Simulator
    url: str
    database: Database


class Burden(Protocol):
    """One kind. `dead`: Gmail's ids of what must be dead in the end, with a reason."""

    dead: set[str]

    async def during(self) -> None:
        """Beside the steps of the plan."""

    async def flaws(self) -> list[str]:
        """What is wrong when everything has come to rest."""


@dataclass
class Nothing:
    """Most runs bear nothing."""

    scene: Scene
    dead: set[str] = field(default_factory=set)

    async def during(self) -> None:
        """Nothing."""

    async def flaws(self) -> list[str]:
        """None."""
        return []


class Killers(Nothing):
    """Mail that would take all memory arrives among the rest."""

    MANY = 3

    async def during(self) -> None:
        """One after the other."""
        for number in range(self.MANY):
            raw = KILLERS["wide"]().replace(b"<wide@", f"<wide{number}@".encode())
            self.dead.add(await self.scene.gmail.deliver(raw))
            await asyncio.sleep(1)


class Crowd(Nothing):
    """Others connect small mailboxes, all at once: everybody is served."""

    MANY, MESSAGES = 100, 5

    @classmethod
    def accounts(cls, folder: Path, seed: int) -> list[MboxAccount]:
        """Theirs."""
        found = []
        for number in range(cls.MANY):
            mbox = folder / f"crowd{number}.mbox"
            write(mbox, cls.MESSAGES, seed + number)
            found.append(MboxAccount(f"crowd{number}@elsewhere.example", mbox, f"Crowd {number}"))
        return found

    async def during(self) -> None:
        """Connect, as often as the API is away."""
        self._theirs = await asyncio.gather(*(self._connect(f"crowd{n}@elsewhere.example") for n in range(self.MANY)))

    async def _connect(self, address: str) -> tuple[str, Browser, str]:
        while True:
            browser = Browser(self.scene.url)
            try:
                await browser.sign_in(address)
                return address, browser, await browser.connect(address)
            except (httpx.HTTPError, AssertionError, KeyError):  # the API, or what it needs, is away
                await browser.http.aclose()
                await asyncio.sleep(1)

    async def flaws(self) -> list[str]:
        """Each copy is exact, too."""
        return [flaw for one in self._theirs for flaw in await self._one(*one)]

    async def _one(self, address: str, browser: Browser, mailbox: str) -> list[str]:
        state = await browser.synced(mailbox, 450)
        user = checks.user_id(await browser.get("me"))
        found = await checks.flaws(self.scene.database, user, mailbox, await self.scene.gmail.snapshot(address))
        await browser.http.aclose()
        if state["status"] != "healthy":
            found.append(f"{state['status']}: {state['status_reason']}")
        return [f"{address}: {flaw}" for flaw in found]


KINDS: dict[str | None, type[Nothing]] = {None: Nothing, "killers": Killers, "crowd": Crowd}


def burden(kind: str | None, scene: Scene) -> Nothing:
    """What a plan asks for."""
    return KINDS[kind](scene)


def accounts(kind: str | None, folder: Path, seed: int) -> list[MboxAccount]:
    """The accounts that it needs beside the run's own."""
    return Crowd.accounts(folder, seed) if kind == "crowd" else []
