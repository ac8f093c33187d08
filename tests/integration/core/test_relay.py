"""What is said in a transaction is heard once it is committed: at least once, in order, by every subscriber."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from base.background import beside
from base.ids import new_id
from base.settings import Settings
from models.contracts.core.events import DomainEvent
from models.database import Database
from models.queries.accounts.users import UserQueries
from models.queries.core import domain_events
from services.core.event_streams import EventStreams
from services.core.relay import Relay
from tests.integration.tenants import as_owner
from tests.stack import Stack


@dataclass
class Ear:
    """A subscriber that remembers. It fails as often as `fails` says, after it has heard."""

    name: str = "ear"
    fails: int = 0
    heard: dict[UUID, list[DomainEvent]] = field(default_factory=dict)

    async def hear(self, user_id: UUID, events: Sequence[DomainEvent]) -> None:
        self.heard.setdefault(user_id, []).extend(events)
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise RuntimeError

    def names(self, user_id: UUID) -> list[str]:
        return [event.data["mailbox_id"] for event in self.heard.get(user_id, [])]

    async def until(self, user_id: UUID, count: int) -> list[str]:
        """The names of what was heard, once there are so many."""
        async with asyncio.timeout(20):
            while len(self.names(user_id)) < count:
                await asyncio.sleep(0.01)
        return self.names(user_id)


@dataclass(frozen=True)
class World:
    """A database in which things happen."""

    settings: Settings
    database: Database

    async def user(self) -> UUID:
        user_id = new_id()
        async with self.database.tenant(user_id) as session:
            await UserQueries(session, user_id).save(f"{user_id}@marlow.example", "Robin", None)
        return user_id

    async def say(self, user_id: UUID, *names: str, cause: str | None = None) -> None:
        async with self.database.tenant(user_id) as session:
            for name in names:
                domain_events.record(
                    session, user_id, "sync.progress", {"mailbox_id": name}, *([cause] if cause else [])
                )


async def in_stream(redis: Redis, user_id: UUID) -> list[int]:
    """The numbers of what live pages hear."""
    entries: Any = await redis.xrange(f"events:{user_id}")
    return [int(raw.partition(b"-")[0]) for raw, _ in entries]


@pytest.fixture
async def world(stack: Stack) -> AsyncIterator[World]:
    async with stack.database() as settings:
        database = Database(settings.database_url)
        yield World(settings, database)
        await database.close()


async def test_what_is_rolled_back_is_told_to_nobody(world: World) -> None:
    ear, me = Ear(), await world.user()

    async def fail() -> None:
        async with world.database.tenant(me) as session:
            domain_events.record(session, me, "sync.progress", {"mailbox_id": "never"}, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with beside(Relay(world.database, [ear]).run()):
        await world.say(me, "after")
        assert await ear.until(me, 1) == ["after"]


async def test_what_was_committed_before_a_crash_is_told_after_it(world: World) -> None:
    ear, me = Ear(), await world.user()
    await world.say(me, "1", "2")  # whoever said it dies here: nobody has relayed it
    async with beside(Relay(world.database, [ear]).run()):
        assert await ear.until(me, 2) == ["1", "2"]


async def test_the_same_cause_is_said_once(world: World) -> None:
    ear, me = Ear(), await world.user()
    await world.say(me, "1", "1", cause="one")
    await world.say(me, "1", cause="one")
    await world.say(me, "2")
    async with beside(Relay(world.database, [ear]).run()):
        assert await ear.until(me, 2) == ["1", "2"]


async def test_a_subscriber_that_failed_hears_again_and_others_need_not_wait(world: World) -> None:
    failing, ear, me = Ear("failing", fails=2), Ear(), await world.user()
    async with beside(Relay(world.database, [failing, ear]).run()):
        await world.say(me, "1")
        assert await ear.until(me, 1) == ["1"]
        assert await failing.until(me, 3) == ["1", "1", "1"]
        await world.say(me, "2")
        assert (await failing.until(me, 4))[3] == "2"


async def test_a_subscriber_that_comes_later_hears_what_is_kept(world: World) -> None:
    me = await world.user()
    async with beside(Relay(world.database, [early := Ear("early")]).run()):
        await world.say(me, "1")
        await early.until(me, 1)
    async with beside(Relay(world.database, [early, late := Ear("late")]).run()):
        await world.say(me, "2")
        assert await late.until(me, 2) == ["1", "2"]
        assert await early.until(me, 2) == ["1", "2"]


async def test_a_slow_transaction_holds_up_nobody_and_is_not_missed(world: World) -> None:
    ear, me = Ear(), await world.user()
    async with beside(Relay(world.database, [ear]).run()):
        async with world.database.tenant(me) as session:
            await session.execute(text("SELECT pg_current_xact_id()"))  # older than what comes before it
            domain_events.record(session, me, "sync.progress", {"mailbox_id": "slow"}, new_id())
            for name in ("1", "2"):
                await world.say(me, name)
            assert await ear.until(me, 2) == ["1", "2"]
        assert await ear.until(me, 3) == ["1", "2", "slow"]


async def test_concurrent_writers_and_relays_keep_the_order_of_commits(world: World, redis_url: str) -> None:
    """Three relays race for two users whose transactions commit in any order; a stream has each event once."""
    users = [await world.user() for _ in range(2)]
    choose = random.Random(1)
    async with Redis.from_url(redis_url) as redis:
        ears = [Ear("together") for _ in range(3)]
        relays = [Relay(world.database, [EventStreams(redis), ear]).run() for ear in ears]

        async def write(user_id: UUID, writer: int) -> None:
            for number in range(15):
                async with world.database.tenant(user_id) as session:
                    await session.execute(text("SELECT pg_sleep(:s)"), {"s": choose.uniform(0, 0.01)})
                    for part in range(choose.randint(1, 3)):
                        data = {"mailbox_id": f"{writer}.{number:02}.{part}"}
                        domain_events.record(session, user_id, "sync.progress", data, new_id())

        async with beside(*relays):
            await asyncio.gather(*(write(user_id, writer) for user_id in users for writer in range(6)))
            async with await as_owner(world.settings) as owner:
                for user_id in users:
                    rows = await owner.execute(
                        "SELECT number, data->>'mailbox_id' FROM domain_events WHERE user_id = %s ORDER BY number",
                        [user_id],
                    )
                    said = await rows.fetchall()
                    async with asyncio.timeout(20):
                        while await redis.xlen(f"events:{user_id}") < len(said):
                            await asyncio.sleep(0.01)
                    stream = await in_stream(redis, user_id)
                    assert stream == [row[0] for row in said], "once, and in order"
                    for writer in range(6):
                        own = [row[1] for row in said if row[1].startswith(f"{writer}.")]
                        assert own == sorted(own), "a writer's transactions follow each other"
                    heard = [event.number for ear in ears for event in ear.heard.get(user_id, [])]
                    async with asyncio.timeout(20):
                        while set(heard) != set(stream):
                            await asyncio.sleep(0.01)
                            heard = [event.number for ear in ears for event in ear.heard.get(user_id, [])]
                    assert len(heard) == len(stream), "claims keep the others from telling it too"


async def test_doubles_are_dropped_by_their_number(world: World, redis_url: str) -> None:
    me, other = await world.user(), await world.user()
    async with beside(Relay(world.database, [ear := Ear()]).run()):
        await world.say(me, "1", "2", "3")
        await ear.until(me, 3)
    one, two, three = ear.heard[me]
    async with Redis.from_url(redis_url) as redis:
        streams = EventStreams(redis)
        for told in ([one], [one, two], [one], [one, two, three]):
            await streams.hear(me, told)
        await streams.hear(other, [one])
        assert await in_stream(redis, me) == [event.number for event in (one, two, three)]


async def test_a_relay_that_cannot_listen_looks_for_itself(world: World) -> None:
    ear, me = Ear(), await world.user()
    deafen = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE 'LISTEN%' AND datname = current_database()
    """
    async with beside(Relay(world.database, [ear]).run()):
        await world.say(me, "1")
        await ear.until(me, 1)
        async with world.database.directory() as session, asyncio.timeout(20):
            while not (await session.execute(text(deafen))).all():
                await asyncio.sleep(0.05)
        await world.say(me, "2")
        assert await ear.until(me, 2) == ["1", "2"]


