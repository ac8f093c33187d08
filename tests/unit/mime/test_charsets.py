"""Bytes as text, whatever charset their label names."""

import json

import pytest

from services.mime.charsets import clean, decode


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Grüße, 会議"),
        ("iso-8859-1", "Grüße"),
        ("iso-8859-15", "10 €"),
        ("windows-1251", "Привет"),
        ("koi8-r", "Привет"),
        ("gb2312", "会议资料"),
        ("big5", "會議資料"),
        ("shift_jis", "会議の資料"),
        ("euc-jp", "会議の資料"),
        ("iso-2022-jp", "会議の資料"),
        ("euc-kr", "회의 자료"),
        ("hz", "会议资料"),
        ("utf-7", "Grüße + 1"),
        ("utf-16", "Grüße, 会議"),
        ("utf-16-le", "Grüße"),
        ("utf-32", "Grüße"),
        ("windows-1252", "“so” – it’s"),
    ],
)
def test_what_the_label_says_is_believed_where_it_can_be(charset: str, text: str) -> None:
    assert decode(text.encode(charset), charset) == text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode("latin-1"), "us-ascii", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), None, "Grüße"),
        ("Grüße".encode(), "klingon", "Grüße"),
        ("Grüße".encode(), '"UTF-8" ', "Grüße"),
        ("10 € 朋友".encode("gb18030"), "gb2312", "10 € 朋友"),
        ("“so”".encode("cp1252"), "iso-8859-1", "“so”"),
        ("“so”".encode("cp1252"), None, "“so”"),
        (b"plain", "utf-16", "plain"),
        (b"1 + 1 = 2", "utf-8", "1 + 1 = 2"),
        ("Grüße".encode("utf-8-sig"), "utf-8-sig", "Grüße"),
        (b"\\u0041", "unicode_escape", "\\u0041"),
        ("Grüße \\u0041".encode("latin-1"), "unicode_escape", "Grüße \\u0041"),
        (b"aGVsbG8=", "base64", "aGVsbG8="),
        (b"abc-", "punycode", "abc-"),
        (b"abc", "\x00", "abc"),
    ],
)
def test_a_wrong_label_is_seen_through(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


def test_a_text_without_a_label_is_guessed() -> None:
    text = "Добрый день! Посылаю материалы к нашей встрече в понедельник. С уважением, Иван Петров."

    assert decode(text.encode("windows-1251"), None) == text


def test_utf8_that_was_cut_stays_utf8() -> None:
    data = "schöne Grüße aus Köln an alle".encode()

    assert decode(data[: data.index("ö".encode()) + 1], "utf-8").startswith("sch")
    assert decode(data + "ü".encode()[:1], "utf-8") == "schöne Grüße aus Köln an alle\ufffd"
    assert decode("会議の資料".encode()[:-1], None) == "会議の資\ufffd"


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-16", "utf-16-be", "utf-32", "utf-7", "gb2312", "iso-2022-jp", "hz", None]
)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"a\0b",
        b"\xff\xfe",
        b"\xff\xfe\x00\xd8",
        b"\xed\xa0\x80",
        b"\x1b$B",
        b"~{",
        b"+2AA-",
        bytes(range(256)),
    ],
)
def test_every_text_can_be_stored(data: bytes, charset: str | None) -> None:
    text = decode(data, charset)

    assert "\0" not in text
    assert json.loads(json.dumps(text)) == text
    assert text.encode().decode() == text


def test_clean_replaces_what_nobody_can_store() -> None:
    assert clean("a\0b") == "ab"
    assert clean("a\ud800b") == "a?b"
    assert clean("it\x92s \x80 5") == "it’s € 5"
    assert clean("tab\tand\nline") == "tab\tand\nline"
