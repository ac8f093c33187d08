"""Which names may be one person's, and how much that says."""

import pytest

from services.people.resolution.name_agreement import Agreement, Level, agreement
from services.people.resolution.person_name import read_name
from services.people.resolution.rarity import Frequencies
from services.people.resolution.romanization import skeleton


def of(one: str, other: str) -> Agreement:
    return agreement(read_name(one, "x@north.example"), read_name(other, "y@south.example"), Frequencies())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Hale", "Bob Hale"),
        ("Robert Hale", "Hale, Robert"),
        ("Margaret Okafor", "Peggy Okafor"),
        ("Katharina Okafor", "Kathy Okafor"),
        ("Vladislav Cherepanov", "Vlad Cherepanov"),
        ("Aleksandra Vukić", "Sasha Vukic"),
        ("Сергей Добролюбов", "Sergei Dobroliubov"),
        ("Юлія Хрущенко", "Julia Khruschenko"),
        ("王伟", "Wei Wang"),
        ("陈雨涵", "Yuhan Chen"),
        ("황수진", "Soo-jin Hwang"),
        ("Jürgen Wüstenhöfer", "Juergen Wuestenhoefer"),
        ("Szentgyörgyi Bence", "Bence Szentgyorgyi"),
        ("Mei Ling Okafor", "Meiling Okafor"),
        ("Anneliese van der Hoeven", "A. van der Hoeven"),
        ("Robert J. Hale", "Robert Hale"),
        ("Dimitris Kalogeropoulos", "Dimitrios Kalogeropoulos"),
        ("Rebecca Lyle", "Rebecca Stanhope-Lyle"),
        ("Milica Petrušić", "Milica Jovanović Petrušić"),
        ("Emma Rechtschaffen", "Emma Rechtschafen"),
        ("Stephen Wozencraft", "Steven Wozencraft"),
        ("Mohammed Elsayed", "Muhammad El-Sayed"),
        ("Дмитрий Цой", "Dmitry Tsoi"),
        ("Θεοδώρα Παπανικολάου", "Theodora Papanikolaou"),
        ("Ida Okafor (née Lind)", "Ida Lind"),
    ],
)
def test_one_name_in_two_ways(one: str, other: str) -> None:
    assert of(one, other).level is Level.SAME
    assert of(other, one).level is Level.SAME
    assert of(one, other).bits == pytest.approx(of(other, one).bits)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Hale", "Ruth Hale"),
        ("Christian Okafor", "Christine Okafor"),
        ("Daniel Okafor", "Daniela Okafor"),
        ("Maria Okafor", "Marianne Okafor"),
        ("R. Hale", "Susan Hale"),
        ("Hannah Obermoser", "Sofia Lind"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert of(one, other).level is Level.OTHER
    assert of(other, one).level is Level.OTHER


def test_a_given_name_with_two_family_names_may_be_a_marriage() -> None:
    assert of("Hannah Obermoser", "Hannah Kreisler").level is Level.OTHER_FAMILY


def test_han_and_latin_letters_that_disagree_say_nothing() -> None:
    assert of("林原 瑞希", "Mizuki Hayashibara").level is Level.UNKNOWN


def test_other_initials_in_the_middle_speak_against_it() -> None:
    assert of("John A. Okafor", "John B. Okafor").bits < of("John Okafor", "John Okafor").bits - 5
    assert of("John A. Okafor", "John Okafor").bits == of("John Okafor", "John Okafor").bits


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    assert of("Ida Ziegelbauer", "Ida Ziegelbauer").bits > of("Ida Smith", "Ida Smith").bits + 4
    here = Frequencies(1_000, {"w:ziegelbauer": 200})
    read = read_name("Ida Ziegelbauer", "x@north.example")
    assert agreement(read, read, here).bits < of("Ida Ziegelbauer", "Ida Ziegelbauer").bits - 5


def test_an_initial_weighs_less_than_a_name() -> None:
    assert of("R. Hale", "Robert Hale").bits < of("Robert Hale", "Robert Hale").bits - 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergey", "Sergei"),
        ("Yuliya", "Julia"),
        ("Müller", "Mueller"),
        ("Khrushchenko", "Khruschenko"),
        ("Åland", "Aaland"),
    ],
)
def test_a_skeleton_is_one_for_what_clerks_write_differently(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_generation_is_no_part_of_the_name() -> None:
    read = read_name("Ida Okafor Jr.", "x@north.example")
    assert (read.words, read.generation) == (("ida", "okafor"), "jr")


@pytest.mark.parametrize(
    ("display", "words", "initials"),
    [
        ("Ben Okafor", ("ben", "okafor"), ()),
        ("Al van Dam", ("al", "vandam"), ()),
        ("J.-B. Courvoisier", ("courvoisier",), ("j", "b")),
        ("JB Courvoisier", ("courvoisier",), ("j", "b")),
        ("Dr. Ida Okafor", ("ida", "okafor"), ()),
        ("Maria de la Cruz", ("maria", "delacruz"), ()),
        ("Ed Okafor", ("ed", "okafor"), ()),
        ("Li Na", ("li", "na"), ()),
    ],
)
def test_words_and_initials(display: str, words: tuple[str, ...], initials: tuple[str, ...]) -> None:
    read = read_name(display, "x@north.example")
    assert (read.words, read.initials) == (words, initials)
