"""Whom the words of a mail introduce to whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.introductions import AUTHOR, measured
from services.mime.introduced_names import Reader
from services.mime.introductions import introductions

ANNA, BOB = Reader("Anna Berg", "anna.berg@else.example"), Reader("Bob Lind", "bob@northwind.example")
SAID = "Anna, meet Bob Lind (cc), head of sales at Northwind."


def read(text: str, *readers: Reader) -> dict[str, str]:
    return {one.field: one.value for one in introductions(text, readers or (ANNA, BOB), AUTHOR)}


@pytest.mark.parametrize("part", ["held out", "later"])
def test_what_is_read_of_labelled_introductions_is_right(part: str) -> None:
    right, found, labelled = measured(part)["all"]
    assert right / found >= 0.95
    assert right / labelled >= 0.9


def test_places_are_those_of_the_values() -> None:
    for one in introductions(SAID, [ANNA, BOB], AUTHOR):
        assert (SAID[one.start : one.end], one.address) == (one.value, BOB.address)


def test_of_whom_a_mail_is_not_addressed_to_nothing_is_said() -> None:
    assert read(SAID, ANNA) == {}
    assert read(SAID, Reader("Bob Lindqvist", "bob@northwind.example"), ANNA) == {}
    assert read(SAID, ANNA, BOB, Reader("Bob Lind", "bob.lind@harbour.example")) == {}, "one of two"
    assert read(SAID.replace("Bob Lind", "Ida Okafor")) == {}, "its author"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I'd like you to meet Cleo Vance, our new CTO, cleo@harbour.example.", {"name": "Cleo Vance", "title": "CTO"}),
        (
            "Meet Cleo Vance (cvance@harbour.example), head of sales at Harbour.",
            {"name": "Cleo Vance", "title": "head of sales", "company": "Harbour"},
        ),
        ("Darf ich dir Cleo Vance vorstellen, vance.cleo@harbour.example?", {"name": "Cleo Vance"}),
        ("Meet Cleo Vance, our new CTO. Write to office@harbour.example.", {}),
        ("Meet Cleo Vance, our new CTO, and write to office@harbour.example.", {}),
        ("Cleo Vance, our new CTO, is at cleo@harbour.example.", {}),
        ("Meet Bob Lind, our new CTO, bob.lind@harbour.example.", {"name": "Bob Lind", "title": "CTO"}),
    ],
)
def test_who_is_not_addressed_is_known_by_an_address_made_of_their_name(words: str, said: dict[str, str]) -> None:
    found = introductions(words, [ANNA, BOB], AUTHOR)
    assert {one.field: one.value for one in found} == said
    assert all(one.address == BOB.address if "Bob" in words else one.address in words for one in found)
    assert all(words[one.start : one.end] == one.value for one in found)


@pytest.mark.parametrize(
    "office",
    [
        "former head of sales at Northwind", "no longer head of sales", "my manager", "Anna's manager",
        "who knows the CFO", "can you ask the head of sales", "the meeting is at nine", "ex director of Northwind",
        "until May a director",
    ],
)  # fmt: skip
def test_what_is_no_office_of_theirs_is_not_said(office: str) -> None:
    assert not {"title", "company"} & set(read(f"Meet Bob Lind (cc), {office}."))


def test_a_line_breaks_anywhere_and_a_paragraph_ends() -> None:
    assert read(SAID.replace(" ", "\n"))["company"] == "Northwind"
    assert read("Meet Bob Lind,\n\nhead of sales at Northwind.").keys() == {"name"}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SAID.split()), st.text(max_size=12)), max_size=30))
def test_nothing_raises_and_all_of_it_stands_there(words: list[str]) -> None:
    text = " ".join(words)
    for one in introductions(text, [ANNA, BOB], AUTHOR):
        assert one.address in {ANNA.address, BOB.address}
        assert one.value == " ".join(text[one.start : one.end].split())
