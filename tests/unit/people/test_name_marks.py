"""What stands with a name and is none: titles, nicknames, accounts, codes of offices, firms."""

import pytest

from services.people.names import FULL, GUESS, WORD, best_name

ADDRESS = "ida.okafor@northwind.example"


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("OKAFOR, LI Mei", "LI Mei Okafor"),
        ("McOKAFOR, Ida", "Ida McOkafor"),
        ("ida Okafor", "Ida Okafor"),
        # How one is addressed, what friends call one, accounts, codes of offices, the firm in front.
        ("Dr. Ida Okafor", "Ida Okafor"),
        ("Prof. Dr. med. Ida Okafor", "Ida Okafor"),
        ("Frau Ida Okafor", "Ida Okafor"),
        ("MS IDA OKAFOR", "Ida Okafor"),
        ("Ing. Ida Okafor, Ph.D.", "Ida Okafor"),
        ("Ing Okafor", "Ing Okafor"),
        ("Dr. Okafor", "Dr. Okafor"),
        ("Mag Okafor Lind", "Mag Okafor Lind"),
        ('Ida "Idgie" Okafor', "Ida Okafor"),
        ("Ida 'okie' Okafor", "Ida Okafor"),
        ("Ida O'Neil D'Arcy", "Ida O'Neil D'Arcy"),
        ("Okafor Ida-iokaf02", "Ida Okafor"),
        ("Okafor, Ida A CTR DEPT", "Ida A Okafor"),
        ("Okafor, Dr. Ida", "Ida Okafor"),
        ("Dr. Okafor, Ida", "Ida Okafor"),
        ("Okafor Dr., Ida", "Ida Okafor"),
        ("Okafor, Ida Dr.", "Ida Okafor"),
        ("Northwind (Ida Okafor)", "Ida Okafor"),
        ("Northwind - Ida Okafor", "Ida Okafor"),
        ("Northwind, Ida Okafor", "Ida Okafor"),
        ("EXTERNAL - Ida Okafor", "Ida Okafor"),
        ("I.Okafor", "I. Okafor"),
    ],
)
def test_a_name_is_written_without_what_is_none(display: str, name: str) -> None:
    assert best_name(display, ADDRESS) == (name, FULL)


@pytest.mark.parametrize(
    ("display", "address", "expected"),
    [
        ("Northwind, Inc.", ADDRESS, ("Ida Okafor", GUESS)),
        ("NorthwindTech", ADDRESS, ("Ida Okafor", GUESS)),
        ("Northwind", "info@northwind.example", ("Northwind", WORD)),
        ("Okafor", "ida.okafor@okafor.example", ("Okafor", WORD)),
        ("Northwind", "sales.team@northwind.example", ("Northwind", WORD)),
    ],
)
def test_a_firms_name_gives_way_to_the_person_whose_address_it_is(
    display: str, address: str, expected: tuple[str, int]
) -> None:
    assert best_name(display, address) == expected


@pytest.mark.parametrize(
    ("display", "address", "name"),
    [
        ("Okafor Lind, Ida Maria", "im.okafor@x.example", "Ida Maria Okafor Lind"),
        ("Okafor Lind, Ida", "i.okafor@x.example", "Ida Okafor Lind"),
        ("Ida Okafor, Intern", "i.okafor@x.example", "Ida Okafor"),
        ("ÖZTÜRK, ALİ", "ali@x.example", "Ali Öztürk"),
        ("أحمد المحمودي (Ahmed El-Mahmoudy)", "aelmahmoudy@x.example", "أحمد المحمودي"),
        ("İPEK YILDIZ", "ipek@x.example", "İpek Yildiz"),
    ],
)
def test_a_name_is_told_by_its_address(display: str, address: str, name: str) -> None:
    assert best_name(display, address) == (name, FULL)


@pytest.mark.parametrize(
    ("display", "address"),
    [
        ("NORTH Advisory", "north-advisory@north.example"),
        ("RPM Mailing List", "rpm-list@north.example"),
        ("NTK now", "ntknow@lists.north.example"),
        ("GRUB Maintainers", "pkg-grub-devel@lists.north.example"),
        ("Tidy HTML5", "tidy-html5@north.example"),
    ],
)
def test_what_has_an_acronym_in_front_is_not_turned_around(display: str, address: str) -> None:
    assert best_name(display, address)[0] == display


@pytest.mark.parametrize(
    ("display", "address"),
    [("north.example", "editor@north.example"), ("DayBoats.com", "info@north.example"), ("jwz", "io@north.example")],
)
def test_a_site_and_initials_stay_as_they_are_written(display: str, address: str) -> None:
    assert best_name(display, address) == (display, WORD)
