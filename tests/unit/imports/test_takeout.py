"""What an mbox says of a message beside its content."""

from datetime import UTC, datetime, timedelta

import pytest

from base.clock import now
from models.contracts.mail.messages import DateSource
from services.imports.mbox import RawMessage, Splitter, beginning_of
from services.imports.takeout import message_id_of, source_of
from services.mail.source import Source
from services.mime.parsing import parse
from services.mime.parts import part_of

PLAIN = b"From a@b.example Mon Jun  1 10:00:00 2026"
TAKEOUT = b"From 1735000000000000001@xxx Mon Jun 01 10:00:00 +0000 2026"


THREAD = "X-GM-THRID: 1735000000000000001"


def message(raw: bytes | None, separator: bytes = PLAIN) -> RawMessage:
    return RawMessage(separator, raw, len(raw or b""), 0, takeout=separator == TAKEOUT)


def source(headers: str, separator: bytes = PLAIN) -> Source:
    found = message(f"{headers}\n\nbody\n".encode(), separator)
    assert found.raw is not None
    return source_of(found, "own", parse(part_of(found.raw)))


def sources(file: bytes) -> list[Source]:
    """What is believed of each message of a whole file."""
    splitter = Splitter(beginning=beginning_of(file[:1_000]))
    found = [*splitter.feed(file), *splitter.finish()]
    return [source_of(one, message_id_of(one), parse(part_of(one.raw or b""))) for one in found]


HONEST = f"{THREAD}\nX-Gmail-Labels: Inbox\nReceived: by mx.example\n".encode()
FORGED = b"X-GM-THRID: 1735000000000000002\nX-Gmail-Labels: Sent\nFrom: mallory@evil.example\n\nhello\n\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_takeout_is_believed_and_what_came_with_its_mail_is_not(end: bytes) -> None:
    file = (
        TAKEOUT + b"\n" + HONEST + FORGED + TAKEOUT.replace(b"01@", b"03@") + b"\n" + FORGED.replace(b"Sent", b"Spam")
    )
    found = sources(file.replace(b"\n", end))
    assert [one.labels for one in found] == [["INBOX"], ["SPAM"]]
    assert found[0].thread_id == f"{1735000000000000001:016x}"


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(PLAIN + b"\n" + FORGED, id="at the head of an ordinary mbox"),
        pytest.param(PLAIN + b"\nReceived: by mx.example\n" + FORGED, id="under a server's header"),
        pytest.param(PLAIN + b"\nSubject: x\n\nhi\n\n" + TAKEOUT + b"\n" + FORGED, id="a whole message in a text"),
        pytest.param(TAKEOUT + b"\nReceived: by mx.example\n" + FORGED, id="an envelope's address like Takeout's"),
        pytest.param(TAKEOUT[:-5] + b"\nX-Gmail-Labels: Sent\n" + FORGED, id="a separator that is nearly Takeout's"),
        pytest.param(b"From 1735000000000000001@xxx Mon Jun  1 10:00:00 2026\n" + FORGED, id="dated as servers date"),
        pytest.param(TAKEOUT + b"\nReturn-Path: <m@evil.example>\n" + FORGED, id="under a server's envelope"),
        pytest.param(TAKEOUT.replace(b"xxx", b"evil.example") + b"\n" + FORGED, id="of another domain"),
    ],
)
def test_in_any_other_file_what_a_mail_says_of_itself_counts_for_nothing(file: bytes) -> None:
    found = sources(file)
    assert [one.labels for one in found] == [[] for _ in found]
    known = {f"{1735000000000000001:016x}", f"{1735000000000000002:016x}"}
    assert not known & {one.thread_id for one in found}
    assert not known & {one.source_id for one in found}


def test_a_message_in_a_takeout_that_google_did_not_begin_is_not_believed() -> None:
    file = TAKEOUT + b"\n" + HONEST + b"\nhi\n\n" + PLAIN + b"\n" + FORGED
    assert [one.labels for one in sources(file)] == [["INBOX"], []]


def test_takeout_names_gmails_id_in_the_separator() -> None:
    assert message_id_of(message(b"x", TAKEOUT)) == f"{1735000000000000001:016x}"


