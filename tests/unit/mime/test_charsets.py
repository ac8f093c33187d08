"""Bytes as text, whatever charset their label names."""

import json
import time

import pytest

from services.mime.charset_labels import codec_of
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


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"\x1b$B-!-j3t\x1b(B 1", "iso-2022-jp", "①㈱株 1"),  # NEC's row 13
        (b"\x1b(I6E1\x1b(B", "iso-2022-jp", "ｶﾅｱ"),
        (b"\x0e6E1\x0f ok", "iso-2022-jp", "ｶﾅｱ ok"),
        (b"\xb6\xc5 \x1b$B2q5D\x1b(B", "iso-2022-jp", "ｶﾅ 会議"),
        (b"\x1b$B2q5D\n\x1b$B-!", "iso-2022-jp", "会議\n①"),
        (b"\x1b$@2q5D\x1b(J \\\x1b(B", "iso-2022-jp", "会議 ¥"),
        (b"\x1b$B-!\x1b$A;a\x1b(B", "iso-2022-jp-2", "①会"),
        (b"\x1b$B2q5D\x1b(B", "cp50221", "会議"),
        (b"\x1b$B2q5D\x1b(B", "csISO2022JP", "会議"),
        (b"\x1b$B2q5D\x1b(B", None, "会議"),
        (b"\x1b$B2q5D\x1b(B", "us-ascii", "会議"),
        ("会議です".encode("euc_jp"), "iso-2022-jp", "会議です"),
        ("会議です".encode("cp932"), "iso-2022-jp", "会議です"),
        ("①髙".encode("cp932"), "windows-31j", "①髙"),
        ("①髙".encode("cp932"), "MS_Kanji", "①髙"),
        (b"\xad\xa1\xb3\xf4 \x8e\xb6 1", "euc-jp", "①株 ｶ 1"),
        (b"\xad\xa1", "eucJP-ms", "①"),
        ("똠방각하".encode("cp949"), "ks_c_5601-1987", "똠방각하"),
        ("똠방각하".encode("cp949"), "KSC5601", "똠방각하"),
        ("똠방각하".encode("cp949"), "windows-949", "똠방각하"),
        ("镕 € 朱".encode("gb18030"), "x-euc-cn", "镕 € 朱"),
        ("镕".encode("gb18030"), "GB_2312-80", "镕"),
        ("镕".encode("gb18030"), "cp936", "镕"),
        (b"\xf9\xd8\xad\xb1", "big5", "裏面"),
        (b"\xf9\xd8", "big5-eten", "裏"),
        ("啲嘢".encode("big5hkscs"), "big5", "啲嘢"),
        ("啲嘢".encode("big5hkscs"), "Big5-HKSCS", "啲嘢"),
        ("Ğİş".encode("cp1254"), "iso-8859-9", "Ğİş"),
        ("ก “ข”".encode("cp874"), "tis-620", "ก “ข”"),
        ("Привіт".encode("koi8_u"), "koi8-ru", "Привіт"),
        ("Привет".encode("cp1251"), "win-1251", "Привет"),
        ("Привет".encode("cp1251"), "windows1251", "Привет"),
        ("Привет".encode("mac_cyrillic"), "x-mac-ukrainian", "Привет"),
        ("őű".encode("iso8859-2"), "ISO_8859-2:1987", "őű"),
        ("Grüße".encode(), "3Dutf-8", "Grüße"),
        ("Grüße".encode(), "utf8mb4", "Grüße"),
        ("目录".encode("gb2312"), "gb2312", "目录"),  # passes for UTF-8, too
        ("目录".encode(), "gb2312", "目录"),
        ("Иван".encode(), "gb2312", "袠胁邪薪"),  # the price: a wrong label of two-byte letters is believed
        ("会議の資料".encode(), "shift_jis", "会議の資料"),
        ("회의 자료".encode(), "euc-kr", "회의 자료"),
        ("Grüße".encode("utf-16"), None, "Grüße"),
        # The euro sign of Windows' 936, whatever the label calls it.
        (b"\x80100", "gbk", "€100"),
        (b"\x8050 \xd6\xd0", "gb2312", "€50 中"),
        (b"\xd6\xd0\x80\x80\xce\xc4 \x80", "gb18030", "中€€文 €"),
        (b"\x81\x80\x80", "gbk", "亐€"),
        (b"\xd6\xd0\xff\x80", "gbk", "中\ufffd€"),
        # Sets of pairs that Japan and China have besides.
        (b"\x1b$(O2q\x1b(B", "iso-2022-jp-3", "会"),
        (b"\x1b$(Q2q\x1b(B ok", "iso-2022-jp-2004", "会 ok"),
        (b"\x1b$(P!!\x1b(B", "iso-2022-jp-3", "𠂉"),
        (b"\x1b$(Q2q\x1b(B", None, "会"),
        (b"\x1b$)A\x0eVPND\x0f", "iso-2022-cn", "中文"),
        (b"\x1b$)A\x0eVP\x0f a \x0eND\x0f b\n\x1b$)A\x0eVP\x0f", "ISO-2022-CN-EXT", "中 a 文 b\n中"),
        (b"\x1b$)G\x0eD!\x0f a", "iso-2022-cn", "\ufffd a"),
        ("中文".encode("gbk"), "iso-2022-cn", "中文"),
        ("中文".encode("gbk"), "hz-gb-2312", "中文"),
        ("뷁".encode("cp949"), "iso-2022-kr", "뷁"),
        (b"\x1b$)C\x0e0!0!\x0f", "iso-2022-kr", "가가"),
        (b"a~~b", "hz-gb-2312", "a~b"),
        (b"a~\nb ~{VPND~} ~~", "hz-gb-2312", "ab 中文 ~"),
        (b"a~b, ~ 5", "hz-gb-2312", "a~b, ~ 5"),
        (b"~{VP~} ~ a~\r", "hz", "中 ~ a~\r"),
        (b"~{VP\n~{ND~}~}", "hz", "中\n文~}"),
        (b"~{VP~} \xce\xc4", "hz", "中 文"),
        (b"\x1b$)A\x0eVPND\x0f", None, "中文"),
        (b"\x1b$)C\x0eGQ1[\x0f", "us-ascii", "한글"),
    ],
)
def test_charsets_are_read_as_mail_means_them(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


@pytest.mark.parametrize(
    ("labels", "encoding", "text"),
    [
        (
            "Extended_UNIX_Code_Packed_Format_for_Japanese windows-51932 cp20932 eucJP-open x-eucjp-win",
            "euc_jp",
            "会議",
        ),
        ("csGB18030 GB2312_CHARSET gbk2312 gb13000 cp51936 cp20936 windows-54936 x-gb18030-2022", "gb18030", "镕"),
        ("SJIS-win SJIS-open csShiftJIS x-windows-31j 932", "cp932", "髙①"),
        ("csBig5HKSCS x-Big5-HKSCS big5-2003", "big5hkscs", "啲嘢"),
        ("cp51949 cp20949 ks_c_5601-1992 KSC5601_CHARSET csEUCKR", "cp949", "똠뷁"),
        ("windows-50222 cp50220 csISO2022JP", "iso2022_jp", "会議"),
        ("cp52936 x-hz", "hz", "中文"),
        ("cp50225 csISO2022KR", "iso2022_kr", "가"),
        ("latin-2 cp28592 csISOLatin2 8859-2 ISO_8859-2:1987 windows-28592", "iso8859-2", "őű"),
        ("latin-3 28593", "iso8859-3", "ĝĥ"),
        ("latin-4 cp28594", "iso8859-4", "ģķ"),
        ("latin-9 cp28605 csISOLatin9 csISO885915 iso8859_15", "iso8859-15", "€Ž"),
        ("cp28599 latin-5", "iso8859-9", "ğı"),
        ("cp20866 csKOI8R windows-20866 iso-ir-111 ru_RU.KOI8-R charset=koi8-r", "koi8-r", "Десятка"),
        ("microsoft-cp1251 ansi-1251 WINDOWS1251 1251", "cp1251", "Десятка"),
        ("ibm-1386 zh_CN.GBK gb2312.1980-0 x-windows-936", "gb18030", "镕"),
        ("ibm-912 ISO-8859-2//TRANSLIT iso8859-2@euro", "iso8859-2", "őű"),
        ("tis620-2533 TIS-620.2533", "cp874", "กข"),
        ("cp21866 csKOI8U", "koi8-u", "Їжак"),
        ("csUTF7 cp65000", "utf-7", "Grüße"),
        ("csTIS620 windows-874 x-windows-874", "cp874", "กข"),
        ("csPC8CodePage437 csPCp437 ibm00437 codepage-437", "cp437", "Ç½"),
        ("cp10007 x-mac-ukrainian", "mac_cyrillic", "Десятка"),
        ("windows-1201 csUTF16BE", "utf-16-be", "Grüße"),
    ],
)
def test_a_charset_has_many_names(labels: str, encoding: str, text: str) -> None:
    assert {label: decode(text.encode(encoding), label) for label in labels.split()} == dict.fromkeys(
        labels.split(), text
    )


@pytest.mark.parametrize(
    "label", ["cs", "x", "charset", "win", "2004", "iso-8859-12", "klingon", "x" * 50_000, "7" * 99]
)
def test_what_names_no_charset_is_none(label: str) -> None:
    assert codec_of(label) is None


def test_what_gmail_made_utf8_of_is_utf8_whatever_it_was() -> None:
    assert decode("Иван".encode(), "gb2312", converted=True) == "Иван"
    assert decode("目录".encode("gb2312"), "gb2312", converted=True) == "Ŀ¼"


@pytest.mark.parametrize("charset", [None, "us-ascii", "utf-8", "klingon"])
def test_a_hint_counts_where_the_label_cannot_be_true(charset: str | None) -> None:
    assert decode("Десятка".encode("koi8-r"), charset, hint="koi8-r") == "Десятка"
    assert decode("Десятка".encode(), charset, hint="koi8-r") == "Десятка"
    assert decode("Десятка".encode("koi8-r"), "koi8-r", hint="windows-1251") == "Десятка"


@pytest.mark.parametrize(
    "piece",
    [
        b"\x1b$B",
        b"\x1b(I1",
        b"\x0e1\x0f",
        b"\x1b$B-!\n",
        b"\n",
        b"\xa1",
        b"\x8f\xa1",
        b"\x1b",
        b"\x80",
        b"\x80a",
        b"~{",
        b"~{a",
        b"~{a~",
        b"~",
        b"\x1b$)A\x0eVP\x0f\n",
    ],
)
@pytest.mark.parametrize("charset", ["iso-2022-jp", "iso-2022-cn", "hz", "euc-jp", "big5", "gb2312", None])
def test_a_hostile_text_takes_little_time(piece: bytes, charset: str | None) -> None:
    start = time.process_time()
    decode(piece * (1_000_000 // len(piece)) + b"\xff", charset)
    assert time.process_time() - start < 1.5


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
