"""Reading mail: lists, search, and what the tables give away."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from base.errors import Invalid, NotFound
from models.contracts.mail.mailboxes import MailboxRef
from services.mail.message_rows import message_id
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner, pages

IDA = "Ida Okafor <ida@northwind.example>"
SECRET = "Prices of two houses in Köln"
TEXT = "Dear Robin, the quick offer expires on Monday. Письмо Иванова: 新しい会議の資料."


@pytest.fixture
async def robin(services: Services) -> Owner:
    """41 messages in 17 threads of two mailboxes, many with the same date."""
    owner = await Owner.create(services)
    second = await owner.mailbox("robin@home.example")
    labels = [("INBOX",), ("INBOX", "UNREAD"), ("Trips, 2026",), ()]
    letters = [
        Letter(
            f"m{n}",
            f"p{n % 4}@people.example",
            date=START - timedelta(days=n // 7),
            labels=labels[n % 4],
            thread=f"t{n % 11}",
        )
        for n in range(30)
    ]
    other = [
        Letter(
            f"o{n}",
            f"p{n % 4}@people.example",
            "robin@home.example",
            START - timedelta(days=n // 5),
            thread=f"t{n % 5}",
        )
        for n in range(10)
    ]
    await owner.receive(
        *letters, Letter("offer", IDA, f"{ROBIN}, Bo Lind <bo@south.example>", subject=SECRET, text=TEXT)
    )
    await owner.receive(*other, ref=second)
    await owner.learn()
    return owner


async def test_every_page_size_shows_each_message_once_the_newest_first(robin: Owner) -> None:
    for limit in (1, 3, 40, 41, 100):
        found = await pages(partial(robin.services.mail.reading.messages, robin.me, limit=limit))
        assert len(found) == len({one.id for one in found}) == 41
        assert [(one.date, one.id) for one in found] == sorted(((one.date, one.id) for one in found), reverse=True)


async def test_every_page_size_shows_each_thread_once_the_newest_first(robin: Owner) -> None:
    for limit in (1, 4, 16, 17, 100):
        found = await pages(partial(robin.services.mail.reading.threads, robin.me, limit=limit))
        assert len(found) == len({(one.mailbox_id, one.id) for one in found}) == 17
        assert [one.last_at for one in found] == sorted((one.last_at for one in found), reverse=True)


async def test_a_list_goes_on_where_it_was_though_mail_comes_and_goes(robin: Owner) -> None:
    mail = robin.services.mail.reading
    whole, _ = await mail.messages(robin.me, limit=100)
    first, cursor = await mail.messages(robin.me, limit=10)
    await robin.receive(Letter("new", IDA, date=START + timedelta(days=9)))
    await robin.delete(*(one.source_id for one in first if one.mailbox_id == robin.refs[0].mailbox_id))
    rest, _ = await mail.messages(robin.me, limit=100, cursor=cursor)
    assert [one.id for one in first + rest] == [one.id for one in whole]


async def test_messages_are_narrowed(robin: Owner) -> None:
    async def ids(**narrow: Any) -> set[str]:
        return {
            one.source_id
            for one in await pages(partial(robin.services.mail.reading.messages, robin.me, limit=4, **narrow))
        }

    first, second = (ref.mailbox_id for ref in robin.refs)
    assert await ids(mailbox_id=second) == {f"o{n}" for n in range(10)}
    assert await ids(mailbox_id=first, thread_id="t3") == {"m3", "m14", "m25"}
    assert await ids(thread_id="t3") == {"m3", "m14", "m25", "o3", "o8"}
    assert await ids(label="UNREAD") == {f"m{n}" for n in range(1, 30, 4)}
    assert await ids(label="Trips, 2026", thread_id="t3") == {"m14"}
    assert await ids(label="unread") == await ids(label="UNREAD")
    assert await ids(label="%") == await ids(mailbox_id=robin.user_id) == set()


async def test_threads_are_narrowed(robin: Owner) -> None:
    async def ids(**narrow: Any) -> set[tuple[Any, str]]:
        found = await pages(partial(robin.services.mail.reading.threads, robin.me, limit=2, **narrow))
        assert len(found) == len({(one.mailbox_id, one.id) for one in found})
        return {(one.mailbox_id, one.id) for one in found}

    first, second = (ref.mailbox_id for ref in robin.refs)
    p1 = (await robin.people())["p1@people.example"]
    assert await ids(mailbox_id=second) == {(second, f"t{n}") for n in range(5)}
    assert await ids(contact_id=p1.id) == {(first, f"t{n % 11}") for n in range(1, 30, 4)} | {
        (second, f"t{n % 5}") for n in range(1, 10, 4)
    }
    assert await ids(label="UNREAD") == {(first, f"t{n % 11}") for n in range(1, 30, 4)}
    assert await ids(label="UNREAD", contact_id=(await robin.people())["bo@south.example"].id) == set()


async def test_a_thread_is_what_its_messages_are(robin: Owner) -> None:
    mailbox_id = robin.refs[0].mailbox_id
    thread = await robin.services.mail.reading.thread(robin.me, mailbox_id, "t3", images=False)
    assert [one.source_id for one in thread.messages] == ["m25", "m14", "m3"]
    assert (thread.message_count, thread.first_at, thread.last_at) == (3, START - timedelta(days=3), START)
    assert thread.unread == any("UNREAD" in one.labels for one in thread.messages)
    lean = await robin.services.mail.reading.thread(robin.me, mailbox_id, "t3", images=False, headers=False)
    assert all(one.headers for one in thread.messages)
    assert lean == replace(thread, messages=[replace(one, headers=[]) for one in thread.messages])
    await robin.delete("m3", "m25")
    thread = await robin.services.mail.reading.thread(robin.me, mailbox_id, "t3", images=False)
    assert (thread.message_count, thread.first_at, thread.last_at) == (
        1,
        START - timedelta(days=2),
        START - timedelta(days=2),
    )
    await robin.delete("m14")
    with pytest.raises(NotFound):
        await robin.services.mail.reading.thread(robin.me, mailbox_id, "t3", images=False)


SEARCHES = [
    ("price house", True),
    ("HOUSES prices", True),
    ('"two houses"', True),
    ('"houses two"', False),
    ('"houses in koln"', True),
    ("köln", True),
    ("offers expiring", True),
    ("offer expired monday", True),
    ("offer tuesday", False),
    ("письма иванова", True),
    ("ivanova", True),
    ("会議", True),
    ("議会", False),
    ('"会議の資料"', True),
    ("ida okafor", True),
    ("ida@northwind.example", True),
    ("lind", True),
    ("koln monday", True),
    ('"köln dear"', False),
    ("!!!", False),
    ("", False),
    ("'; DROP TABLE messages; --", False),
]


async def test_a_search_finds_words_in_any_form_and_script(robin: Owner, subtests: pytest.Subtests) -> None:
    for question, found in SEARCHES:
        with subtests.test(question):
            shown, _ = await robin.services.mail.reading.messages(robin.me, question=question)
            assert [one.source_id for one in shown] == (["offer"] if found else [])


async def test_a_search_is_narrowed_and_goes_on_by_cursor(robin: Owner) -> None:
    async def ids(limit: int = 3, **narrow: Any) -> list[str]:
        ask = partial(robin.services.mail.reading.messages, robin.me, question="hello", limit=limit, **narrow)
        return [one.source_id for one in await pages(ask)]

    second = robin.refs[1].mailbox_id
    everything = await ids(limit=100)
    assert len(everything) == len(set(everything)) == 40
    for limit in (1, 3, 39, 40):
        assert await ids(limit) == everything
    assert set(await ids(mailbox_id=second)) == {f"o{n}" for n in range(10)}
    assert set(await ids(thread_id="t3")) == {"m3", "m14", "m25", "o3", "o8"}
    assert set(await ids(label="UNREAD", mailbox_id=robin.refs[0].mailbox_id)) == {f"m{n}" for n in range(1, 30, 4)}
    assert await ids(label="UNREAD", mailbox_id=second) == []


async def test_nobody_reads_or_finds_anothers_mail(robin: Owner, services: Services) -> None:
    eve = await Owner.create(services, "eve@elsewhere.example")
    mine = message_id(robin.refs[0].mailbox_id, "offer")
    assert await services.mail.reading.messages(eve.me) == ([], None)
    assert await services.mail.reading.messages(eve.me, question="hello") == ([], None)
    assert await services.mail.reading.threads(eve.me) == ([], None)
    with pytest.raises(NotFound):
        await services.mail.reading.message(eve.me, mine, images=False)
    with pytest.raises(NotFound):
        await services.mail.reading.thread(eve.me, robin.refs[0].mailbox_id, "t3", images=False)
    word = (await robin.keyring.user_keys(robin.user_id)).word("hello")
    search = "SELECT id FROM kith_search_messages(CAST(:word AS tsquery))"
    assert len(await robin.rows(search, word=word)) == 40
    assert await eve.rows(search, word=word) == []
    _, cursor = await services.mail.reading.messages(robin.me, limit=1)
    with pytest.raises(Invalid):
        await services.mail.reading.threads(robin.me, cursor=cursor)


async def test_a_message_is_shown_as_it_was_sent(robin: Owner) -> None:
    found = await robin.services.mail.reading.message(
        robin.me, message_id(robin.refs[0].mailbox_id, "offer"), images=False
    )
    assert (found.subject, found.text, found.snippet) == (SECRET, TEXT, TEXT)
    assert found.sender is not None
    assert (found.sender.name, found.sender.address) == ("Ida Okafor", "ida@northwind.example")
    assert [one.address for one in found.recipients] == [ROBIN, "bo@south.example"]
    assert ("Subject", SECRET) in found.headers


async def test_neither_columns_nor_the_index_hold_a_readable_word(robin: Owner) -> None:
    (row,) = await robin.rows(
        """SELECT subject, snippet, body, CAST(words AS text), CAST(m AS text) FROM messages m
           WHERE user_id = :user_id AND source_id = 'offer'"""
    )
    *sealed, index, whole = row
    words = {word for word in f"{SECRET} {TEXT}".lower().replace(".", " ").replace(":", " ").split() if len(word) > 3}
    assert {"prices", "houses", "expires", "иванова"} <= words
    for word in words:
        for column in sealed:
            assert word.encode() not in bytes(column).lower()
        assert word not in index
        assert word.encode().hex() not in whole.lower()
    assert "hous" not in index
    lexemes = await robin.rows(
        """SELECT DISTINCT unnest(tsvector_to_array(words)) FROM messages
           WHERE user_id = :user_id AND source_id = 'offer'"""
    )
    assert len(lexemes) > 20
    assert all(len(lexeme) == 16 and set(lexeme) <= set("abcdefghijklmnopqrstuvwxyz234567") for (lexeme,) in lexemes)


async def test_two_users_indexes_of_the_same_mail_share_nothing(robin: Owner, services: Services) -> None:
    eve = await Owner.create(services, "eve@elsewhere.example")
    letter = Letter("offer", IDA, subject=SECRET, text=TEXT)
    await eve.receive(letter)
    of: dict[str, set[Any]] = {}
    for name, owner in (("robin", robin), ("eve", eve)):
        rows = await owner.rows(
            """SELECT unnest(tsvector_to_array(words)), subject FROM messages
               WHERE user_id = :user_id AND source_id = 'offer'"""
        )
        of[name] = {row[0] for row in rows} | {bytes(row[1]) for row in rows}
    assert len(of["eve"]) > 20
    assert not of["robin"] & of["eve"]


async def test_a_row_that_was_moved_cannot_be_read(robin: Owner) -> None:
    ref: MailboxRef = robin.refs[0]
    await robin.rows(
        """UPDATE messages SET subject = (SELECT subject FROM messages WHERE user_id = :user_id AND source_id = 'offer')
           WHERE user_id = :user_id AND source_id = 'm1' RETURNING 1"""
    )
    with pytest.raises(Exception, match="cannot be decrypted"):
        await robin.services.mail.reading.message(robin.me, message_id(ref.mailbox_id, "m1"), images=False)
