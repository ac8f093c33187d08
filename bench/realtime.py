"""From a transaction's commit to the user's stream, and on to a thousand open pages of one process.

`python -m bench.realtime [EVENTS] [PAGES] [OTHERS]`: as many events, written by transactions of this process and
relayed by the running product: idle, then while a mailbox of OTHERS messages is copied beside it. Then PAGES are opened
on the one API process, first all of one user, then each of a user of its own: what a page takes of memory, and how long
it is until all of them have an event.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from redis.asyncio import Redis

from base import leaving, logging
from base.ids import new_id
from bench.harness import Bench, running
from bench.mailbox import write
from models.queries.core import domain_events
from services.wiring import Services
from tests.product import OWNER

OTHER = "ida@northwind.example"
PAUSE = 0.05  # seconds between two events


@dataclass
class Writer:
    """Says things, and notes when each was committed."""

    services: Services
    committed: dict[str, float] = field(default_factory=dict)

    async def say(self, user_id: UUID) -> str:
        """An event; returns its name."""
        name = str(new_id())
        async with self.services.core.database.tenant(user_id) as session:
            domain_events.record(session, user_id, "sync.progress", {"mailbox_id": name}, name)
        self.committed[name] = time.perf_counter()
        return name


@dataclass
class Page:
    """An open page, and when each event came."""

    came: dict[str, float] = field(default_factory=dict)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, event: str) -> None:
        """Wait for the event."""
        while event not in self.came:
            self.heard.clear()
            await self.heard.wait()

    async def listen(self, url: str, token: str, opened: asyncio.Event) -> None:
        """Read the stream until cancelled; as little as can be done, since a thousand do it."""
        address = urlsplit(url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(f"GET /api/v1/events HTTP/1.1\r\nHost: kith\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        try:
            while True:
                line = await reader.readline()
                assert line, "the stream has ended"
                if line.startswith(b"id: "):
                    opened.set()
                elif line.startswith(b"data: "):
                    self.came[line.partition(b'"mailbox_id":"')[2][:36].decode()] = time.perf_counter()
                    self.heard.set()
        finally:
            writer.close()


def describe(name: str, seconds: Sequence[float]) -> None:
    """Print median and p99 in milliseconds."""
    p99 = statistics.quantiles(seconds, n=100)[98]
    median = statistics.median(seconds)
    print(f"{name}: median {1000 * median:.1f} ms, p99 {1000 * p99:.1f} ms of {len(seconds)}", flush=True)


async def lags(writer: Writer, redis: Any, user_id: UUID, count: int) -> tuple[list[float], list[float]]:
    """Seconds from each commit until the event is in the user's stream, and what Redis alone takes in between.

    The second is this machine at this moment: from the call that adds to a stream until its reader has woken.
    """
    relayed, alone = [], []
    own, key = f"bench:{user_id}", f"events:{user_id}"
    places = {own: "$", key: "$"}

    async def arrival(stream: str) -> tuple[float, bytes]:
        answer: Any = await redis.xread({stream: places[stream]}, block=4_000)
        arrived = time.perf_counter()
        stream_id, fields = answer[0][1][-1]
        places[stream] = stream_id.decode()
        return arrived, fields[b"event"]

    for _ in range(count):
        reading = asyncio.create_task(arrival(key))
        await asyncio.sleep(PAUSE)  # the read blocks by now
        name = await writer.say(user_id)
        arrived, event = await reading
        assert name.encode() in event
        relayed.append(arrived - writer.committed[name])
        reading = asyncio.create_task(arrival(own))
        await asyncio.sleep(PAUSE)
        started = time.perf_counter()
        await redis.xadd(own, {"event": name}, maxlen=10)
        alone.append((await reading)[0] - started)
    return relayed, alone


@asynccontextmanager
async def pages(bench: Bench, services: Services, users: Sequence[UUID]) -> AsyncIterator[list[Page]]:
    """A page of each of these users, all open."""
    async with asyncio.TaskGroup() as group:
        found = [Page() for _ in users]
        opened = [asyncio.Event() for _ in users]
        tasks = []
        for start in range(0, len(users), 50):
            for place in range(start, min(start + 50, len(users))):
                token = await services.accounts.sessions.open(users[place])
                tasks.append(group.create_task(found[place].listen(bench.url, token, opened[place])))
            await asyncio.gather(*(event.wait() for event in opened[start : start + 50]))
        try:
            yield found
        finally:
            for task in tasks:
                task.cancel()


async def fan_out(bench: Bench, writer: Writer, name: str, users: Sequence[UUID], count: int) -> None:
    """Open the pages, say `count` events to each user, and print what it took."""
    api = bench.processes["api"]
    before = api.memory_info().rss
    async with pages(bench, writer.services, users) as opened:
        await asyncio.sleep(1)
        memory = (api.memory_info().rss - before) / len(users) / 1024  # what earlier pages gave back is used again
        cpu = bench.cpu_seconds()["api"]
        print(f"{name}: {len(users)} pages, {memory:.0f} KiB of memory a page", flush=True)
        one, last = [], []
        told = sorted(set(users))
        for _ in range(count):
            said = {user: await writer.say(user) for user in told}
            expected = [(page, said[user]) for page, user in zip(opened, users, strict=True)]
            async with asyncio.timeout(60):
                for page, event in expected:
                    await page.until(event)
            waits = [page.came[event] - writer.committed[event] for page, event in expected]
            one += waits
            last.append(max(waits))
            await asyncio.sleep(PAUSE)
        spent = (bench.cpu_seconds()["api"] - cpu) / len(one)
    describe("  from the commit to a page", one)
    if len(told) == 1:
        describe("  from the commit to the last of them", last)
    print(f"  {1_000_000 * spent:.0f} microseconds of the API's time for each page and event", flush=True)


async def measure(folder: Path, count: int, most: int, others: int) -> None:
    """All of it, on one stack."""
    small, large = folder / "small.mbox", folder / "large.mbox"
    write(small, 50)
    write(large, others, seed=2)
    async with running(folder, small, others={OTHER: large}) as bench:
        assert bench.settings.redis_url is not None
        services = await Services.build(bench.settings)
        writer = Writer(services)
        robin = await bench.browser().sign_in(OWNER)
        me = UUID((await robin.get("me"))["id"])
        async with Redis.from_url(bench.settings.redis_url.get_secret_value()) as redis:
            await lags(writer, redis, me, 5)  # what is done once
            relayed, alone = await lags(writer, redis, me, count)
            describe("from the commit to the stream, idle", relayed)
            describe("  of which Redis alone would take", alone)
            ida = await bench.browser().sign_in(OTHER)
            mailbox = await ida.connect(OTHER)
            relayed, alone = await lags(writer, redis, me, count)
            describe("while another mailbox is copied", relayed)
            describe("  of which Redis alone would take", alone)
            state = await ida.get(f"mailboxes/{mailbox}")
            print(f"  of which {state['counts']['stored']} messages were stored by then")
            await ida.synced(mailbox, seconds=600)
        await fan_out(bench, writer, "one user", [me] * most, 100)
        users = [await services.accounts.sign_in.ensure_user(f"{n}@bench.example") for n in range(most)]
        await fan_out(bench, writer, "a user a page", users, 3)
        await services.close()


def main() -> None:
    """Print them."""
    logging.configure("WARNING")
    count, most, others = [int(argument) for argument in sys.argv[1:]] + [400, 1_000, 20_000][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), count, most, others))


if __name__ == "__main__":
    leaving.run(main)
