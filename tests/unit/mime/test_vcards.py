"""Cards as address books really write them, and as nobody should."""

import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.mime.vcards import Card, cards


def read(*lines: str | bytes, end: bytes = b"\r\n") -> list[Card]:
    return list(cards(end.join(line if isinstance(line, bytes) else line.encode() for line in lines)))


def one(*lines: str | bytes) -> Card:
    [card] = read("BEGIN:VCARD", *lines, "END:VCARD")
    return card


def test_a_card_of_3_0_with_apples_groups() -> None:
    card = one(
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iOS 17.5//EN",
        "N:Okafor;Ida;Mary;;",
        "FN:Ida Mary Okafor",
        "ORG:Northwind\\, Ltd.;Grain;",
        "TITLE:Head of Grain",
        "EMAIL;type=INTERNET;type=HOME:ida@home.example",
        "item1.EMAIL;type=INTERNET;type=pref:Ida@Northwind.Example",
        "item1.X-ABLabel:_$!<Other>!$_",
        "TEL;type=CELL;type=VOICE:+49 30 1234567",
        "item2.ADR;type=WORK;type=pref:;;Kornstr. 5\\nHof;Bremen;;28201;Germany",
        "item3.URL:http\\://northwind.example/ida",
        "BDAY;X-APPLE-OMIT-YEAR=1604;value=date:1604-04-12",
        "NOTE:Met in Lyon.\\nLikes rye\\, oats",
        " \\; and barley.",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAA",
        " AQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRof",
        "UID:5f3c",
    )
    assert not card.problems
    assert card.addresses == ["ida@northwind.example", "ida@home.example"]
    assert card.uid == "5f3c"
    assert card.values == {
        "name": ["Ida Mary Okafor"],
        "given_name": ["Ida"],
        "family_name": ["Okafor"],
        "company": ["Northwind, Ltd."],
        "title": ["Head of Grain"],
        "phone": ["+49 30 1234567"],
        "address": ["Kornstr. 5, Hof, 28201 Bremen, Germany"],
        "url": ["http://northwind.example/ida"],
        "birthday": ["--04-12"],
        "note": ["Met in Lyon.\nLikes rye, oats; and barley."],
    }


def test_a_card_of_2_1_in_quoted_printable() -> None:
    card = one(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;",
        "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1252:J=F6rg M=FCller",
        "TEL;CELL;VOICE:0171 2345678",
        "TEL;PREF;WORK:+49 421 99",
        "EMAIL;PREF;INTERNET:joerg@mueller.example",
        "NOTE;QUOTED-PRINTABLE:first line=0D=0Asecond =",
        "=3D still the second",
        "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Deich 1=0D=0A28199 Bremen",
        "AGENT:",
        "BEGIN:VCARD",
        "FN:The secretary",
        "END:VCARD",
        "PHOTO;JPEG;ENCODING=BASE64:",
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkS",
        "AQAB==",
        "",
        "TITLE:Schiffer",
    )
    assert not card.problems
    assert card.addresses == ["joerg@mueller.example"]
    assert card.values == {
        "name": ["Jörg Müller"],
        "given_name": ["Jörg"],
        "family_name": ["Müller"],
        "phone": ["+49 421 99", "0171 2345678"],
        "note": ["first line\nsecond = still the second"],
        "address": ["Deich 1, 28199 Bremen"],
        "title": ["Schiffer"],
    }


def test_a_card_of_4_0() -> None:
    card = one(
        "VERSION:4.0",
        "FN;PID=1.1:安藤 花子",
        "N:安藤;花子;;;",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+81-3-1234-5678;ext=12',
        "EMAIL;TYPE=work:hanako@ando.example",
        "BDAY:--0412",
        "IMPP:xmpp:hanako@chat.example",
        'ADR;GEO="geo:12.3457,78.910";LABEL="one, two":;;銀座 1;東京;;104;日本',
        "PHOTO:https://ando.example/hanako.jpg",
    )
    assert not card.problems
    assert card.values == {
        "name": ["安藤 花子"],
        "given_name": ["花子"],
        "family_name": ["安藤"],
        "phone": ["+81-3-1234-5678"],
        "birthday": ["--04-12"],
        "handle": ["xmpp:hanako@chat.example"],
        "address": ["銀座 1, 104 東京, 日本"],
        "photo_url": ["https://ando.example/hanako.jpg"],
    }


