"""People at scale, in the embedded PostgreSQL as kith_app: `python -m bench.people_scale [PEOPLE [INTERACTIONS]]`.

One user has PEOPLE (100,000) and INTERACTIONS (1,000,000), another a hundredth of both. Tells of everybody who is the
same person, counts everybody's strength anew, asks for lists, searches and analytics, and has batches of 100 mails
learned and resolved, in turn for the large user and the small one, so that what else the machine does weighs on both
alike. Bounds are those of the issue: everybody resolved within three minutes, strength of everybody under a minute, a
list's or a search's 95th percentile under 50 ms, telling of a batch who is the same person under 100 ms, and all that a
batch takes for the large one within 1.5 of that for the small.
"""

import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from base import leaving, logging
from base.clock import now
from bench.people_scale_fill import Crowd, analyse, fill
from models.contracts.people.contacts import ContactKind
from models.contracts.people.extraction import ExtractionInput
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.persons import refresh_persons
from models.queries.people.strength import recompute_strength
from services.people.extraction import ContactExtraction
from services.people.identity_resolution import IdentityResolution, ResolutionResult
from services.people.mail_facts import MailFacts
from services.people.relearning import Relearning
from services.wiring import Services
from tests.owner import ROBIN, Letter, Owner
from tests.stack import Stack

PEOPLE, INTERACTIONS = 100_000, 1_000_000
SHARE = 100  # the small user has that part of it
ASKED = 60  # times each question
ROUNDS, MAILS = 12, 100  # batches of each user, mails of a batch
RESOLVED, MINUTE, SOON, RESOLVED_BATCH, RATIO = 180.0, 60.0, 0.050, 0.100, 1.5

Ask = Callable[[], Awaitable[object]]


async def make(crowd: Crowd) -> None:
    """Persons of the identities, as a first extraction leaves them."""
    owner = crowd.owner
    async with owner.services.core.database.tenant(owner.user_id) as session:
        await IdentityChanges(session, owner.user_id).lock()
        rows = await session.execute(
            text("SELECT DISTINCT person_id FROM identities WHERE user_id = :user_id"), {"user_id": owner.user_id}
        )
        await refresh_persons(session, owner.user_id, [row[0] for row in rows])


async def resolve(crowd: Crowd) -> float:
    """Seconds until everybody is compared."""
    resolution, user_id = crowd.owner.services.people.resolution, crowd.owner.user_id
    begun, used = time.monotonic(), time.process_time()
    found = await resolution.everything(user_id)
    seconds, ours = time.monotonic() - begun, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ((asked,),) = await crowd.owner.rows("SELECT count(*) FROM suggestions WHERE user_id = :user_id")
    print(
        f"{'who is the same person, all':32} {seconds:8.1f} s, {ours:.1f} s of our CPU, {memory:.0f} MB at most;"
        f" {found.merged:,} merged, {asked:,} asked about"
    )
    return seconds


async def recount(owner: Owner) -> float:
    """Seconds for everybody's strength."""
    begun = time.monotonic()
    async with owner.services.core.database.tenant(owner.user_id) as session:
        await IdentityChanges(session, owner.user_id).lock()
        await recompute_strength(session, owner.user_id)
    return time.monotonic() - begun


async def percentile(ask: Ask, times: int = ASKED) -> tuple[float, float]:
    """Seconds of the median and of the 95th percentile."""
    taken = []
    for _ in range(times):
        begun = time.monotonic()
        await ask()
        taken.append(time.monotonic() - begun)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


async def lists(crowd: Crowd) -> dict[str, Ask]:
    """What the people page asks for."""
    contacts, me = crowd.owner.services.people.contacts, crowd.owner.me
    draw = random.Random(7)
    cursors: dict[str, str | None] = {}
    for sort in ("strength", "name", "recent"):
        cursor = None
        for _ in range(40):
            _, cursor = await contacts.contacts(me, sort=sort, cursor=cursor, limit=50)
        cursors[sort] = cursor
    asked: dict[str, Ask] = {}
    for sort, cursor in cursors.items():
        asked[f"by {sort}, first page"] = lambda sort=sort: contacts.contacts(me, sort=sort, limit=50)  # type: ignore[misc]
        asked[f"by {sort}, page 41"] = lambda sort=sort, cursor=cursor: contacts.contacts(  # type: ignore[misc]
            me, sort=sort, cursor=cursor, limit=50
        )
    asked["everybody, by strength"] = lambda: contacts.contacts(me, kind=None, limit=50)
    asked["lists (none)"] = lambda: contacts.contacts(me, kind=ContactKind.LIST, limit=50)
    asked["of a company"] = lambda: contacts.contacts(me, company_id=draw.choice(crowd.companies), limit=50)
    asked["of a mailbox"] = lambda: contacts.contacts(me, mailbox_id=crowd.owner.refs[0].mailbox_id, limit=50)
    asked["search, a whole name"] = lambda: contacts.contacts(me, search=draw.choice(crowd.names), limit=50)
    asked["search, a first name"] = lambda: contacts.contacts(me, search=draw.choice(crowd.names).split()[0], limit=50)
    asked["search, an address"] = lambda: contacts.contacts(me, search=draw.choice(crowd.addresses), limit=50)
    asked["search, of nobody"] = lambda: contacts.contacts(me, search="xqzv", limit=50)
    asked["companies, by strength"] = lambda: crowd.owner.services.people.contacts.companies(me, limit=50)
    return asked