async def test_a_relay_ends_whenever_it_is_told_to(world: World) -> None:
    ear, me, choose = Ear(), await world.user(), random.Random(2)
    async with asyncio.timeout(60):
        for number in range(40):
            await world.say(me, str(number))
            relaying = asyncio.create_task(Relay(world.database, [ear]).run())
            await asyncio.sleep(choose.uniform(0, 0.03))
            relaying.cancel()
            await asyncio.wait([relaying])
            assert relaying.cancelled()
    async with beside(Relay(world.database, [ear]).run()):
        await ear.until(me, 40)
    assert list(dict.fromkeys(ear.names(me))) == [str(number) for number in range(40)], "in order, doubles aside"


async def test_what_everybody_has_heard_is_forgotten_after_a_while_and_nothing_else(world: World) -> None:
    me, other = await world.user(), await world.user()
    ear, slow = Ear(), Ear("slow", fails=1_000_000)
    relay = Relay(world.database, [ear, slow])
    await world.say(me, *map(str, range(2_500)))
    await world.say(other, "theirs")
    later = 1 << 60

    async def left(user_id: UUID) -> int:
        async with world.database.tenant(user_id) as session:
            count = await session.scalar(text("SELECT count(*) FROM domain_events WHERE user_id = :u"), {"u": user_id})
        return int(count or 0)

    async with beside(relay.run()):
        await ear.until(me, 2_500)
        assert await relay.forget(later) == 0, "not everybody has heard it"
        slow.fails = 0
        async with asyncio.timeout(20):
            while len(set(slow.names(me))) < 2_500 or not slow.names(other):
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        middle = ear.heard[me][1_500].number
        assert await relay.forget(middle) == 1_500
        assert (await left(me), await left(other)) == (1_000, 1)
        assert await relay.forget(later) == 1_001
        await world.say(me, "new")
        assert (await ear.until(me, 2_501))[-1] == "new"
        assert await left(me) == 1
