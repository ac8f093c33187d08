"""What signatures say: on marked ones of many countries, value by value, and on what says nothing."""

import random
import time
from pathlib import Path

import pytest

from services.mime.quoting import Letterhead, spans
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.of_mail import mail_fields
from services.mime.signature_fields.reading import signature_fields
from tests.field_marks import MEASURED, MarkedSignature, Tally, marked_signatures

CASES = Path(__file__).with_name("signature_cases")
# "California System Operator", an organisation called by what somebody is; a Korean firm and a title between spaces;
# a title without a name.
MISREAD = {"Chris Stokley", "이서연", "Linnea Ek", "Stig Halvorsen"}
SIGNATURES = [one for path in sorted(CASES.glob("*.txt")) for one in marked_signatures(path)]


def read(text: str, name: str = "Mara Osei", address: str = "mara@harbour.example") -> tuple[Field, ...]:
    return signature_fields(text, name, address)


def values(text: str, kind: str, name: str = "Mara Osei", address: str = "mara@harbour.example") -> list[str]:
    return [one.value for one in read(text, name, address) if one.kind == kind]


@pytest.mark.parametrize("one", SIGNATURES, ids=lambda one: one.sender_name)
def test_a_marked_signature_is_read(one: MarkedSignature) -> None:
    tally = Tally()
    tally.add("", one.text, one.marks, signature_fields(one.text, one.sender_name, one.sender_address))
    assert bool(tally.wrong) == (one.sender_name in MISREAD)


def test_enough_signatures_are_marked() -> None:
    tally = Tally()
    for one in SIGNATURES:
        tally.add("", one.text, one.marks, ())
    assert len(SIGNATURES) >= 60
    assert all(tally.marked[kind] >= 20 for kind in MEASURED)


def test_the_place_of_a_value_is_kept() -> None:
    text = "Regards,\n\nMara Osei\nHead of Boats\n12 Quay Street\nMarlow SL7 1QD\nT: 01628 555 012\n"
    for one in read(text):
        assert text.split("\n")[one.line] in text[one.start :] or one.start >= text.index(text.split("\n")[one.line])
        assert 0 < one.confidence <= 1
    found = {one.kind: text[one.start : one.end] for one in read(text)}
    assert found == {
        "name": "Mara Osei", "title": "Head of Boats", "address": "12 Quay Street\nMarlow SL7 1QD",
        "phone": "01628 555 012",
    }  # fmt: skip
    assert values(text, "address") == ["12 Quay Street, Marlow SL7 1QD"]


