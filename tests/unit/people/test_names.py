"""The best name for somebody, and how names are compared."""

import pytest

from base.folding import fold
from services.people.names import FULL, GUESS, WORD, best_name

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
        # What surrounds it: brackets in brackets, departments, lists, pronouns, degrees, punctuation, emoji.
        ("Okafor, IDA(R&D NORTH (IE)-DUB-X)", "Ida Okafor"),
        ("Okafor, Ida [Northwind (EMEA) - Legal]", "Ida Okafor"),
        ("Okafor Ida（営業部）", "Ida Okafor"),
        ("Ida Okafor (via North Forum)", "Ida Okafor"),
        ("Ida Okafor via <north-users>", "Ida Okafor"),
        ("Ida Okafor via dev@lists.example", "Ida Okafor"),
        ("North regressions tracking #update (Ida Okafor)", "Ida Okafor"),
        ("Northern weather report 2026 (Ida Okafor)", "Ida Okafor"),
        ("regressions (Ida Okafor)", "Ida Okafor"),
        ("Ida Lind (Ida Okafor)", "Ida Lind"),
        ("Ida Okafor .", "Ida Okafor"),
        ("- Ida Okafor -", "Ida Okafor"),
        ("Ida Okafor \U0001f33b", "Ida Okafor"),
        ("Ida Okafor, she/her", "Ida Okafor"),
        ("Ida Okafor (she, her)", "Ida Okafor"),
        ("Okafor, Ida, she, her, hers", "Ida Okafor"),
        ("Ida Okafor - they/them", "Ida Okafor"),
        ("Ida Okafor she/her/hers", "Ida Okafor"),
        ("Ida Okafor (sie/ihr)", "Ida Okafor"),
        ("Ida Okafor, elle/la", "Ida Okafor"),
        ("Ida Okafor, CPPM", "Ida Okafor"),
        ("Ida Okafor, M.Ed", "Ida Okafor"),
        ("Ida Okafor, M.D., Ph.D.", "Ida Okafor"),
        ("Ida Okafor, RN, BSN", "Ida Okafor"),
        ("Ida Okafor MD", "Ida Okafor"),
        ("Ida Okafor PhD MBA", "Ida Okafor"),
        ("Okafor, Ida MD", "Ida Okafor"),
        ("Ida Okafor, Head of Legal", "Ida Okafor"),
        ("Ida Okafor, Northwind GmbH", "Ida Okafor"),
        # Somebody else's hand.
        ("Bo Lind on behalf of Ida Okafor", "Ida Okafor"),
        ("Bo Lind im Auftrag von Ida Okafor", "Ida Okafor"),
        ("Bo Lind de la part de Okafor, Ida", "Ida Okafor"),
        ("Ida Okafor on behalf of Northern Weather", "Ida Okafor"),
        ("Ida Okafor on behalf of Northwind", "Ida Okafor"),
        ("Ida Okafor <ida.okafor@northwind.example> on behalf of Bo Lind", "Ida Okafor"),
        # Order and generation.
        ("Okafor Jr., Ida", "Ida Okafor Jr."),
        ("Okafor, Ida Jr.", "Ida Okafor Jr."),
        ("Okafor, Ida III", "Ida Okafor III"),
        ("van der Berg, Ludwig", "Ludwig van der Berg"),
        ("Okafor Lind, Ida", "Ida Okafor Lind"),
        ("OKAFOR, Ida", "Ida Okafor"),
        ("OKAFOR, IDA", "Ida Okafor"),
        ("Ida OKAFOR", "Ida Okafor"),
        ("LI, Tian", "Tian Li"),
        ("de Okafor, J. (Ida)", "J. de Okafor"),
        ("ＩＤＡ　ＯＫＡＦＯＲ", "Ida Okafor"),
        ("Ida Okafor *EXTERN*", "Ida Okafor"),
        ("Okafor, JP", "JP Okafor"),
        ("Okafor, J.P.", "J.P. Okafor"),
        ("Ng, Ida", "Ida Ng"),
        ("AJ Okafor", "AJ Okafor"),
        ("Ida Ma", "Ida Ma"),
        ("Okafor, Ma", "Ma Okafor"),
        # Scripts that know no capitals and no spaces, and characters that nobody sees.
        ("LG 전자", "LG 전자"),
        ("JR 東日本", "JR 東日本"),
        ("田中 太郎", "田中 太郎"),
        ("田中, 太郎", "田中 太郎"),
        ("田中太郎様", "田中太郎"),
        ("【社外】田中太郎", "田中太郎"),
        ("王小明 (Wang Xiaoming)", "王小明"),
        ("علی\u200cرضا محمدی", "علی\u200cرضا محمدی"),
        ("क्\u200dष राम", "क्\u200dष राम"),
        ("സുന്\u200dദര്\u200d രാജ്", "സുന്\u200dദര്\u200d രാജ്"),
        ("രാജന്\u200d ഇവാന്\u200d", "രാജന്\u200d ഇവാന്\u200d"),
        ("Ida\u200d Okafor\u200c", "Ida Okafor"),
        ("\u202aIda Okafor\u202c", "Ida Okafor"),
        ("I\u00adda\ufeff Okafor", "Ida Okafor"),
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
        ("Ida Okafor (Northwind Docs)", "Northwind Docs"),
        ("Ida Okafor (via Northwind Docs)", "Northwind Docs"),
        ("Ida Okafor [via Docs]", "Docs"),
        ("Ida Okafor (on behalf of Northwind)", "Northwind"),
        ("Ida Okafor (@ida)", "Ida Okafor"),
        ("Northwind (do not reply)", "Northwind"),
        ("Ida Okafor on behalf of Northwind", "Northwind"),
    ],
)
def test_what_is_no_person_keeps_its_name(display: str, name: str) -> None:
    assert best_name(display, "list@northwind.example", person=False)[0] == name


