"""Messages are found by their labels, whatever becomes of either."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from base.settings import Settings
from models.contracts.mail.labels import LabelWish
from models.queries.mail.reading import MessageFilter, ReadingQueries
from services.wiring import Services
from tests.owner import START, Letter, Owner

LABELS = ["INBOX", "SENT", "UNREAD", "Label_1", "Label_2"]


@pytest.fixture
async def robin(settings: Settings) -> AsyncIterator[Owner]:
    services = await Services.build(settings)
    yield await Owner.create(services)
    await services.close()


async def in_step(owner: Owner) -> None:
    """What is found by a label is what has it, newest first, page by page, in each mailbox and in all."""
    for label in [*LABELS, "none"]:
        for mailbox in [None, *(ref.mailbox_id for ref in owner.refs)]:
            having = await owner.rows(
                """SELECT id FROM messages WHERE user_id = :user_id AND :label = ANY(labels)
                   AND (CAST(:mailbox AS uuid) IS NULL OR mailbox_id = :mailbox) ORDER BY date DESC, id DESC""",
                label=label,
                mailbox=mailbox,
            )
            found, after = [], None
            wish = (LabelWish(tuple((ref.mailbox_id, label) for ref in owner.refs)),)
            async with owner.services.core.database.tenant(owner.user_id) as session:
                queries = ReadingQueries(session, owner.user_id)
                while page := await queries.messages(
                    MessageFilter(mailbox_id=mailbox, wishes=wish, hidden=frozenset(), after=after, most=7)
                ):
                    found += [row.id for row in page]
                    after = (page[-1].date, page[-1].id)
                threads = await queries.threads(
                    mailbox_id=mailbox, contact_id=None, wish=wish[0], hidden=frozenset(), after=None, most=100
                )
            assert found == [row[0] for row in having]
            assert len(threads) == len(having)  # each has its own


async def test_labels_are_found_whatever_becomes_of_them(robin: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    second = await robin.mailbox("robin@home.example")
    for ref in robin.refs:
        await robin.receive(
            *(
                Letter(
                    str(n),
                    "ida@northwind.example",
                    date=START - timedelta(days=chance.randint(0, 4_000)),
                    labels=tuple(chance.sample(LABELS, chance.randint(0, 4))),
                )
                for n in range(40)
            ),
            ref=ref,
        )
    await in_step(robin)
    for number in range(0, 40, 2):
        added, removed = chance.sample(LABELS, 2), chance.sample(LABELS, 2)
        await robin.relabel(str(number), added=added, removed=removed, ref=chance.choice(robin.refs))
    await robin.delete(*map(str, range(10)), ref=second)
    await in_step(robin)
    monkeypatch.setattr("models.queries.mail.reading._RARE", 1)
    await in_step(robin)
    kept = await robin.rows("SELECT count(*) FROM message_labels WHERE user_id = :user_id")
    assert kept == await robin.rows("SELECT sum(cardinality(labels)) FROM messages WHERE user_id = :user_id")
    await robin.rows("DELETE FROM mailboxes WHERE user_id = :user_id RETURNING 1")
    assert await robin.rows("SELECT count(*) FROM message_labels WHERE user_id = :user_id") == [(0,)]