@pytest.mark.parametrize(
    ("line", "address", "expected"),
    [
        ("Tel. +49 (0)30 5557 1234", "mara@harbour.example", ("+493055571234", "work")),
        ("Fax: 040 / 555 37-299", "mara@hafen.de", ("+494055537299", "fax")),
        ("01628 555 012", "mara@quay.co.uk", ("+441628555012", "")),
        ("Mobil 070-123 45 67", "mara@brygga.se", ("+46701234567", "mobile")),
        ("06 12 34 56 78", "mara@quai.fr", ("+33612345678", "mobile")),
        ("(713) 853-3465", "mara@harbour.example", ("+17138533465", "")),
        ("713.853.3465 x104", "mara@harbour.example", ("+17138533465;ext=104", "")),
        ("503) 464-7404", "mara@harbour.example", ("+15034647404", "")),
        ("# 713-345-7834", "mara@harbour.example", ("+17133457834", "")),
        ("713-853-3465 (cell)", "mara@harbour.example", ("+17138533465", "mobile")),
        ("Telefax 0044 1628 555 013", "mara@harbour.example", ("+441628555013", "fax")),
        ("x-37059", "mara@harbour.example", ("x37059", "")),
        ("Phone: 3-7059", "mara@harbour.example", ("x37059", "work")),
        ("Tel: 5550 1234", "mara@harbour.example", ("55501234", "work")),
        ("Tel: 0412 345 678", "mara@harbour.example", ("0412345678", "work")),
        ("(212) 555-0142", "mara@hafen.de", ("+12125550142", "")),
        ("1-800-555-0142", "mara@hafen.de", ("+18005550142", "")),
        ("Cel. 310 555 0123\nBogotá, Colombia", "mara@puerto.example", ("+573105550123", "mobile")),
        ("電話：03-5555-0123", "mara@minato.co.jp", ("+81355550123", "work")),
        (
            "１２ Quay Street, Marlow SL7 1QD\nT: ０１６２８ ５５５ ０１２",
            "mara@harbour.example",
            ("+441628555012", "work"),
        ),
        ("12 Quay Street, Marlow, United Kingdom\n01628 555 012", "mara@hafen.de", ("+441628555012", "")),
        ("M +47 916 54 321\nT 55 21 43 65", "mara@harbour.example", ("+4791654321", "mobile")),
    ],
)
def test_a_phone_is_read(line: str, address: str, expected: tuple[str, str]) -> None:
    found = [(one.value, one.label) for one in read(f"Mara Osei\n{line}", address=address) if one.kind == "phone"]
    assert found[:1] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "12.05.2026", "2026-05-12", "05/12/2026", "1998 - 2004", "9.00-17.00", "192.168.100.201", "77002-1234",
        "Order 4432198", "Invoice no. 2026-4432198", "USt-IdNr. DE 812345678", "HRB 104523", "KvK 20123456",
        "NIP 583-000-12-34",
        "IBAN DE89 3704 0044 0532 0130 00", "P.IVA 01234567890", "SIRET 123 456 789 00012", "Version 2.16.840.1",
        "P. O. Box 4455-00100",
    ],
)  # fmt: skip
def test_what_is_no_phone(line: str) -> None:
    assert values(f"Mara Osei\n{line}", "phone", address="mara@hafen.de") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.harbour.example/boats", [("url", "https://www.harbour.example/boats")]),
        ("Web: http://harbour.example.", [("url", "http://harbour.example")]),
        ("Mara Osei<mailto:mara@Harbour.Example>", [("email", "mara@harbour.example")]),
        ("mara@harbour.example <mailto:mara@harbour.example>", [("email", "mara@harbour.example")]),
        ("https://www.linkedin.com/in/mara-osei/", [("handle", "linkedin:mara-osei")]),
        ("https://www.linkedin.com/company/harbour", [("url", "https://www.linkedin.com/company/harbour")]),
        ("Twitter: @maraosei", [("handle", "x:maraosei")]),
        ("https://x.com/maraosei", [("handle", "x:maraosei")]),
        ("github.com/mosei", [("handle", "github:mosei")]),
        ("Skype: mara.osei", [("handle", "skype:mara.osei")]),
        ("@mara@boats.example", [("handle", "mastodon:mara@boats.example")]),
    ],
)
def test_what_leads_to_somebody_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.value) for one in read(text) if one.kind in {"url", "email", "handle"}] == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "Best regards,", "Mit freundlichen Grüßen", "Thanks. MO", "Thanks, MO", "Sent from my iPhone",
        '"Whoever rows the boat has no time to rock it."',
        "Please consider the environment before printing this e-mail.",
        "This e-mail is confidential and for its intended recipient only. If it was sent to you in error, "
        "please delete it "
        "and tell us at +1 212 555 0142.",
        "> Ken Ito\n> CFO\n> Quay Inc.\n> +1 212 555 0142",
        "_______________________________________________\nBoats mailing list\nBoats@lists.example\nhttp://lists.example/boats",
        "Making boats better since 1984!",
        "Mara Osei's boats\n  -- Old Harald, founder of Harbour Inc.",
        "OpenPGP key id 0x804A06B1 (1024/4096 DSA/ElGamal)\n144D 6A5E 0C88 E5D7 0775 FCFD 3974 0E98 804A 06B1",
        "04 Jul 2002",
        "Fortune:\nThe master sailor spoke:",
    ],
)  # fmt: skip
def test_what_says_nothing(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("sender", "text", "name"),
    [
        ("Osei, Mara", "Mara", "Mara"),
        ("Mara Osei", "Thanks, Mara", "Mara"),
        ("Mara Osei", "... Mara", "Mara"),
        ("Mara Osei", "Many thanks! Mara", "Mara"),
        ("Mara Osei", "Mara and Ken", "Mara"),
        ("Mara Osei", "MARA OSEI", "MARA OSEI"),
        ("Mara Osei", "Dr. Mara Osei, MBA", "Mara Osei"),
        ("Mara Osei", "Best,\nMara\n\nMara Osei\nHead of Boats", "Mara Osei"),
        ("Harbour Notices", "Stella Yu\nManager\n(713) 215-3381", "Stella Yu"),
        ("Harbour Notices", "Thanks,\nStella", "Stella"),
        ("Olga Petrenko", "Ольга Петренко", "Ольга Петренко"),
        ("Mara Osei", "Harbour Office\nMara Osei\n(555) 464-7404\n\nKen Ito\n(555) 464-8321", "Mara Osei"),
    ],
)
def test_who_signs(sender: str, text: str, name: str) -> None:
    assert values(text, "name", sender, "") == [name]


