"""Mail that came attached to mail: read as a mail, found by its words, bounded."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest

from devstack.simulator.payload import read_mail
from integrations.gmail.payload import part_of as gmail_part_of
from models.contracts.mime import Part
from services.mail.prepared import PreparedMail, prepare
from services.mail.search_terms import search_query
from services.mime.parsing import ParsedMessage, parse
from services.mime.parts import find, part_of
from tests.keys import fresh_keys

INNER = b"""From: Sunita Rao <sunita@halden.example>
To: Tom Ashdown <tom@halden.example>
Date: Tue, 7 Nov 1995 09:15:00 -0300
Subject: =?utf-8?q?Zweite_Pr=C3=BCfung?=
Content-Type: multipart/mixed; boundary=in

--in
Content-Type: text/plain

Nine of nine passed, says the quokka.
--in
Content-Type: application/pdf; name="Pruefbericht_2026-Q2.pdf"
Content-Transfer-Encoding: base64

UERG
--in--
"""
OUTER = b"""From: Tom <tom@halden.example>
To: robin@marlow.example
Subject: Fwd
Content-Type: multipart/mixed; boundary=out

--out
Content-Type: text/plain

See below.
--out
Content-Type: %s

%s
--out--
"""


def outer(inner: bytes, kind: bytes = b"message/rfc822") -> bytes:
    return OUTER.replace(b"out", b"out%d" % len(inner)) % (kind, inner)


def of_gmail(raw: bytes) -> Part:
    return gmail_part_of({"payload": orjson.loads(read_mail(raw).payload)})


READERS = pytest.mark.parametrize("read", [part_of, of_gmail], ids=["file", "gmail"])


@READERS
@pytest.mark.parametrize("kind", [b"message/rfc822", b"message/global", b"message/rfc822; name=a.eml"])
def test_a_forwarded_mail_is_a_mail(read: Any, kind: bytes) -> None:
    mail = parse(read(outer(INNER, kind)))

    assert mail.text == "See below."
    (attached,) = mail.attachments
    assert (attached.part_id, attached.is_mail) == ("1", True)
    assert len(INNER) * 0.8 < attached.size < len(INNER) * 1.2
    ((part_id, inner),) = mail.enclosed
    assert part_id == "1"
    assert (inner.subject, inner.sender and inner.sender.address) == ("Zweite Prüfung", "sunita@halden.example")
    assert inner.date == datetime(1995, 11, 7, 12, 15, tzinfo=UTC)
    assert inner.text.startswith("Nine of nine")
    assert [(one.part_id, one.filename) for one in inner.attachments] == [("1.0.1", "Pruefbericht_2026-Q2.pdf")]


def test_gmails_tree_may_have_the_headers_of_the_mail_with_its_part() -> None:
    tree = of_gmail(outer(INNER))
    enclosed = tree.parts[1]
    inner = enclosed.parts[0]
    odd = Part("1", "message/rfc822", "", inner.headers, parts=inner.parts)
    mail = parse(Part("", "multipart/mixed", "", tree.headers, parts=[tree.parts[0], odd]))

    assert mail.enclosed[0][1].subject == "Zweite Prüfung"
    assert mail.attachments[0].size > 100


@READERS
def test_what_is_attached_to_a_forwarded_mail_is_found_by_its_number(read: Any) -> None:
    found = find(read(outer(INNER)), "1.0.1", "application/pdf")

    assert found is not None
    assert found.data == b"PDF" or found.attachment_id


@READERS
def test_a_digest_is_many_mails(read: Any) -> None:
    entries = b"".join(b"--d\n\nSubject: entry %d\n\ntext %d\n" % (number, number) for number in range(40))
    mail = parse(read(b"Subject: Digest\nContent-Type: multipart/digest; boundary=d\n\n" + entries + b"--d--\n"))

    assert [inner.subject for _, inner in mail.enclosed] == [f"entry {number}" for number in range(40)]
    assert all(one.is_mail for one in mail.attachments)


@READERS
def test_words_of_forwarded_mail_and_of_file_names_are_found(read: Any) -> None:
    prepared = prepare(parse(read(outer(outer(INNER)))))
    keys = fresh_keys(UUID(int=1))
    found = {keys.word(term) for term in prepared.terms}

    for question in (
        "quokka",
        "Prüfung",
        "Sunita",
        "halden.example",
        "pruefbericht",
        "Pruefbericht_2026-Q2.pdf",
        "pdf",
    ):
        asked = search_query(keys, question)
        assert asked
        assert all(word.strip("() ") in found for part in asked.split(" & ") for word in part.split(" <-> ")), question


def depth_of(mail: ParsedMessage) -> int:
    return 1 + max((depth_of(inner) for _, inner in mail.enclosed), default=0)


@READERS
def test_mail_in_mail_in_mail_is_read_to_a_depth_and_no_further(read: Any) -> None:
    raw = INNER
    for _ in range(20):
        raw = outer(raw)
    mail = parse(read(raw))

    assert depth_of(mail) == 6
    assert PreparedMail.decode(*prepare(mail).encode()).terms


def test_of_much_forwarded_mail_the_first_is_read_and_the_rest_is_a_file() -> None:
    long = b"--d\nContent-Type: message/rfc822\n\nSubject: s\n\n" + b"word " * 100_000 + b"\n"
    few = parse(part_of(b"Content-Type: multipart/mixed; boundary=d\n\n" + long * 20 + b"--d--\n"))
    short = b"--d\nContent-Type: message/rfc822\n\nSubject: s\n\nx\n"
    many = parse(part_of(b"Content-Type: multipart/mixed; boundary=d\n\n" + short * 400 + b"--d--\n"))

    assert len(few.attachments) == 20
    assert [one.is_mail for one in few.attachments].count(True) == len(few.enclosed) == 5
    assert len(many.enclosed) == 100


@pytest.mark.parametrize(
    "token", [b"Content-Type: message/rfc822\n\n", b"--d\nContent-Type: message/rfc822\n\n", b"--d\n\n"]
)
def test_no_nesting_repeated_takes_long(token: bytes) -> None:
    raw = b"Content-Type: multipart/digest; boundary=d\n\n" + token * (2_000_000 // len(token))
    begun = time.process_time()
    prepare(parse(part_of(raw)))

    assert time.process_time() - begun < 1.5
