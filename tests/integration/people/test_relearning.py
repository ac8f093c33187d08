"""After an upgrade people are learned by the new rules, from the headers that are kept."""

from collections.abc import AsyncIterator
from typing import Any, LiteralString

import pytest

from base.ids import new_id
from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.contacts import ContactKind
from models.queries.people.extraction import RULES
from services.people.aggregation import identity_id
from services.people.relearning import Relearning
from services.wiring import Services
from tests.integration.tenants import as_owner
from tests.owner import ROBIN, Letter, Owner

LETTERS = [
    Letter("1", "Ida Okafor <ida@northwind.example>", headers="Feedback-ID: i1:Fastmail\nCc: Bo <bo.lind@gmail.com>\n"),
    Letter("2", "Cy Duarte <cy@south.example>", headers="Precedence: bulk\nList-Id: <weather.south.example>\n"),
    Letter("3", "no.reply@shop.example"),
    Letter(
        "5", "Dee Moss <dee@harbour.example>", text="Boats came in. " * 20 + "\nUnsubscribe: https://harbour.example/u"
    ),
    Letter("6", "Harbour Payroll <x1@harbour.example>"),
    Letter("4", ROBIN, "=?utf-8?Q?Okafor=2C_Ida?= <ida@northwind.example>, dee@east.example", labels=("SENT",)),
]


class Starter:
    """Notes what is to be started."""

    def __init__(self) -> None:
        self.started: list[MailboxRef] = []

    async def start_prefetch(self, ref: MailboxRef) -> str:
        raise AssertionError("nothing is at Gmail")

    async def start_extraction(self, ref: MailboxRef) -> str:
        self.started.append(ref)
        return ""


@pytest.fixture
async def robin(settings: Settings) -> AsyncIterator[Owner]:
    services = await Services.build(settings)
    yield await Owner.create(services)
    await services.close()


async def as_older(robin: Owner, *statements: LiteralString, **values: Any) -> None:
    """What an upgrade finds, and does."""
    async with await as_owner(robin.services.core.settings) as connection:
        for statement in statements:
            await connection.execute(statement, values)


def relearning(owner: Owner, starter: Starter) -> Relearning:
    core = owner.services.core
    return Relearning(core.database, core.keyring, core.isolation, starter)  # type: ignore[arg-type]


async def learned(owner: Owner) -> list[object]:
    stored = await owner.rows(
        "SELECT source_id, sender, recipients, automated, list_address, rules FROM messages"
        " WHERE user_id = :user_id ORDER BY 1"
    )
    return [stored, await owner.numbers(), await owner.faces(), await owner.interactions(), await owner.domains()]


async def test_what_older_rules_learned_is_learned_anew(robin: Owner) -> None:
    await robin.receive(*LETTERS)
    await robin.learn()
    right = await learned(robin)
    assert set(await robin.people(kind=ContactKind.LIST)) == {"weather@south.example"}
    machines = {"no.reply@shop.example", "dee@harbour.example", "x1@harbour.example"}
    assert set(await robin.people(kind=ContactKind.AUTOMATED)) == machines
    # As an older Kith had it: wrong, and Bo under the address as it was written.
    bo = identity_id(robin.user_id, "bo.lind@gmail.com")
    await as_older(
        robin,
        "UPDATE messages SET rules = NULL, automated = NOT automated, list_address = NULL, sender = '{}'",
        "UPDATE identities SET kind_rank = 3 - kind_rank %% 3, name = 'x', spelling = ''",
        "UPDATE identities SET id = %(older)s, address = 'bo.lind@gmail.com' WHERE id = %(bo)s",
        "UPDATE interactions SET identity_id = %(older)s WHERE identity_id = %(bo)s",
        "SELECT kith_learn_people_anew()",
        bo=bo,
        older=new_id(),
    )
    starter = Starter()
    assert await relearning(robin, starter).begin() == 1
    assert starter.started == robin.refs
    assert await relearning(robin, starter).begin() == 0

    await robin.learn()

    assert await learned(robin) == right


async def test_until_it_is_learned_anew_what_was_known_stays(robin: Owner) -> None:
    await robin.receive(*LETTERS)
    await robin.learn()
    before = {address: (one.kind, one.name) for address, one in (await robin.people(kind=None)).items()}
    await as_older(robin, "SELECT kith_learn_people_anew()")
    assert {address: (one.kind, one.name) for address, one in (await robin.people(kind=None)).items()} == before


async def test_new_mail_is_read_by_the_rules_of_now(robin: Owner) -> None:
    await robin.receive(LETTERS[0])
    assert await robin.rows("SELECT rules FROM messages WHERE user_id = :user_id") == [(RULES,)]
