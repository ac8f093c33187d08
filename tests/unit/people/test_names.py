"""The best name for somebody, and how names are compared."""

import pytest

from services.people.names import FULL, GUESS, WORD, best_name, fold

ADDRESS = "ida.okafor@northwind.example"


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("Ida Okafor", "Ida Okafor"),
        ("Okafor, Ida", "Ida Okafor"),
        ("Okafor, Ida, PhD", "Ida Okafor"),
        ("Okafor, Ida, Ph.D., MBA", "Ida Okafor"),
        ("Okafor, Ida, Jr.", "Ida Okafor Jr."),
        ("Ida Okafor, Northwind", "Ida Okafor"),
        ("'Ida Okafor'", "Ida Okafor"),
        ('"Ida Okafor"', "Ida Okafor"),
        ("“Ida Okafor”", "Ida Okafor"),
        ("Ida Okafor (Northwind)", "Ida Okafor"),
        ("Ida Okafor [she/her]", "Ida Okafor"),
        ("[EXTERN] Ida Okafor", "Ida Okafor"),
        ("Ida Okafor <ida@northwind.example>", "Ida Okafor"),
        ("Ida Okafor ida@northwind.example", "Ida Okafor"),
        ("Ida Okafor via Announce", "Ida Okafor"),
        ("'Ida Okafor' via Announce", "Ida Okafor"),
        ("Ida Okafor über Ankündigungen", "Ida Okafor"),
        ("Ida Okafor | Northwind", "Ida Okafor"),
        ("Ida Okafor - Northwind", "Ida Okafor"),
        ("Ida Okafor at Northwind", "Ida Okafor"),
        ("Ida Okafor/Dublin/Northwind", "Ida Okafor"),
        ("IDA OKAFOR", "Ida Okafor"),
        ("ida okafor", "Ida Okafor"),
        ("SEAN O'NEIL", "Sean O'Neil"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("  Ida \t Okafor ", "Ida Okafor"),
        ("Ида Окафор", "Ида Окафор"),
        ("ИДА ОКАФОР", "Ида Окафор"),
        ("田中太郎", "田中太郎"),
        ("김철수", "김철수"),
        ("محمد علي", "محمد علي"),
        ("Jean-Luc Łukasiewicz", "Jean-Luc Łukasiewicz"),
        ("Ida\u200b Okafor", "Ida Okafor"),
    ],
)
def test_a_name_is_written_as_one_says_it(display: str, name: str) -> None:
    assert best_name(display, ADDRESS) == (name, FULL)


@pytest.mark.parametrize(("display", "name"), [("ida", "Ida"), ("Ida", "Ida"), ("IDA", "IDA"), ("Иван", "Иван")])
def test_one_word_is_less_than_a_whole_name(display: str, name: str) -> None:
    assert best_name(display, ADDRESS) == (name, WORD)


@pytest.mark.parametrize(
    "display",
    ["", " ", "ida.okafor@northwind.example", "???", "12345", "https://x.example", "=?utf-8?q?Ida", "Ida \ufffd", "()"],
)
def test_without_a_name_the_address_has_one(display: str) -> None:
    assert best_name(display, ADDRESS) == ("Ida Okafor", GUESS)


@pytest.mark.parametrize(
    ("display", "address", "name"),
    [
        ("", "ida@x.example", "Ida"),
        ("", "ida_okafor77@x.example", "Ida Okafor"),
        ("", "ida+news@x.example", "Ida"),
        ("", "12345@x.example", "12345"),
        ("", "...@x.example", "...@x.example"),
        ("ida.okafor", "io@x.example", "Ida Okafor"),
    ],
)
def test_a_name_is_guessed_from_the_address(display: str, address: str, name: str) -> None:
    assert best_name(display, address) == (name, GUESS)


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("Ida via Announce", "Announce"),
        ("Northwind, Inc.", "Northwind, Inc."),
        ("NORTHWIND NEWS", "NORTHWIND NEWS"),
        ("Support at Northwind", "Support at Northwind"),
    ],
)
def test_what_is_no_person_keeps_its_name(display: str, name: str) -> None:
    assert best_name(display, "list@northwind.example", person=False)[0] == name


def test_a_company_is_not_turned_around() -> None:
    assert best_name("Northwind, Inc.", ADDRESS)[0] == "Northwind, Inc."


def test_a_slogan_is_cut_and_a_hostile_name_takes_little_time() -> None:
    assert len(best_name("buy now " * 10_000, ADDRESS)[0]) <= 120
    for piece in ("\u200b", "(", "a,", " via ", "[x", "<", "via\u200b"):
        assert len(best_name("a" + piece * 100_000 + "b", ADDRESS)[0]) <= 200


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ólafur Ørn", "olafur orn"),
        ("Müller-Straße", "muller-strasse"),
        ("Иванов", "ivanov"),
        ("  Ida\tOkafor\n", "ida okafor"),
        ("İstanbul", "istanbul"),
        ("田中", "tianzhong"),
        ("a\0b", "a b"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_script(text: str, folded: str) -> None:
    assert fold(text) == folded
