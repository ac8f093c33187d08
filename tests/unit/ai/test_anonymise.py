"""What a model is told has nobody's name in it, and what it answers has them again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ai.anonymise.finding import found
from services.ai.anonymise.known import Known, KnownPerson
from services.ai.anonymise.placeholders import Kind, Placeholders, Restoring, without_broken_off

KNOWN = Known(
    people=(
        KnownPerson("ida", ("Ida Sørensen", "I. Sørensen")),
        KnownPerson("ana", ("Ana María da Silva",)),
        KnownPerson("petrov", ("Ana Petrov", "Ана Петрова")),
        KnownPerson("wang", ("王伟",)),
        KnownPerson("obrien", ("Conor O'Brien-Hughes",)),
        KnownPerson("berg", ("Tom van der Berg",)),
    ),
    private_terms=("Project Falcon", "Zürn & Co.", "  "),
    regions=("DE", "US"),
)


def pieces(text: str, kind: Kind) -> list[str]:
    return [text[one.start : one.end] for one in found(text, KNOWN) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        ("Dear Ida, Ida Sørensen's boss", Kind.PERSON, ["Ida", "Ida Sørensen"]),
        ("IDA SØRENSEN and ida sørensen", Kind.PERSON, ["IDA SØRENSEN", "ida sørensen"]),
        ("Sørensen,\nIda\nSørensen", Kind.PERSON, ["Sørensen", "Ida\nSørensen"]),
        ("silva trees, Silva wrote", Kind.PERSON, ["Silva"]),
        ("Der Berg von van der Berg", Kind.PERSON, ["Berg", "Berg"]),
        ("Conor O'Brien-Hughes, O’Brien", Kind.PERSON, ["Conor O'Brien-Hughes", "Brien"]),
        ("Написала Ана Петрова вчера", Kind.PERSON, ["Ана Петрова"]),
        ("昨天王伟来了", Kind.PERSON, ["王伟"]),
        (
            "write to <Ida.S+x@North.example>, or to “bo@x.example”.",
            Kind.ADDRESS,
            ["Ida.S+x@North.example", "bo@x.example"],
        ),
        ("mailto:bo@x.example", Kind.ADDRESS, ["bo@x.example"]),
        ("0171 2345678 or +1 (202) 555-0193", Kind.PHONE, ["0171 2345678", "+1 (202) 555-0193"]),
        ("IBAN DE89 3704 0044 0532 0130 00 is right", Kind.ACCOUNT, ["DE89 3704 0044 0532 0130 00"]),
        ("GB29NWBK60161331926819", Kind.ACCOUNT, ["GB29NWBK60161331926819"]),
        ("DE89 3704 0044 0532 0130 01", Kind.ACCOUNT, []),
        ("card 4111 1111 1111 1111!", Kind.CARD, ["4111 1111 1111 1111"]),
        ("order 1234567890123", Kind.NUMBER, ["1234567890123"]),
        ("2026-11-28, 20261128, 1,000,000.00, 10:30, 192.168.100.200", Kind.NUMBER, []),
        ("https://a.example/report-2026-final-version", Kind.LINK, []),
        ("https://a.example/reset/a8f5f167f44f4964e6c9", Kind.LINK, ["a8f5f167f44f4964e6c9"]),
        ("(see www.a.example/x?token=abc&u=1#top).", Kind.LINK, ["token=abc&u=1#top"]),
        ("https://user:pass@a.example/", Kind.LINK, ["user:pass@a.example"]),
        ("about PROJECT FALCON and Zürn & Co. now", Kind.PRIVATE, ["PROJECT FALCON", "Zürn & Co."]),
        ("projectfalcons, Project Falconry", Kind.PRIVATE, []),
        ("[PERSON_1] and person_2", Kind.TEXT, ["[PERSON_1]", "person_2"]),
    ],
)
def test_what_says_who_somebody_is_is_found(text: str, kind: Kind, hidden: list[str]) -> None:
    assert pieces(text, kind) == hidden


def test_one_person_has_one_number_and_who_shares_a_first_name_is_nobody_in_particular() -> None:
    things = [(one.thing, one.kind) for one in found("Ida Sørensen, I. Sørensen, Ana, Ana Petrov", KNOWN)]
    assert things == [("ida", Kind.PERSON), ("ida", Kind.PERSON), ("~ana", Kind.PERSON), ("petrov", Kind.PERSON)]
    given_ = Placeholders()
    assert given_.of(Kind.PERSON, "Ida Sørensen", "ida") == "[PERSON_1]"
    assert given_.of(Kind.PERSON, "Ida", "ida") == "[PERSON_1b]"
    assert given_.of(Kind.PERSON, "Ana", "~ana") == "[PERSON_2]"
    assert given_.of(Kind.ADDRESS, "ida@north.example", "ida@north.example") == "[ADDRESS_1]"
    assert given_.of(Kind.PERSON, "Ida Sørensen", "ida") == "[PERSON_1]"
    forms = [given_.of(Kind.PERSON, f"Ida {number}", "ida") for number in range(30)]
    assert len(set(forms)) == 30
    assert [given_.restore(form) for form in forms] == [f"Ida {number}" for number in range(30)]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("[PERSON_1]'s", "Ida's"),
        ("**PERSON_1**, _person_1_", "**Ida**, _Ida_"),
        (r"\[PERSON\_1\] and [Person 1] and [person-1]", "Ida and Ida and Ida"),
        ("PERSON 1 wrote", "Ida wrote"),
        ("person 1 of 3, APERSON_1, PERSON_1x1", "person 1 of 3, APERSON_1, PERSON_1x1"),
        ("two [PERSON_1s]", "two Idas"),
        ("[PERSON_7] at [ADDRESS_9]", "somebody at an address"),
    ],
)
def test_a_placeholder_that_a_model_bends_or_makes_up_reaches_nobody(said: str, read: str) -> None:
    placeholders = Placeholders()
    placeholders.of(Kind.PERSON, "Ida", "ida")
    assert placeholders.restore(said) == read


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("To [PERSON_1", "To "),
        ("To [PER", "To "),
        ("To PERSON_", "To "),
        ("To [", "To ["),
        ("To [PERSON_1]", "To [PERSON_1]"),
    ],
)
def test_half_a_placeholder_at_the_end_of_an_answer_that_broke_off_is_left_out(said: str, left: str) -> None:
    assert without_broken_off(said) == left


_WORDS = [
    *("Ida", "Ida Sørensen", "Sørensen's", "Ana", "王伟", "Project Falcon", "ida@north.example", "+1 202 555 0193"),
    *(
        "https://u:p@a.example/x?t=1",
        "DE89370400440532013000",
        "4111111111111111",
        "[PERSON_1]",
        "PERSON_",
        "1",
        "[",
        "\\",
    ),
    *("_", "]", " ", "\n", ".", "é", "PERSON", "[PER", "SON_2]", "and", "b"),
]
LISTS = st.lists(st.sampled_from(_WORDS) | st.text(max_size=4), max_size=12)
TEXTS = LISTS.map("".join)


def hide(text: str, placeholders: Placeholders) -> str:
    hidden, at = "", 0
    for one in found(text, KNOWN):
        hidden += text[at : one.start] + placeholders.of(one.kind, text[one.start : one.end], one.thing)
        at = one.end
    return hidden + text[at:]


@given(TEXTS)
@settings(max_examples=300)
def test_whatever_is_hidden_comes_back_as_it_was(text: str) -> None:
    placeholders = Placeholders()
    hidden = hide(text, placeholders)
    assert placeholders.restore(hidden) == text


@given(LISTS.map(" ".join))
@settings(max_examples=300)
def test_no_name_that_is_known_is_left(text: str) -> None:
    hidden = hide(text, Placeholders())
    assert not re.search(r"Sørensen|王伟|project falcon|north\.example|4111111111111111", hidden, re.IGNORECASE)


@given(TEXTS, st.lists(st.integers(1, 5), min_size=1))
@settings(max_examples=300)
def test_in_whatever_pieces_an_answer_comes_it_reads_the_same(text: str, sizes: list[int]) -> None:
    placeholders = Placeholders()
    hide("Ida, Ana, ida@north.example", placeholders)
    restoring, read, at, turn = Restoring(placeholders), "", 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        read += restoring.piece(text[at : at + size])
        at, turn = at + size, turn + 1
    assert read + restoring.end() == placeholders.restore(text)
