"""Spam, trash and drafts stay out of lists, counts and people, until somebody asks for them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from base.settings import Settings
from models.queries.mail.labels import LabelQueries, LabelRow
from models.queries.mail.storing import StoringQueries
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner, pages

IDA = "Ida Okafor <ida@northwind.example>"


@pytest.fixture
async def robin(settings: Settings) -> AsyncIterator[Owner]:
    services = await Services.build(settings)
    yield await Owner.create(services)
    await services.close()


def letter(
    key: str, *labels: str, day: int = 0, sender: str = IDA, thread: str | None = None, to: str = ROBIN
) -> Letter:
    return Letter(key, sender, to, START + timedelta(days=day), labels, f"About {key}", f"plums {key}", thread=thread)


async def found(robin: Owner, **narrow: Any) -> set[str]:
    """The messages of a list."""
    reading = robin.services.mail.reading
    return {one.source_id for one in await pages(partial(reading.messages, robin.me, limit=2, **narrow))}


async def threads(robin: Owner, **narrow: Any) -> dict[str, Any]:
    """The threads of a list."""
    return {
        one.id: one for one in await pages(partial(robin.services.mail.reading.threads, robin.me, limit=2, **narrow))
    }


async def relabel(robin: Owner, key: str, thread: str, **change: Any) -> None:
    await robin.relabel(key, **change)
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await StoringQueries(session, robin.refs[0]).refresh_threads([thread])


async def test_lists_and_searches_leave_them_out(robin: Owner) -> None:
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await LabelQueries(session, robin.refs[0]).add([LabelRow("Label_3", "Summer / Fruit", own=True)])
    second = await robin.mailbox("robin@home.example")
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await LabelQueries(session, second).add([LabelRow("Label_3", "Taxes", own=True)])
    await robin.receive(
        letter("plain", "INBOX", "Label_3"),
        letter("unread", "INBOX", "UNREAD", day=1),
        letter("spam", "SPAM", "Label_3", day=2),
        letter("trash", "TRASH", "Label_3", day=3),
        letter("draft", "DRAFT", day=4),
        letter("binned", "DRAFT", "TRASH", day=5),
    )
    await robin.receive(letter("taxes", "INBOX", "Label_3", day=6), ref=second)
    shown = {"plain", "unread", "taxes"}
    everything = {*shown, "spam", "trash", "draft", "binned"}
    for ask in (found, threads):
        assert set(await ask(robin)) == shown
        assert set(await ask(robin, anywhere=True)) == everything
        assert set(await ask(robin, label="SPAM")) == {"spam"}
        assert set(await ask(robin, label="TRASH")) == {"trash", "binned"}
        assert set(await ask(robin, label="DRAFT")) == {"draft"}
        # By name a label is one mailbox's, by id it is of all that have one.
        assert set(await ask(robin, label="summer / fruit")) == {"plain"}
        assert set(await ask(robin, label="Label_3")) == {"plain", "taxes"}
        assert set(await ask(robin, label="Label_3", mailbox_id=second.mailbox_id)) == {"taxes"}
        assert set(await ask(robin, label="Label_3", anywhere=True)) == {"plain", "taxes", "spam", "trash"}
    for question, those in {
        "plums": shown,
        "plums in:anywhere": everything,
        "in:anywhere": everything,
        "plums in:spam": {"spam"},
        "in:trash": {"trash", "binned"},
        "in:bin plums": {"trash", "binned"},
        "in:drafts": {"draft"},
        "plums label:summer---fruit": {"plain"},
        'label:"Summer / Fruit"': {"plain"},
        "label:taxes is:read": {"taxes"},
        "plums -label:taxes": {"plain", "unread"},
        "-label:taxes -is:unread": {"plain"},
        "in:anywhere label:summer---fruit -in:trash": {"plain", "spam"},
        "is:unread": {"unread"},
        "label:nothing": set(),
        "trash": set(),
        "in:trash pears": set(),
        '"': set(),
    }.items():
        assert await found(robin, question=question) == those, question
    assert await found(robin, question="in:drafts", label="TRASH") == {"binned"}


async def test_a_thread_is_shown_for_what_was_said_in_it(robin: Owner) -> None:
    await robin.receive(
        letter("1", "INBOX", thread="t"),
        letter("2", "SENT", "Label_3", thread="t", day=1, sender=ROBIN, to=IDA),
        letter("3", "DRAFT", thread="t", day=2, sender=ROBIN, to=IDA),
        letter("4", "TRASH", "UNREAD", thread="t", day=3),
    )
    (shown,) = (await threads(robin)).values()
    assert (shown.message_count, shown.subject, shown.unread) == (2, "About 2", False)
    assert (shown.first_at, shown.last_at) == (START, START + timedelta(days=1))
    assert shown.labels == ["DRAFT", "INBOX", "Label_3", "SENT"]
    assert set(await threads(robin, label="TRASH")) == set(await threads(robin, label="DRAFT")) == {"t"}
    whole = await robin.services.mail.reading.thread(robin.me, robin.refs[0].mailbox_id, "t", images=False)
    assert [one.source_id for one in whole.messages] == ["1", "2", "3", "4"]
    for key in "12":
        await relabel(robin, key, "t", added=["TRASH"])
    assert await threads(robin) == {}
    (hidden,) = (await threads(robin, label="TRASH")).values()
    assert (hidden.message_count, hidden.subject, hidden.unread) == (4, "About 4", True)
    await relabel(robin, "2", "t", removed=["TRASH"])
    (shown,) = (await threads(robin)).values()
    assert (shown.message_count, shown.subject, shown.labels) == (1, "About 2", ["DRAFT", "Label_3", "SENT"])


@pytest.mark.parametrize("label", ["SPAM", "TRASH", "DRAFT"])
async def test_people_are_learned_and_unlearned_as_labels_change(robin: Owner, label: str) -> None:
    async def known() -> list[Any]:
        await robin.learn()
        return [await robin.numbers(), await robin.faces(), await robin.interactions(), await robin.domains()]

    nobody = await known()
    ours = letter("1", label, sender=ROBIN if label == "DRAFT" else IDA, to=IDA if label == "DRAFT" else ROBIN)
    await robin.receive(ours)
    assert await known() == nobody == [{}, {}, [], []]
    await relabel(robin, "1", "1", removed=[label])
    learned = await known()
    assert list(learned[0]) == ["ida@northwind.example"]
    await relabel(robin, "1", "1", added=[label])
    assert await known() == nobody
    await relabel(robin, "1", "1", removed=[label])
    assert await known() == learned
    # Of two copies of a mail, the one that is not hidden counts.
    second = await robin.mailbox("robin@home.example")
    await robin.receive(ours, ref=second)
    assert await known() == learned
    await relabel(robin, "1", "1", added=[label])
    assert await known() == nobody
