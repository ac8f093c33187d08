"""Whom the owner introduces: of those addressed, and of those whose address is said, their words are as others'."""

import pytest

from services.wiring import Services
from tests.integration.people.cards import card, shown
from tests.integration.tenants import as_owner
from tests.owner import ROBIN, START, Letter, Owner

LEO, ANA = "Leo Brandt <leo@lumen.example>", "ana@silva.example"
SENT = ("SENT",)
TEXT = (
    "Hi Leo,\nI'd like you to meet Ana Silva, our new CTO, ana@silva.example.\n\nBest\n\n"
    "--\nRobin Marlow\nHead of Tides\nTel: +49 30 901820\n"
)


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def test_whom_the_owner_introduces_by_their_address_is_known_once_they_are(robin: Owner) -> None:
    (told, *_) = await robin.receive(Letter("1", f"Robin Marlow <{ROBIN}>", LEO, labels=SENT, text=TEXT))
    await robin.learn()
    assert await shown(robin, "leo@lumen.example") == {}, "nor is the owner's own signature anybody's"
    await robin.receive(Letter("2", f"Ana Silva <{ANA}>"))
    await robin.learn()
    (title,) = (one for one in await card(robin, ANA) if one.field == "title")
    assert (title.value, title.source, title.source_ref) == ("CTO", "introduction", ROBIN)
    assert title.mail is not None
    assert title.mail.message_id == told
    assert TEXT[title.mail.start : title.mail.end] == "CTO"
    assert (await robin.people())[ANA].title == "CTO"
    async with await as_owner(robin.services.core.settings) as connection:
        await connection.execute("UPDATE messages SET rules = 4, tells = NULL")
        await connection.execute("DELETE FROM facts")
        await connection.execute("SELECT kith_learn_people_anew()")
    await robin.learn()
    assert (await robin.people())[ANA].title == "CTO", "what was stored by older rules is read, too"
    await robin.delete("1")
    assert (await robin.people())[ANA].title is None


async def test_whom_the_owner_writes_to_and_introduces_is_told_of_and_nobody_else(robin: Owner) -> None:
    both = f"{LEO}, Bob Lind <bob@north.example>"
    text = "Leo, meet Bob Lind, head of sales at North. Bob, you know my former boss Ana Silva, director of Tides."
    await robin.receive(
        Letter("1", f"Robin Marlow <{ROBIN}>", both, START, SENT, text=text), Letter("2", f"Ana <{ANA}>")
    )
    await robin.learn()
    assert await shown(robin, "bob@north.example") == {
        "name": ["Bob Lind"], "title": ["head of sales"], "company": ["North"],
    }  # fmt: skip
    assert await shown(robin, "leo@lumen.example") == await shown(robin, ANA) == {}
