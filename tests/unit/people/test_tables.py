"""Tables of people as programs export them: charset, delimiter, names of columns, and what these say."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contracts.people.address_books import ColumnTarget, FileFormat
from models.contracts.people.by_hand import labelled
from services.mime.vcards import Card
from services.people.importing.columns import recognised
from services.people.importing.isolated import preview, rows
from services.people.importing.parsing import kind_of, pieces_of
from services.people.importing.rows import card_of
from services.people.importing.tables import NoTable, read_table

GOOGLE = """\
First Name,Middle Name,Last Name,Notes,Birthday,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,\
Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Organization Name,Organization Title,\
Website 1 - Value
Ida,Mary,Okafor,"Likes rye.
And oats.",1985-04-12,Work,ida@northwind.example ::: ida@home.example,Other,i.okafor@old.example,\
Mobile,+49 30 1234567 ::: +49 171 99,Home,"Kornstr. 5
28201 Bremen",Northwind,Head of Grain,northwind.example/ida
,,,,,,nobody at all,,,,,,,,,
"""
OUTLOOK = """\
"Title","First Name","Middle Name","Last Name","Company","Job Title","Business Street","Business City",\
"Business Postal Code","Business Country/Region","Home Fax","Mobile Phone","Business Phone 2","E-mail Address",\
"E-mail 2 Address","Web Page","Notes","Birthday"
"Dr.","Jörg","","Müller","Werft","Schiffer","Deich 1","Bremen","28199","Germany","+49 421 1","+49 171 2345678",\
"+49 421 99","joerg@mueller.example","","","","0/0/00"
"""


def read(text: str, charset: str = "utf-8") -> tuple[FileFormat, list[Card]]:
    table = read_table(text.encode(charset))
    found, targets = recognised(table)
    return found, [card_of(table, row, targets) for row in table.rows]


def test_googles_table() -> None:
    found, [ida, nobody] = read(GOOGLE)
    assert found is FileFormat.GOOGLE
    assert ida.addresses == ["ida@northwind.example", "ida@home.example", "i.okafor@old.example"]
    assert ida.values == {
        "name": ["Ida Mary Okafor"],
        "given_name": ["Ida"],
        "family_name": ["Okafor"],
        "note": ["Likes rye.\nAnd oats."],
        "birthday": ["1985-04-12"],
        "phone": ["+49 30 1234567", "+49 171 99"],
        "address": ["Kornstr. 5, 28201 Bremen"],
        "company": ["Northwind"],
        "title": ["Head of Grain"],
        "url": ["https://northwind.example/ida"],
    }
    assert (ida.line, nobody.line) == (2, 5)
    assert {(one.line, one.field) for one in nobody.problems} == {(5, "E-mail 1 - Value")}


@pytest.mark.parametrize("charset", ["utf-8-sig", "cp1252", "utf-16"])
def test_outlooks_table_in_the_charsets_of_windows(charset: str) -> None:
    found, [card] = read(OUTLOOK, charset)
    assert found is FileFormat.OUTLOOK
    assert card.addresses == ["joerg@mueller.example"]
    assert card.values == {
        "name": ["Jörg Müller"],
        "given_name": ["Jörg"],
        "family_name": ["Müller"],
        "company": ["Werft"],
        "title": ["Schiffer"],
        "address": ["Deich 1, 28199 Bremen, Germany"],
        "phone": ["+49 171 2345678", "+49 421 99"],
    }
    assert [(one.field, one.line) for one in card.problems] == [("Birthday", 2)]


def test_linkedins_connections_as_they_come_with_notes_before_the_columns() -> None:
    note = (
        '"When exporting your connection data, you may notice that some of the email addresses are missing, as only'
        ' some people allow it; see https://www.linkedin.com/psettings/privacy/email."'
    )
    found, [ida, jun] = read(
        f"Notes:\n{note}\n\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        'Ida,"Okafor, PhD",https://www.linkedin.com/in/ida-okafor-5a1,ida@north.example,"North, Ltd.",Head of Grain,'
        "04 Mar 2023\n"
        "Jun,Sato,https://www.linkedin.com/in/jun-s%C4%81t%C5%8D,,,,17 Nov 2019\n"
    )
    assert found is FileFormat.LINKEDIN
    assert (ida.addresses, ida.line, ida.problems) == (["ida@north.example"], 5, [])
    assert ida.values == {
        "name": ["Ida Okafor, PhD"],
        "given_name": ["Ida"],
        "family_name": ["Okafor, PhD"],
        "handle": ["linkedin:ida-okafor-5a1"],
        "company": ["North, Ltd."],
        "title": ["Head of Grain"],
        "custom": [labelled("Connected On", "04 Mar 2023")],
    }
    assert (jun.addresses, jun.problems, jun.values["name"]) == ([], [], ["Jun Sato"])
    assert jun.values["handle"] == ["linkedin:jun-s%C4%81t%C5%8D"]
    assert jun.values["custom"] == [labelled("Connected On", "17 Nov 2019")]


def test_lines_of_one_cell_are_people_where_all_are() -> None:
    table = read_table(b"Name\nIda Okafor\nJun Sato\n")
    assert (table.columns, len(table.rows)) == (["Name"], 2)
    ragged = read_table(b"Ida Okafor\nJun Sato;jun@x.example\nBo;bo@x.example;7\n")
    assert [row.cells[0] for row in ragged.rows] == ["Jun Sato", "Bo"], "not a note: its line is too short for that"


def test_a_table_of_nobody_known_is_guessed_by_names_and_values() -> None:
    text = (
        "sep=;\r\nNachname;Vorname;Kundennr.;Kontakt;Rückruf;Firma;Seite\r\n"
        "Okafor;Ida;10017;ida@x.example;030 1234567;Nord;www.nord.example\r\n"
        "Sato;Jun;10018;jun@x.example;+81 3 1234 5678;'=Lumen;https://lumen.example\r\n"
    )
    found, cards = read(text)
    assert found is FileFormat.OTHER
    told = [(card.line, card.addresses, card.values["name"], card.values["company"]) for card in cards]
    assert told == [
        (3, ["ida@x.example"], ["Ida Okafor"], ["Nord"]),
        (4, ["jun@x.example"], ["Jun Sato"], ["=Lumen"]),
    ]
    assert cards[0].values["phone"] == ["030 1234567"]
    assert cards[0].values["url"] == ["https://www.nord.example"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_no_names_of_columns(delimiter: str) -> None:
    lines = [
        f"Ida Okafor{delimiter}ida@x.example{delimiter}",
        f'"Sato{delimiter} Jun"{delimiter}jun@x.example{delimiter}7',
    ]
    table = read_table("\n".join(lines).encode())
    assert table.columns == ["Column 1", "Column 2", "Column 3"]
    assert [row.cells[0] for row in table.rows] == ["Ida Okafor", f"Sato{delimiter} Jun"]
    assert recognised(table)[1][1] is ColumnTarget.EMAIL


def test_what_is_no_table_says_why() -> None:
    with pytest.raises(NoTable, match="not a single line"):
        read_table(b" \n ,, \n")
    with pytest.raises(NoTable, match="301 columns"):
        read_table(b"," * 300 + b"x\n")
    assert preview(b"")[0] == b""


def test_what_a_file_is_and_its_pieces() -> None:
    card = "BEGIN:VCARD\r\nFN:Ida\r\nEND:VCARD\r\n\r\n"
    assert kind_of(("\ufeff" + card).encode()) == kind_of(card.encode("utf-16")) == "vcard"
    assert kind_of(b"Name,E-mail\nBEGIN:VCARD of a sort,x\n") == "csv"
    nested = "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nEND:VCARD\nFN:x\nEND:VCARD\n"
    total, pieces = pieces_of((card * 1_200 + nested).encode())
    assert (total, [line for line, _ in pieces]) == (1_202, [0, 2_000, 4_000])
    assert b"".join(piece for _, piece in pieces) == (card * 1_200 + nested).encode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.lists(st.sampled_from([*ColumnTarget, None]), max_size=5))
def test_no_bytes_break_it(data: bytes, targets: list[ColumnTarget | None]) -> None:
    assert preview(data)
    assert rows(data, orjson.dumps(targets), b"0", b"10")
