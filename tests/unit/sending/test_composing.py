"""The mail that is built: what stands in it, and what never gets into it."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from base.errors import Invalid, KithError, TooLarge
from models.contracts.mail.messages import Address, Message, Role
from services.sending.composing import (
    LARGEST_FILES,
    LARGEST_MAIL,
    Author,
    Enclosure,
    Letter,
    compose,
    head,
    head_of,
    message_id,
    written,
)

ID = UUID("0b0c5e9d-52f4-5a57-8a2f-6b1d7c0e9f12")
ROBIN = Author("Robin Märlow, Jr.", "robin@marlow.example")
IDA = "ida@northwind.example"
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def answered(**changed: Any) -> Message:
    values: dict[str, Any] = {
        "id": ID, "mailbox_id": ID, "source_id": "a1", "thread_id": "a0", "date": AT,
        "sender": Address(role=Role.FROM, name="Ida Okafor", address=IDA),
        "recipients": [Address(role=Role.TO, name="", address=ROBIN.address)],
        "subject": "Harvest", "snippet": "", "labels": [], "outgoing": False, "text": "?", "html": None,
        "headers": [("Message-ID", "<own@x>"), ("References", "<one@x>\r\n <two@x>")],
    }  # fmt: skip
    return Message(**values | changed)


def built(letter: Letter, to: Message | None = None, **options: Any) -> tuple[bytes, EmailMessage]:
    raw = compose(ID, ROBIN, letter, to, AT, **options).raw
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def test_every_line_is_ascii_short_and_ends_as_the_standard_says() -> None:
    text = "Grüße\nFrom here\n.\n" + "ü" * 3000
    subject = ("Größe 😀 " * 40).strip()
    to = [f"Ида Номер {n} <ida.{n}@northwind.example>" for n in range(50)]
    raw, mail = built(Letter(to=to, subject=subject, text=text))
    assert raw.isascii()
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert mail["subject"] == subject
    assert [address.display_name for address in mail["to"].addresses] == [f"Ида Номер {n}" for n in range(50)]
    assert mail.get_content().splitlines() == text.splitlines()
    assert mail["from"].addresses[0].display_name == ROBIN.name
    assert mail["date"].datetime == AT
    assert mail["message-id"] == message_id(ID, ROBIN.address) == f"<{ID.hex}@marlow.example>"
    assert head(raw).recipients == [f"ida.{n}@northwind.example" for n in range(50)]


@pytest.mark.parametrize("longest", [10, 74, 200, 800])
def test_ids_are_never_folded_however_long(longest: int) -> None:
    own = f"<{'x' * longest}@prod.outlook.example>"
    raw, _ = built(Letter(text="!"), answered(headers=[("Message-ID", own), ("In-Reply-To", "<one@x>")]))
    lines = raw.split(b"\r\n")
    assert f"In-Reply-To: {own}".encode() in lines
    assert b"References: <one@x>" in lines
    assert f" {own}".encode() in lines


def test_a_long_thread_keeps_its_root_and_its_end() -> None:
    before = " ".join(f"<{n}@x>" for n in range(50))
    _, mail = built(Letter(), answered(headers=[("References", before), ("Message-ID", "<own@x>")]))
    assert mail["references"].split() == ["<0@x>", *(f"<{n}@x>" for n in range(32, 50)), "<own@x>"]
    assert mail["in-reply-to"] == "<own@x>"


def test_what_answers_a_mail_without_an_id_still_belongs_to_its_thread() -> None:
    composed = compose(ID, ROBIN, Letter(), answered(headers=[]), AT)
    assert composed.thread_id == "a0"
    assert b"In-Reply-To" not in composed.raw


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Harvest", "Re: Harvest"),
        ("Re: Harvest", "Re: Harvest"),
        ("RE[2]: Harvest", "RE[2]: Harvest"),
        ("Harvest\r\nBcc: eve@example.net", "Re: Harvest Bcc: eve@example.net"),
        ("", "Re: "),
    ],
)
def test_an_answer_has_the_subject_that_it_answers(subject: str, expected: str) -> None:
    _, mail = built(Letter(), answered(subject=subject))
    assert mail["subject"].strip() == expected.strip()
    assert mail["bcc"] is None


def test_an_answer_goes_to_whom_the_author_wants_it() -> None:
    team = Address(role=Role.REPLY_TO, name="", address="team@northwind.example")
    assert head(built(Letter(), answered())[0]).recipients == [IDA]
    assert head(built(Letter(), answered(recipients=[team]))[0]).recipients == [team.address]
    own = Address(role=Role.FROM, name="", address=ROBIN.address)
    to = Address(role=Role.TO, name="Ida", address=IDA)
    assert head(built(Letter(), answered(sender=own, recipients=[to], outgoing=True))[0]).recipients == [IDA]
    assert head(built(Letter(to=["x@y.example"]), answered())[0]).recipients == ["x@y.example"]


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        (Letter(to=[IDA], subject="Hi\r\nBcc: eve@example.net"), "subject"),
        (Letter(to=[IDA], subject="Hi\nthere"), "subject"),
        (Letter(to=[IDA], subject="Hi\x85there"), "subject"),
        (Letter(to=[f"{IDA}\r\nBcc: eve@example.net"]), "to.0"),
        (Letter(to=[IDA, "Eve\n <eve@example.net>"]), "to.1"),
        (Letter(to=["Eve\u2028Bcc: <eve@example.net>"]), "to.0"),
        (Letter(cc=["nobody"]), "cc.0"),
        (Letter(bcc=["a@b"]), "bcc.0"),
        (Letter(to=[f"{IDA}, eve@example.net"]), "to.0"),
        (Letter(to=[f"Ida <{IDA}> <eve@example.net>"]), "to.0"),
        (Letter(to=["ида@northwind.example"]), "to.0"),
        (Letter(to=["a@xn--\u0080.example"]), "to.0"),
        (Letter(cc=[IDA, "a@i❤.example"]), "cc.1"),
        (Letter(bcc=["a@aب.example"]), "bcc.0"),
        (Letter(to=["a..b@northwind.example"]), "to.0"),
        (Letter(to=[""]), "to.0"),
        (Letter(), "to"),
        (Letter(to=[IDA] * 60, cc=[IDA] * 60), "to"),
        (Letter(to=[IDA], text="\ud800"), "text"),
    ],
    ids=str,
)
def test_what_cannot_be_sent_is_named(letter: Letter, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        built(letter)
    assert caught.value.field == field


def test_mail_goes_to_the_domain_that_was_written_and_to_no_other() -> None:
    found = head(built(Letter(to=["ida@straße.de", "Bo <bo@BÜCHER.example>"]))[0])
    assert found.recipients == ["ida@xn--strae-oqa.de", "bo@xn--bcher-kva.example"]
    team = Address(role=Role.REPLY_TO, name="", address="team@straße.de")
    assert head(built(Letter(), answered(recipients=[team]))[0]).recipients == ["team@xn--strae-oqa.de"]


def test_what_is_taken_back_is_as_it_was_written() -> None:
    to = ["ida@straße.de", "Bo <bo@bücher.example>", '"Okafor, Ida" <ida@northwind.example>']
    raw, _ = built(Letter(to=to, cc=["eve@[192.0.2.1]"], bcc=["Größe <x@xn--bcher-kva.example>"], text="?"))
    back = written(raw)
    assert back.to == to
    assert (back.cc, back.bcc) == (["eve@[192.0.2.1]"], ["Größe <x@bücher.example>"])
    assert compose(ID, ROBIN, Letter(to=back.to, cc=back.cc, bcc=back.bcc, text="?"), None, AT).raw == raw


@pytest.mark.parametrize(
    ("letter", "field"), [(Letter(text="ä" * 140_000), "text"), (Letter(to=[IDA], subject="x" * 600), "subject")]
)
def test_what_is_too_large_is_named(letter: Letter, field: str) -> None:
    with pytest.raises(TooLarge) as caught:
        built(letter)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "written",
    [
        IDA,
        f" {IDA} ",
        f"Ida <{IDA}>",
        f'"Okafor, Ida" <{IDA}>',
        f'Ida "The Boss" Okafor <{IDA}>',
        f"Ida \\ Okafor <{IDA}>",
        f"ida@home <{IDA}>",
        f"=?utf-8?q?x?= <{IDA}>",
    ],
)
def test_a_name_never_becomes_an_address(written: str) -> None:
    raw, mail = built(Letter(to=[written]))
    assert head(raw).recipients == [IDA]
    assert len(mail["to"].addresses) == 1


def test_a_draft_may_be_without_recipients() -> None:
    raw, mail = built(Letter(text="Later"), draft=True)
    assert mail["to"] is None
    assert head(raw).recipients == []


def test_the_name_of_an_author_cannot_break_a_header() -> None:
    raw = compose(ID, Author("Robin\r\nBcc: eve@example.net", ROBIN.address), Letter(to=[IDA]), None, AT).raw
    assert b"eve@" not in raw


def test_errors_say_what_to_do() -> None:
    with pytest.raises(KithError, match="at most 100 recipients"):
        built(Letter(to=[IDA] * 101))


NAMES = [
    "Plan.pdf",
    "Größenübersicht für März.txt",
    "计划书.docx",
    'a "quoted"; name.txt',
    "я" * 150 + ".pdf",
    "📎.png",
]


def test_files_go_out_as_they_are_under_names_of_any_script() -> None:
    data = bytes(range(256)) * 300
    files = [Enclosure(name, "text/plain" if n % 2 else "application/pdf", data) for n, name in enumerate(NAMES)]
    raw, mail = built(Letter(to=[IDA], text="Grüße"), files=files)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    found = list(mail.iter_attachments())
    assert [file.get_filename() for file in found] == NAMES
    assert {file.get_payload(decode=True) for file in found} == {data}
    body = mail.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Grüße"]
    assert written(raw).text == "Grüße"
    assert head(raw).recipients == [IDA]
    assert len(head_of(raw)) < 1000


def test_a_mail_among_the_files_is_a_file() -> None:
    _, mail = built(Letter(to=[IDA]), files=[Enclosure("a.eml", "message/rfc822", b"Subject: x\r\n\r\nFrom y\r\n")])
    (file,) = mail.iter_attachments()
    assert (file.get_content_type(), file.get_content()) == (
        "application/octet-stream",
        b"Subject: x\r\n\r\nFrom y\r\n",
    )


def test_gmails_bound_is_that_of_the_files_together() -> None:
    half = LARGEST_FILES // 2
    raw, _ = built(Letter(to=[IDA]), files=[Enclosure("a", "a/b", bytes(half)), Enclosure("b", "a/b", bytes(half))])
    assert half * 2 < len(raw) <= LARGEST_MAIL
    with pytest.raises(TooLarge) as refused:
        built(Letter(to=[IDA]), files=[Enclosure("a", "a/b", bytes(LARGEST_FILES + 1))])
    assert refused.value.field == "attachments"