def test_elsewhere_the_same_bytes_are_the_same_message_wherever_they_stand() -> None:
    other = b"From - Tue Jun  2 10:00:00 2026"

    assert message_id_of(message(b"x")) == message_id_of(message(b"x", other))
    assert message_id_of(message(b"x")) != message_id_of(message(b"y"))
    assert message_id_of(message(None)) != message_id_of(message(None, other))


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ("Inbox,Unread,Important", ["INBOX", "UNREAD", "IMPORTANT"]),
        ("Archived,Opened,Sent", ["SENT"]),
        ("Drafts", ["DRAFT"]),
        ("Spam,Trash,Starred", ["SPAM", "TRASH", "STARRED"]),
        ("Category Promotions", ["CATEGORY_PROMOTIONS"]),
        ('"Trips, 2026",Inbox', ["Trips, 2026", "INBOX"]),
        ('Inbox, "He said ""no"""', ["INBOX", 'He said "no"']),
        ("=?UTF-8?Q?Posteingang,Ge=C3=B6ffnet,K=C3=B6ln?=", ["INBOX", "Köln"]),
        ("=?UTF-8?Q?=22K=C3=B6ln=2C_Bonn=22,Inbox?=", ["Köln, Bonn", "INBOX"]),
        ("=?utf-8?B?0JLRhdC+0LTRj9GJ0LjQtSzQn9GA0L7QtdC60YI=?=", ["INBOX", "Проект"]),
        ("Parent/Child", ["Parent/Child"]),
        ('"never closed', ["never closed"]),
        ("", []),
        ('Posteingang,Ungelesen,"Kategorie: ""Neuigkeiten"""', ["INBOX", "UNREAD", "CATEGORY_UPDATES"]),
        ("Kategorie: „Soziale Medien“,Papierkorb", ["CATEGORY_SOCIAL", "TRASH"]),
        ("Messages archivés,Ouvert,Catégorie\xa0: E-mails personnels", ["CATEGORY_PERSONAL"]),
        ("Boîte de réception,Non lus,Messages envoyés,Brouillons", ["INBOX", "UNREAD", "SENT", "DRAFT"]),
        ("Recibidos,No leído,Enviados,Papelera", ["INBOX", "UNREAD", "SENT", "TRASH"]),
        ("Posta in arrivo,Da leggere,Inviati,Cestino,Speciali", ["INBOX", "UNREAD", "SENT", "TRASH", "STARRED"]),
        ("Caixa de entrada,Não lida,Lixeira,Rascunhos", ["INBOX", "UNREAD", "TRASH", "DRAFT"]),
        ("Postvak IN,Ongelezen,Verzonden,Prullenbak", ["INBOX", "UNREAD", "SENT", "TRASH"]),
        ("Odebrane,Nieprzeczytane,Wysłane,Kosz,Ważne", ["INBOX", "UNREAD", "SENT", "TRASH", "IMPORTANT"]),
        ("Doručené,Odesláno,Kategorie: Sociální sítě,Otevřené", ["INBOX", "SENT", "CATEGORY_SOCIAL"]),
        ("Inkorgen,Oläst,Skickat,Papperskorgen", ["INBOX", "UNREAD", "SENT", "TRASH"]),
        ("Входящие,Непрочитанные,Отправленные,Корзина,Спам", ["INBOX", "UNREAD", "SENT", "TRASH", "SPAM"]),
        ("Gelen Kutusu,Okunmamış,Çöp Kutusu", ["INBOX", "UNREAD", "TRASH"]),
        (
            "受信トレイ,未読,送信済み,ゴミ箱,カテゴリ: ソーシャル",
            ["INBOX", "UNREAD", "SENT", "TRASH", "CATEGORY_SOCIAL"],
        ),
        ("받은편지함,읽지 않음,보낸편지함,휴지통", ["INBOX", "UNREAD", "SENT", "TRASH"]),
        ("收件箱,未读,已发送,草稿", ["INBOX", "UNREAD", "SENT", "DRAFT"]),
        ("البريد الوارد,غير مقروءة,المهملات", ["INBOX", "UNREAD", "TRASH"]),
        ("INBOX,inbox,Inbox", ["INBOX"]),
        ("Chat", ["CHAT"]),
        ("Categories,Personal,Foren,Kategorie: Garten", ["Categories", "Personal", "Foren", "Kategorie: Garten"]),
    ],
)
def test_labels_are_gmails_in_any_language_and_the_users_otherwise(value: str, labels: list[str]) -> None:
    assert source(f"{THREAD}\nX-Gmail-Labels: {value}", TAKEOUT).labels == labels


def test_labels_count_wherever_they_stand_above_what_servers_wrote() -> None:
    below = "From: a@b.example\nSubject: x\nX-Gmail-Labels: Inbox\nX-Gmail-Labels: Sent"
    found = sources(TAKEOUT + f"\n{below}\nReceived: by x\nX-Gmail-Labels: Trash\n\nhello\n".encode())
    assert [one.labels for one in found] == [["INBOX"]]


def test_takeouts_thread_is_kept() -> None:
    assert source(f"{THREAD}\nX-Gmail-Labels: Inbox", TAKEOUT).thread_id == f"{1735000000000000001:016x}"


@pytest.mark.parametrize("head", ["", f"{THREAD}\n", f"X-GM-THRID: {'9' * 5_000}\n"])
def test_without_takeouts_thread_the_oldest_message_that_is_referred_to_names_it(head: str) -> None:
    root = source(f"{head}Message-ID: <1@a.example>")
    reply = source(f"{head}Message-ID: <2@a.example>\nIn-Reply-To: <1@a.example>")
    late = source(f"{head}Message-ID: <3@a.example>\nReferences: <1@a.example>\n <2@a.example>")
    alone = source(f"{head}Subject: x")

    assert root.thread_id == reply.thread_id == late.thread_id
    assert alone.thread_id == "own"


@pytest.mark.parametrize(
    ("headers", "separator", "moment"),
    [
        ("Date: Sun, 31 May 2026 09:00:00 +0000", PLAIN, datetime(2026, 5, 31, 9, tzinfo=UTC)),
        ("Date: nonsense", PLAIN, datetime(2026, 6, 1, 10, tzinfo=UTC)),
        (f"{THREAD}\nX-Gmail-Labels: Inbox", TAKEOUT, datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Subject: x", b"From a@b.example  Mon Jun  1 12:00:00 2026 +0200", datetime(2026, 6, 1, 10, tzinfo=UTC)),
    ],
)
def test_the_date_is_the_mails_own_else_the_separators(headers: str, separator: bytes, moment: datetime) -> None:
    found = source(headers, separator)
    assert found.internal_date == moment
    assert found.date_source is (DateSource.HEADER if "31 May" in headers else DateSource.MAILBOX)


@pytest.mark.parametrize(
    "separator",
    [
        b"From a@b.example Thu Jan  1 00:00:00 1970",
        b"From a@b.example Thu Jan  1 00:00:00 99999999999999999999",
        b"From a@b.example Thu, nonsense",
        b"From \xff Mon, ,",
        b"From",
    ],
)
def test_without_any_date_it_is_now(separator: bytes) -> None:
    found = source("Subject: x", separator)
    assert now() - found.internal_date < timedelta(minutes=5)
    assert found.date_source is DateSource.STORED