def test_a_machines_own_name_is_better_than_its_guests() -> None:
    own, guest = (best_name(name, "no-reply@docs.north.example", person=False) for name in ("North Docs", "Ida Okafor"))

    assert (own, guest) == (("North Docs", FULL), ("Ida Okafor", WORD))


def test_a_handle_with_a_full_stop_is_one_word() -> None:
    assert best_name("iokafor .", "iokafor@northwind.example") == ("Iokafor", WORD)


def test_a_company_is_not_turned_around() -> None:
    assert best_name("Northwind, Inc.", "io@northwind.example")[0] == "Northwind, Inc."


def test_a_slogan_is_cut_and_a_hostile_name_takes_little_time() -> None:
    assert len(best_name("buy now " * 10_000, ADDRESS)[0]) <= 120
    for piece in ("\u200b", "(", "a,", "@a.b", "ക്\u200d", " obo ", "(via ", " via ", "[x", "<", "via\u200b"):
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


@pytest.mark.parametrize(
    ("display", "address", "name"),
    [
        ("Okafor  Ida", "ida.okafor@north.example", "Ida Okafor"),
        ("Okafor  Ida M.", "ida.m.okafor@north.example", "Ida M. Okafor"),
        ("Okafor Jr.  Idris", "idris.okafor@north.example", "Idris Okafor Jr."),
        ("Okafor Philippa (Legal)", "phil.okafor@north.example", "Philippa Okafor"),
        ("Okafor Phil", "philippa_okafor@north.example", "Phil Okafor"),
        ("O'Neil Sean", "s.oneil@north.example", "Sean O'Neil"),
        ("OKAFOR Ida", "iokafor@north.example", "Ida Okafor"),
        ("OKAFOR Ida", "ida.okafor@north.example", "Ida Okafor"),
        ("Okafor Ida, NORTH-X", "ida.okafor@north.example", "Ida Okafor"),
        ("Петров Иван", "ivan.petrov@north.example", "Иван Петров"),
        ("Rossi Mario", "mario.rossi@north.example", "Mario Rossi"),
        ("Brandt-Lind Ute", "ute.brandt-lind@north.example", "Ute Brandt-Lind"),
        ("Quux Zorg", "zorg.quux@north.example", "Zorg Quux"),
        ("Martin Thomas", "thomas.martin@north.example", "Thomas Martin"),
        ("Okafor Ida B.", "ida.okafor@gmail.com", "Ida B. Okafor"),
        ("Horvath Jr. Anna", "anna.horvath@north.hu", "Anna Horvath Jr."),
        ("HORVATH Anna", "anna.horvath@north.hu", "Anna Horvath"),
        ("Horváth, Anna", "anna.horvath@north.hu", "Anna Horváth"),
        ("Wang, Xiaoming", "xiaoming.wang@north.cn", "Xiaoming Wang"),
        # The address is turned, and not the name.
        ("Mario Rossi", "rossi.mario@north.example", "Mario Rossi"),
        ("Ute Brandt", "brandt.ute@north.example", "Ute Brandt"),
        ("Zorg Quux", "quux.zorg@gmail.com", "Zorg Quux"),
        ("Anton Gorev", "gorev.anton@mail.ru", "Anton Gorev"),
        ("Иван Петров", "petrov.ivan@north.example", "Иван Петров"),
        # As it is said where family names come first, in whichever order the address is.
        ("Horváth Anna", "anna.horvath@north.hu", "Horváth Anna"),
        ("Wang Xiaoming", "xiaoming.wang@north.cn", "Wang Xiaoming"),
        ("Nguyen An", "an.nguyen@north.vn", "Nguyen An"),
        ("Nguyễn Văn An", "an.nguyen@north.example", "Nguyễn Văn An"),
        ("Kim Min-jun", "minjun.kim@north.co.kr", "Kim Min-jun"),
        ("Min-jun Kim", "kim.minjun@north.co.kr", "Min-jun Kim"),
        ("Tanaka Taro", "taro.tanaka@north.co.jp", "Tanaka Taro"),
        # Where the address does not tell, it is as written.
        ("Ida Okafor", "ida.okafor@north.example", "Ida Okafor"),
        ("Okafor Ida", "okafor.ida@north.example", "Okafor Ida"),
        ("Okafor Ida", "io@north.example", "Okafor Ida"),
        ("Ida Okafor", "bo.ida@north.example", "Ida Okafor"),
        ("NORTH Support", "bo@north.example", "NORTH Support"),
    ],
)
def test_the_address_tells_that_the_family_name_comes_first(display: str, address: str, name: str) -> None:
    assert best_name(display, address)[0] == name


@pytest.mark.parametrize(
    ("display", "local", "name"),
    [
        ("Ida Okafor@NORTH", "ida", "Ida Okafor"),
        ("", "imceanotes-ida+20okafor+40north", "Ida Okafor"),
        ("", "imceanotes-ida+20okafor_dublin_north+40north", "Ida Okafor Dublin North"),
        ("IDA@harbour.example@NORTH", "imceanotes-ida+40harbour+2eexample+40north", "Ida"),
        ("", "imceasmtp-ida+2eokafor+40harbour+2eexample", "Ida Okafor"),
    ],
)
def test_what_exchange_encapsulates_is_read(display: str, local: str, name: str) -> None:
    assert best_name(display, f"{local}@north.example")[0] == name
