"""Whoever reads a composed mail finds the recipients that were meant, whatever their names say."""

import contextlib
import email
import email.policy
import random
import re
from datetime import UTC, datetime
from email.utils import getaddresses
from uuid import UUID

import pytest

from base.errors import Invalid
from models.contracts.mail.messages import Address, Message, Role
from services.mime.addresses import recipients_of
from services.mime.headers import decode_words
from services.mime.parts import part_of
from services.sending.composing import Author, Letter, compose, head
from services.sending.header_fields import Mailbox, address_header, text_header

ID = UUID(int=7)
AT = datetime(2026, 6, 1, tzinfo=UTC)
PIECES = [
    "boss@corp.example", "Ida", "Okafor", ",", ";", ":", "<", ">", "(", ")", '"', "\\", "@", "[", "]", ".", "'", "=?",
    "?=", "=?utf-8?q?a=2C?=", "<eve@evil.example>", '"<eve@evil.example>', "Köln", "会議", "😀", "e\u0301", "\u202e",
    "\u200b", "\xa0", " ", "  ", "x" * 30, "Ж" * 50, "of the Office for Long Names", "Bcc: eve@evil.example",
]  # fmt: skip
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_WORD = rf'(?:{_ATOM}|"(?:[ !#-\[\]-~]|\\[ -~])*")'
_ENTRY = rf'(?:(?:{_WORD} )+<([^<>" ]+|"[^" ]+"@[^ <>]+)>|([^<>," ]+|"[^" ]+"@[^ ,<>]+))'


def strict(raw: bytes, field: str) -> list[str]:
    """The addresses by the grammar of RFC 5322, 3.4 alone, of the header as it goes over the wire."""
    top = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    assert all(len(line) <= 998 for line in top.split("\r\n"))
    value = next(line for line in re.sub(r"\r\n[ \t]", " ", top).split("\r\n") if line.startswith(f"{field}: "))
    value = value.removeprefix(f"{field}: ")
    assert re.fullmatch(rf"{_ENTRY}(?:, {_ENTRY})*", value), value
    return [angled or bare for angled, bare in re.findall(_ENTRY, value)]


def assert_goes_to(raw: bytes, field: str, addresses: list[str]) -> None:
    """Read by the grammar, by Python's parsers, by Kith, and as lists show it."""
    assert strict(raw, field) == addresses
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert [one.addr_spec for one in read[field].addresses] == addresses
    plain = email.message_from_bytes(raw)
    assert [one for _, one in getaddresses(plain.get_all(field, []))] == addresses
    named = [one.address for one in recipients_of(part_of(raw)) if one.role == field.lower()]
    assert named == [one.lower() for one in dict.fromkeys(addresses)]


def names(seed: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 12))).strip() for _ in range(40)]


@pytest.mark.parametrize("seed", range(25))
def test_a_name_of_any_kind_adds_and_hides_nobody(seed: int) -> None:
    wanted = [f"ida.{place}@{'north' if place % 3 else 'n' * 60}.example" for place in range(40)]
    raw = address_header("To", [Mailbox(*one) for one in zip(names(seed), wanted, strict=True)]) + b"\r\n"
    assert_goes_to(raw, "To", wanted)
    found = [one.name for one in recipients_of(part_of(raw))]
    for name, read in zip(names(seed), found, strict=True):
        if "=?" not in name:
            assert read == " ".join(name.split()).strip("'\" ")


@pytest.mark.parametrize("seed", range(10))
def test_an_answer_goes_to_the_sender_whatever_their_name(seed: int) -> None:
    for name in names(seed):
        answered = Message(
            id=ID, mailbox_id=ID, source_id="1", thread_id="1", date=AT, recipients=[], subject="x", snippet="",
            sender=Address(role=Role.FROM, name=name, address="ida@north.example"), labels=[], outgoing=False, text="",
            html=None,
        )  # fmt: skip
        raw = compose(ID, Author(name, "robin@marlow.example"), Letter(), answered, AT).raw
        assert_goes_to(raw, "To", ["ida@north.example"])
        assert strict(raw, "From") == ["robin@marlow.example"]
        assert head(raw).recipients == ["ida@north.example"]
        assert email.message_from_bytes(raw)["Bcc"] is None


@pytest.mark.parametrize("seed", range(10))
def test_what_somebody_types_goes_there_or_is_refused(seed: int) -> None:
    for name in names(seed):
        for written in (f"{name} <ida@north.example>", f'"{name}" <ida@north.example>'):
            with contextlib.suppress(Invalid):
                raw = compose(ID, Author("", "robin@marlow.example"), Letter(cc=[written]), None, AT).raw
                assert_goes_to(raw, "Cc", ["ida@north.example"])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", "ida@north.example"),
        ("Ida Okafor", "Ida Okafor <ida@north.example>"),
        ("Okafor, Ida", '"Okafor, Ida" <ida@north.example>'),
        ('Ida "Quick" O\\', '"Ida \\"Quick\\" O\\\\" <ida@north.example>'),
        ("Köln", "=?utf-8?b?S8O2bG4=?= <ida@north.example>"),
    ],
)
def test_a_short_name_is_written_as_people_write_it(name: str, written: str) -> None:
    assert address_header("To", [Mailbox(name, "ida@north.example")]) == f"To: {written}\r\n".encode()


def test_no_line_is_long_and_no_character_is_cut() -> None:
    long = Mailbox("会議の資料" * 40, "ida@north.example")
    lines = address_header("To", [long, long]).split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert all(re.fullmatch(rb"(To:)? (=\?utf-8\?b\?[\w+/]+=*\?=|<[^>]+>| ){1,4},?", line) for line in lines if line)


@pytest.mark.parametrize("seed", range(10))
def test_a_subject_is_read_as_it_was_written(seed: int) -> None:
    for subject in names(seed):
        raw = text_header("Subject", subject)
        lines = raw.split(b"\r\n")
        assert max(map(len, lines)) <= 78
        assert all(line.startswith(b" ") for line in lines[1:-1])
        assert str(email.message_from_bytes(raw + b"\r\n", policy=email.policy.default)["subject"]) == subject
        if "=?" not in subject:  # what looks like an encoded word is decoded once more: some programs encode twice
            assert decode_words(part_of(raw).header("Subject")) == subject


@pytest.mark.parametrize(
    "address",
    [
        '"ida@home.example x"@north.example', '"a,b"@north.example', '"<eve@evil.example>"@north.example',
        "ida@north_example", "ida@north.example/x", "ida@north.example?cc=eve@evil.example", "ida@north..example",
        ".ida@north.example", "ida,eve@evil.example", "ida;@north.example", "ida@north.example.", "a(b)@north.example",
    ],
)  # fmt: skip
def test_an_address_that_some_take_apart_is_refused(address: str) -> None:
    with pytest.raises(Invalid) as caught:
        compose(ID, Author("", "robin@marlow.example"), Letter(to=[address]), None, AT)
    assert caught.value.field == "to.0"


@pytest.mark.parametrize("address", ['"ida..okafor"@north.example', "o'neil+x=y@north.example", "ida@[192.0.2.1]"])
def test_an_odd_address_that_all_read_alike_is_sent_to(address: str) -> None:
    raw = compose(ID, Author("", "robin@marlow.example"), Letter(to=[address]), None, AT).raw
    assert strict(raw, "To") == [one.address for one in recipients_of(part_of(raw))] == [address]
