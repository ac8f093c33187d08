"""How often a batch of mail from known people asks the database: for two hundred mails as often as for twenty."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from models.contracts.people.extraction import ExtractionInput
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.resolution_queue import to_resolve
from services.people.aggregation import identity_id
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner

LEARNED, RESOLVED = 68, 26  # of all, and of telling who is one person
NAMES = ["Ida", "Bo", "Sunniva", "Torvald", "Maren", "Edda", "Runa", "Osk", "Brage", "Leif"]


def letters(first: int, count: int) -> list[Letter]:
    """To and from twenty people, of whom each two have a name."""
    made = []
    for n in range(first, first + count):
        who = n % 20
        name, address = (
            f"{NAMES[who % 10]} Quistgaard",
            f"{NAMES[who % 10]}.{who}@{'north' if who < 10 else 'gmx'}.example",
        )
        at = START + timedelta(hours=n)
        sent = Letter(f"m{n}", ROBIN, address, at, ("SENT",))
        made.append(sent if n % 3 else Letter(f"m{n}", f"{name} <{address}>", date=at))
    return made


@contextmanager
def counted(services: Services) -> Iterator[list[str]]:
    """The statements of a while."""
    asked: list[str] = []
    engine = services.core.database.engine.sync_engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_batch_asks_as_often_however_large_it_is(services: Services) -> None:
    owner = await Owner.create(services)
    await owner.receive(*letters(0, 60))
    await owner.learn()
    people, first = services.people, 60
    for size in (20, 200):
        await owner.receive(*letters(first, size))
        first += size
        with counted(services) as asked:
            result = await people.extraction.run(ExtractionInput(mailbox=owner.refs[0]), follow=False)
        assert result.messages == size
        assert len(asked) <= LEARNED, "\n".join(asked)
        addresses = [one.address for one in (await owner.people()).values()]
        async with services.core.database.tenant(owner.user_id) as session:
            await IdentityChanges(session, owner.user_id).lock()
            await to_resolve(session, owner.user_id, [identity_id(owner.user_id, address) for address in addresses])
        with counted(services) as asked:
            assert (await people.resolution.run(owner.user_id)).compared == len(addresses)
        assert len(asked) <= RESOLVED, "\n".join(asked)