def test_a_colleague_who_signs_below_keeps_what_is_theirs() -> None:
    text = "Mara Osei\n(503) 464-7404\n\nKen Ito\n(503) 464-8321\nken@harbour.example"
    assert [(one.kind, one.value) for one in read(text)] == [("name", "Mara Osei"), ("phone", "+15034647404")]


def test_a_mail_says_what_its_senders_signature_does() -> None:
    text = (
        "See you.\n\nMara Osei\nHead of Boats\nT: 01628 555 012\n\n"
        "On 1 June 2026 Ken Ito <ken@quay.example> wrote:\n> When?\n>\n> Ken Ito\n> CFO, Quay Inc.\n> +1 212 555 0142\n"
    )
    letterhead = Letterhead("Mara Osei", "mara@harbour.co.uk", "Plans", ("Mara Osei", "Ken Ito"))
    found = mail_fields(text, spans(text, letterhead), "Mara Osei", "mara@harbour.co.uk")
    assert [(one.kind, one.value) for one in found] == [
        ("name", "Mara Osei"),
        ("title", "Head of Boats"),
        ("phone", "+441628555012"),
    ]
    assert [(one.line, text[one.start : one.end]) for one in found] == [
        (2, "Mara Osei"),
        (3, "Head of Boats"),
        (4, "01628 555 012"),
    ]


def test_places_lie_in_the_text_whatever_it_is() -> None:
    chance = random.Random(7)
    everything = "".join(one.text for one in SIGNATURES)
    for one in SIGNATURES * 2:
        lines = one.text.split("\n")
        chance.shuffle(lines)
        text = "\n".join(lines)
        for _ in range(8):
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(everything) * chance.randrange(3) + text[place + chance.randrange(2) :]
        for found in signature_fields(text, one.sender_name, one.sender_address):
            assert 0 <= found.start < found.end <= len(text)
            assert text.count("\n", 0, found.start) == found.line
            assert found.value


HOSTILE = {
    "digits": "1" * 500_000, "spaced digits": "1 " * 250_000, "plus": "+" * 500_000, "letters": "a" * 500_000,
    "lines": "A B\n" * 125_000, "phones": "Tel: +49 30 5557 1234\n" * 25_000, "streets": "12 Quay Street, " * 30_000,
    "one line": "Mara Osei | CTO | " * 28_000, "dots": "a." * 250_000, "at": "a@" * 250_000, "commas": "A, " * 166_000,












    "closings": "Thanks, " * 62_000, "urls": "http://a.example/" * 30_000,
    "parens": "(" * 500_000, "nulls": "\0" * 500_000,
    "surrogates": "\ud800" * 500_000, "han": "部" * 500_000, "marks": "\u0301" * 500_000, "spaces": " " * 500_000,
    "quotes": "> " * 250_000, "separators": "|" * 500_000, "names": "Mara " * 100_000, "rules": "_" * 500_000,












    "mixed": "Rua da 1 ul. 2 via 3 c/ 4, no: str. " * 14_000, "dashes": "1-2-" * 125_000,
    "long lines": ("x 1 " * 100 + "\n") * 1_200,
    "legal": "S. p. A. s. r. o. " * 28_000, "box": "p.o. box " * 55_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_little_time(text: str) -> None:
    started = time.process_time()
    signature_fields(text, "Mara Osei", "mara@harbour.example")
    signature_fields(text, text, text)
    assert time.process_time() - started < 0.4  # 0.2 s each
