"""A whole mail, read; and what malformed mail gives."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.core.keyring import UserKeys
from services.mail.message_rows import message_row
from services.mail.prepared import prepare
from services.mail.source import Source
from services.mime.parsing import ParsedMessage, parse
from services.mime.parts import part_of
from tests.keys import fresh_keys
from tests.shared_mail import ABSENT, TORTURE

MAILBOX = UUID(int=1)


def mail(text: str) -> ParsedMessage:
    return parse(part_of(text.encode()))


def assert_storable(found: ParsedMessage) -> None:
    """PostgreSQL has no NUL in a text, and neither it nor JSON has a lone surrogate."""
    plain = json.dumps(asdict(found), default=str, ensure_ascii=False)

    assert "\\u0000" not in plain
    assert plain.encode().decode() == plain


@pytest.fixture(scope="module")
def keys() -> UserKeys:
    return fresh_keys()


@pytest.mark.parametrize("path", TORTURE or [None], ids=lambda path: path.stem if path else "absent")
def test_malformed_mail_is_read_and_can_be_stored(path: Path | None, keys: UserKeys) -> None:
    if path is None:
        pytest.skip(ABSENT)
    found = parse(part_of(path.read_bytes()))

    assert_storable(found)
    source = Source("1", "1", datetime(2026, 6, 1, tzinfo=UTC), 0, ["INBOX"], path.stat().st_size)
    row = message_row(MAILBOX, set(), keys, source, prepare(found))
    assert "\0" not in f"{row.sender}{row.recipients}{row.list_address}{row.labels}"
    assert "\\u0000" not in f"{row.sender}{row.recipients}"


@pytest.mark.parametrize(
    "header",
    [
        "From: a\0b@c.example",
        "From: \0 <b@c.example>",
        "To: x\0y <b@c.example>, \0",
        "Subject: a\0b",
        "Subject: =?utf-8?q?a=00b?=",
        "Subject: =?utf-7?q?+2AA-?=",
        "Message-ID: <a\0b@c.example>",
        "References: <a\0b@c.example> \0",
        "List-Post: <mailto:a\0b@c.example>",
        "X-Mailing-List: a\0b@c.example",
        "X-Other: a\0b",
        "X-Other: \xff\xfe",
        "Content-Type: a/b; name=a\0b",
        "Content-Type: text/plain; charset=utf-16\n\n\xff\xfe\x00\xd8",
        "Content-Type: text/html\n\n<p>a\0b&#0;&#xd800;</p>",
        "Content-ID: <a\0b>\nContent-Type: image/png",
        "Date: \0",
    ],
)
def test_nuls_and_surrogates_are_nowhere(header: str) -> None:
    assert_storable(parse(part_of(f"{header}\n\nbody\0\n".encode("latin-1"))))


def test_a_mail_is_read() -> None:
    found = mail(
        "Message-ID: <2@north.example>\nIn-Reply-To: <1@north.example>\n"
        "References: <0@north.example> <1@north.example>\n"
        "From: Ida Okafor <Ida@North.example>\nTo: Robin <robin@marlow.example>\nReply-To: bo@north.example\n"
        "Subject: =?utf-8?q?Re:_K=C3=B6ln?=\n  on Monday\nDate: Mon, 1 Jun 2026 10:00:00 +0200\n\n"
        "Yes.\n\nOn Sun, 31 May 2026 at 09:00 Robin wrote:\n> Monday?\n-- \nIda\n"
    )

    assert (found.message_id, found.references) == ("2@north.example", ["0@north.example", "1@north.example"])
    assert found.sender is not None
    assert (found.sender.name, found.sender.address) == ("Ida Okafor", "ida@north.example")
    assert [one.address for one in found.recipients] == ["robin@marlow.example", "bo@north.example"]
    assert found.subject == "Re: Köln on Monday"
    assert found.snippet == "Yes."
    assert [span.kind for span in found.spans] == ["quoted", "signature"]
    assert (found.date, found.automated, found.list_address) == (datetime(2026, 6, 1, 8, tzinfo=UTC), False, None)


@pytest.mark.parametrize(
    ("header", "message_id"),
    [
        ("Message-ID: <a@b.example>", "a@b.example"),
        ("Message-ID: <a@b.example> (comment)", "a@b.example"),
        ("Message-ID: a@b.example", "a@b.example"),
        ("Message-ID:\n <a@b.example>", "a@b.example"),
        ("Message-ID: <>", "<>"),
        ("Subject: x", ""),
    ],
)
def test_the_message_id_is_found(header: str, message_id: str) -> None:
    assert mail(header + "\n\n").message_id == message_id


def test_the_snippet_is_what_the_sender_wrote() -> None:
    assert mail("\n> quoted\n\nown \n words\n").snippet == "own words"
    assert mail("\n> quoted only\n").snippet == "> quoted only"
    assert len(mail("\n" + "word " * 500).snippet) <= 200
    assert mail("\n").snippet == ""


def test_what_grows_without_end_is_cut() -> None:
    references = " ".join(f"<{n}@a.example>" for n in range(5_000))
    found = mail(f"Subject: {'x' * 10_000}\nReferences: {references}\nX-A: 1\n" + "X-B: 1\n" * 5_000 + "\n")

    assert len(found.subject) == 2_000
    assert len(found.references) == 1_000
    assert found.references[-1] == "4999@a.example"
    assert len(found.headers) == 1_000