@pytest.mark.parametrize("charset", ["latin-1", "utf-8", "utf-16"])
def test_a_file_in_a_charset_that_nobody_says(charset: str) -> None:
    text = "BEGIN:VCARD\nVERSION:2.1\nFN:Zoë Müller\nEMAIL:zoe@x.example\nEND:VCARD\n"
    [card] = cards(text.encode(charset))
    assert card.values["name"] == ["Zoë Müller"]
    assert card.line == 1


def test_a_file_is_in_one_charset_though_single_names_are_too_short_to_tell() -> None:
    names = ["Пётр Иванов", "Анна Каренина", "Юлия", "Илья Обломов", "Соня Мармеладова", "Фёдор"]
    text = "".join(f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:{name}\r\nEND:VCARD\r\n" for name in names)
    assert [card.values["name"] for card in cards(text.encode("cp1251"))] == [[name] for name in names]


def test_lines_are_told_of_by_their_number_and_the_rest_is_read() -> None:
    found = read(
        "BEGIN:VCARD",
        "FN:Ada",
        "EMAIL:ada at home",
        "what is this",
        "BDAY:soon",
        "TEL:call me",
        "END:VCARD",
        "",
        "begin:vcard",
        "N:Lovelace;Ada",
        "EMAIL:mailto:ada@x.example",
        "BEGIN:VCARD",
        "NICKNAME:Bert",
        "TEL:1",
    )
    assert [(card.line, card.values.get("name")) for card in found] == [
        (1, ["Ada"]),
        (9, ["Ada Lovelace"]),
        (12, ["Bert"]),
    ]
    assert [(problem.line, problem.field) for card in found for problem in card.problems] == [
        (3, "EMAIL"),
        (4, ""),
        (5, "BDAY"),
        (6, "TEL"),
        (9, "END"),
        (12, "END"),
    ]
    assert found[1].addresses == ["ada@x.example"]


def test_a_group_is_no_person_and_an_address_is_no_name() -> None:
    assert one("FN:Choir", "X-ADDRESSBOOKSERVER-KIND:group").is_group
    assert "name" not in one("FN:ida@northwind.example", "EMAIL:ida@northwind.example").values


def test_a_note_whose_lines_nobody_folded_is_whole() -> None:
    assert one("NOTE:one", "two, three", "FN:Ida").values == {"note": ["one\ntwo, three"], "name": ["Ida"]}


def test_values_are_bounded() -> None:
    card = one("FN:" + "x" * 1_000, "NOTE:" + "y" * 300_000, *(f"TEL:{n}" for n in range(1_000)))
    assert len(card.values["name"][0]) == 200
    assert len(card.values["note"][0]) == 10_000
    assert len(card.values["phone"]) == 50


_LINE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"BEGIN:VCARD", b"END:VCARD", b"VERSION:2.1", b"AGENT:", b" folded", b"N:a;b,c;\\;", b"=", b""]),
    st.builds(
        lambda head, value: head + b":" + value,
        st.sampled_from([b"N", b"FN;ENCODING=QUOTED-PRINTABLE", b'TEL;TYPE="x', b"a.b.ADR", b"BDAY", b"PHOTO;BASE64"]),
        st.binary(max_size=40),
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINE, max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_no_bytes_break_it(lines: list[bytes], end: bytes) -> None:
    for card in cards(end.join(lines)):
        for values in card.values.values():
            assert all(value and len(value) <= 10_000 and "\0" not in value for value in values)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_quoted_printable_gives_back_what_was_written(text: str) -> None:
    encoded = quopri.encodestring(text.encode()).replace(b"=\n", b"=\r\n")
    card = one("VERSION:2.1", b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + encoded)
    assert card.values.get("note", [""])[0] == text.strip().lstrip("\ufeff")