async def analysed(crowd: Crowd) -> None:
    """How long analytics take that nobody has asked for since the last mail, and then again."""
    analytics, me = crowd.owner.services.people.analytics, crowd.owner.me
    (closest, *_), _ = await crowd.owner.services.people.contacts.contacts(me, limit=1)
    asked: dict[str, Ask] = {
        "analytics of everybody": lambda: analytics.all(me, months=24, zone="UTC"),
        "analytics of the closest": lambda: analytics.contact(me, closest.id, months=24, zone="UTC"),
        "analytics of a company": lambda: analytics.company(me, crowd.companies[0], months=24, zone="UTC"),
    }
    for name, ask in asked.items():
        begun = time.monotonic()
        await ask()
        first = time.monotonic() - begun
        print(f"{name:32} {first * 1e3:8.1f} ms, again {(await percentile(ask))[0] * 1e3:6.1f} ms")


class Timed(IdentityResolution):
    """Knows how long it has taken, in seconds."""

    seconds = 0.0

    async def run(self, user_id: UUID) -> ResolutionResult:
        """As it does."""
        begun = time.monotonic()
        found = await super().run(user_id)
        self.seconds += time.monotonic() - begun
        return found


async def batch(crowd: Crowd, number: int) -> tuple[float, float]:
    """Seconds until 100 mails are learned, and of them those until it is told who is the same person."""
    draw, owner = random.Random(number), crowd.owner
    letters = []
    for mail in range(MAILS):
        place = draw.randrange(len(crowd.addresses))
        one, other = crowd.addresses[place], draw.choice(crowd.addresses)
        at = now() - timedelta(minutes=draw.randrange(60 * 24 * 3))
        key = f"{number}.{mail}"
        if mail % 2:
            letters.append(Letter(key, ROBIN, f"{one}, {other}", at, ("SENT",)))
        else:
            letters.append(Letter(key, f"{crowd.names[place]} <{one}>", f"{ROBIN}, {other}", at))
    await owner.receive(*letters)
    core = owner.services.core
    resolution = Timed(core.database, core.keyring)
    extraction = ContactExtraction(
        core.database,
        core.keyring,
        core.starter,
        Relearning(core.database, core.keyring, core.isolation, core.starter),
        MailFacts(core.database, core.keyring, core.isolation),
        resolution,
    )
    begun = time.monotonic()
    result = await extraction.run(ExtractionInput(mailbox=owner.refs[0]), follow=False)
    assert result.messages == MAILS, result
    return time.monotonic() - begun, resolution.seconds


async def bench(services: Services, people: int, interactions: int) -> bool:
    """Fill, ask, tell. True: all is within its bounds."""
    large = await fill(await Owner.create(services), people, interactions)
    small_owner = await Owner.create(services, "robin@small.example")
    await small_owner.add_alias(ROBIN)
    small = await fill(small_owner, people // SHARE, interactions // SHARE)
    for crowd in (large, small):
        await make(crowd)
    await analyse(large.owner)
    print(f"{people:,} people, {interactions:,} interactions")
    await resolve(small)
    good = await resolve(large) < RESOLVED
    seconds = await recount(large.owner)
    good &= seconds < MINUTE
    print(f"{'strength of everybody anew':32} {seconds:8.1f} s")
    await analyse(large.owner)
    for name, ask in (await lists(large)).items():
        median, late = await percentile(ask)
        good &= late < SOON
        print(f"{name:32} {median * 1e3:8.1f} ms, 95 %: {late * 1e3:6.1f} ms{'' if late < SOON else '  TOO SLOW'}")
    await analysed(large)
    return await batches(large, small) and good


async def batches(large: Crowd, small: Crowd) -> bool:
    """Batches in turn. True: within their bounds."""
    taken: dict[str, list[tuple[float, float]]] = {"large": [], "small": []}
    for number in range(ROUNDS):
        for name, crowd in (("small", small), ("large", large)):
            taken[name].append(await batch(crowd, number))
    whole, resolved = (
        {name: statistics.median(times[part] for times in some[2:]) for name, some in taken.items()} for part in (0, 1)
    )
    ratio = whole["large"] / whole["small"]
    for what, medians in (("a batch of 100 mails", whole), ("of it, who is the same person", resolved)):
        print(f"{what:32} {medians['large'] * 1e3:8.1f} ms, of a hundredth: {medians['small'] * 1e3:.1f} ms")
    print(f"{'large to small':32} {ratio:8.2f}")
    return resolved["large"] < RESOLVED_BATCH and ratio <= RATIO


async def run(people: int, interactions: int) -> bool:
    """On servers of its own."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), durable=True)
        try:
            async with stack.settings(Path(folder) / "home") as settings:
                services = await Services.build(settings)
                try:
                    return await bench(services, people, interactions)
                finally:
                    await services.close()
        finally:
            await stack.stop()


def main() -> None:
    """Exit with 1 where anything is beyond its bound."""
    logging.configure("WARNING")
    numbers = [int(argument) for argument in sys.argv[1:]]
    if not asyncio.run(run(*numbers, *[PEOPLE, INTERACTIONS][len(numbers) :])):
        sys.exit(1)


if __name__ == "__main__":
    leaving.run(main)
