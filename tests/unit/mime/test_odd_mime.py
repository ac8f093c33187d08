"""MIME as programs really write it: delimiters, encodings, parameters and headers that the standard does not have."""

import base64
import time

import pytest

from models.contracts.mail.messages import Attachment
from services.mime.bodies import body_of
from services.mime.parts import find, part_of

HEAD = b"From: Bo <bo@west.example>\nSubject: plan\n"


def read(raw: bytes) -> tuple[str, str | None, list[Attachment]]:
    return body_of(part_of(HEAD + raw))


def names(raw: bytes) -> list[str]:
    return [one.filename for one in read(raw)[2]]


@pytest.mark.parametrize(
    "raw",
    [
        b'Content-Type: multipart/mixed; boundary="q "\n\n--q \n\nGood day\n--q --\n',
        b'Content-Type: multipart/mixed; boundary="q"\n\n--q\t\n\nGood day\n--q -- \nafter\n',
        b"Content-Type: multipart/*; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart / mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart//mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: Multipart\\Mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart-mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b'Content-Type: "multipart/mixed"; boundary=q\n\n--q\n\nGood day\n--q--\n',
        b"Content-Type: text / plain; charset=utf-8\n\nGood day",
        b"Content-Type: text//html; charset=utf-8\n\n<p>Good day</p>",
        b"Content-Type: text/; charset=utf-8\n\nGood day",
        b"Content-Type: multipart/mixed , boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed\tboundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed,boundary=q\n\n--q\n\nGood day\n--q--\n",
        b'Content-Type: multipart/mixed; boundary=q"\n\n--q\n\nGood day\n--q--\n',
        b'Content-Type: multipart/mixed; boundary=\\"q\\"\n\n--q\n\nGood day\n--q--\n',
        b"Content-Type: multipart/mixed; boundary=<q>\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: mutlipart/mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/multipart/mixed; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: text/ascii\n\nGood day",
        b"Content-Type: text/*; charset=utf-8\n\nGood day",
        b"Content-Type: text/x-html\n\n<p>Good day</p>",
        b"Content-Type: application/xhtml+xml; charset=utf-8\n\n<p>Good day</p>",
        b"Content-Type: ; boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: text/plain\nContent-Disposition: =?utf-8?Q?inline?=\n\nGood day",
        b"Content-Type: multipart/mixed (see below); boundary=q (odd)\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed;; ; boundary=q;\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed; charset=utf-8 boundary=q\n\n--q\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed\n\n--q\nContent-Type: text/plain\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed; boundary='q'\n\n--q\nContent-Type: text/plain\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed; boundary=other\n\n--q\nContent-Type: text/plain\n\nGood day\n--q--\n",
        b"Content-Type: multipart/mixed; boundary=q\n\n--q\n\nGood day",
        b"Content-Type: multipart/mixed; boundary=q\n\n--q\n\nGood day\n--q\n",
        b"Content-Type: multipart/mixed; boundary=q--\n\n--q--\n\nGood day\n--q----\n",
        b"Content-Type: multipart/mixed; boundary=q\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"--q\r\n\r\nGood day\r\n--q--\r\n"),
        b'Content-Type: multipart/mixed; boundary="=_q"\nContent-Transfer-Encoding: quoted-printable\n\n'
        b"--=3D_q\n\nGood=20day\n--=3D_q--\n",
        b"Content-Transfer-Encoding: base64 (by a gateway)\n\nR29vZCBkYXk=\n",
        b"Content-Transfer-Encoding: (x) Base64;\n\nR29vZCBkYXk=\n",
        b'Content-Transfer-Encoding: "base64"\n\nR29vZCBkYXk=\n',
        b"Content-Transfer-Encoding: quoted_printable\n\nGood=20day\n",
        b"Content-Transfer-Encoding: base64\n\nR29vZA==\nIGRheQ==\n",
        b"Content-Transfer-Encoding: base64\n\nR29vZA==IGRheQ==\n",
        b"Content-Transfer-Encoding: base64\n\nR29vZCBkYXk=\n\n-- \nThe list's footer.\n",
        b"Content-Transfer-Encoding: base64\n\nR29vZCBkYXk=\nlist\n",
        b"Content-Transfer-Encoding: quoted-printable\n\nGood= \n day\n",
        b"Content-Transfer-Encoding: quoted-printable\n\nGood=\t \r\n day   \r\n",
        b"Content-Transfer-Encoding: quoted-printable\n\nGood day=",
        b"Content-Type: text/plain; charset=utf-8 format=flowed\n\nGood day",
        b'Content-Type: text/plain; charset="utf-8"; name="letter.txt"\n\nGood day',
        b"Content-Type: text/plain; name=letter.txt\nContent-Disposition: inline; filename=letter.txt\n\nGood day",
        b"Some words of a gateway\nContent-Transfer-Encoding: base64\n\nR29vZCBkYXk=\n",
        b"the rest of a subject: that was not folded\nX-One: 1\n  folded\nX Two: 2\nX-Three: 3\n\nGood day",
    ],
)  # fmt: skip
def test_the_text_is_found(raw: bytes) -> None:
    assert read(raw)[0] == "Good day"


def test_a_whole_mail_whose_lines_end_oddly_is_read() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=q\n\n--q\n\nGood day\nBo\n--q--\n"
    for end in (b"\r\n", b"\r\r\n", b"\r"):
        root = part_of(raw.replace(b"\n", end))
        assert (root.header("Subject"), body_of(root)[0]) == ("plan", "Good day\nBo")
    assert part_of(b"\xef\xbb\xbf" + raw).header("From") == "Bo <bo@west.example>"


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        (b"one=0D\r\ntwo=0D=0A=\r\nthree\r\n", "one\ntwo\nthree"),
        (b"one=0D\ntwo\n", "one\ntwo"),
        (b"one=0D=0A\r\n=0D=0Atwo\r\n", "one\n\n\ntwo"),
    ],
)
def test_a_line_that_was_ended_twice_ends_once(encoded: bytes, text: str) -> None:
    assert read(b"Content-Transfer-Encoding: quoted-printable\n\n" + encoded)[0] == text


def test_a_boundary_that_is_used_again_inside_belongs_to_the_inner_part() -> None:
    inner = b"--p\nContent-Type: text/html\n\n<b>Good day</b>\n--p--\n"
    raw = (
        b"Content-Type: multipart/mixed; boundary=p\n\n--p\nContent-Type: multipart/alternative; boundary=q\n\n"
        b"--q\n\nGood day\n--q\nContent-Type: multipart/related; boundary=p\n\n" + inner + b"--q--\n"
        b"--p\nContent-Type: image/png; name=a.png\n\nx\n--p--\n"
    )
    text, html, files = read(raw)
    assert (text, html, [one.filename for one in files]) == ("Good day", "<b>Good day</b>", ["a.png"])
    enclosed = b"--p\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=p\n\n" + inner
    text, _, files = read(
        b"Content-Type: multipart/mixed; boundary=p\n\n--p\n\nHello\n" + enclosed
        + b"--p\nContent-Type: image/png; name=a.png\n\nx\n--p--\n"
    )  # fmt: skip
    assert (text, [one.filename for one in files]) == ("Hello", ["message.eml", "a.png"])


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'attachment filename="a.pdf"', "a.pdf"),
        (b'filename="a.pdf"', "a.pdf"),
        (b'attachment; filename="a.pdf" size=3', "a.pdf"),
        (b"attachment;filename=a.pdf;", "a.pdf"),
        (b"attachment; filename = a.pdf", "a.pdf"),
        (b"attachment; filename='a.pdf'", "a.pdf"),
        (b"attachment (x); filename=a (1).pdf", "a (1).pdf"),
        (b'attachment; filename="a.pdf', "a.pdf"),
        (b'attachment; filename="C:\\TEMP\\b\\a.pdf"', "a.pdf"),
        (b'attachment; filename="C:\\\\TEMP\\\\a.pdf"', "a.pdf"),
        (b'attachment; filename="\\\\host\\share\\a.pdf"', "a.pdf"),
        (b"attachment; filename=D:\\TEMP\\a.pdf", "a.pdf"),
        (b'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
        (b"attachment; filename*0*=utf-8''a%20; filename*1=b; filename*2*=%2Epdf", "a b.pdf"),
        (b'attachment; filename*0="=?utf-8?Q?K=C3=B6?="; filename*1="=?utf-8?Q?ln.pdf?="', "Köln.pdf"),
        (b"attachment; filename*=''K%C3%B6ln.pdf", "Köln.pdf"),
        (b"attachment; filename*=\"utf-8''K%C3%B6ln.pdf\"", "Köln.pdf"),
        ('attachment; filename="Köln.pdf"'.encode(), "Köln.pdf"),
        ('attachment; filename="a\u202efdp.exe"'.encode(), "afdp.exe"),
        (b"attachment; filename=\"=?utf-8?B?YeKArmZkcC5leGU=?=\"", "afdp.exe"),
        (b"attachment; filename*=utf-8''a%E2%80%AEfdp%E2%81%A6.exe", "afdp.exe"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_found_and_is_what_it_looks_like(disposition: bytes, name: str) -> None:
    assert names(b"Content-Type: application/pdf\nContent-Disposition: " + disposition + b"\n\nx") == [name]


def test_what_a_type_does_not_say_its_name_does() -> None:
    assert names(b'Content-Type: ; name="a.pdf"\n\nx') == ["a.pdf"]
    assert names(b"Content-Type: pdf; name=a.pdf\n\nx") == ["a.pdf"]
    assert names(b"Content-Type: text/csv\nContent-Disposition: =?utf-8?Q?attachment?=; filename=a.csv\n\nx") == [
        "a.csv"
    ]


def test_a_name_in_the_charset_of_the_text_is_read() -> None:
    name = "Отчёт.txt".encode("koi8-r")
    raw = b'Content-Type: text/csv; charset=koi8-r; name="' + name + b'"\nContent-Disposition: attachment\n\nx'
    assert names(raw) == ["Отчёт.txt"]


def test_alternatives_and_the_first_text_are_the_body_whatever_they_are_called() -> None:
    plain = b"--q\nContent-Type: text/plain; name=a.txt\n\nGood day\n"
    html = b"--q\nContent-Type: text/html\nContent-Disposition: inline; filename=a.html\n\n<b>Good day</b>\n"
    kind = b"Content-Type: multipart/%s; boundary=q\n\n"
    assert read(kind % b"alternative" + plain + html + b"--q--") == ("Good day", "<b>Good day</b>", [])
    picture = b"--q\nContent-Type: image/png; name=a.png\n\nx\n"
    text, _, files = read(kind % b"mixed" + picture + plain + plain.replace(b"a.txt", b"b.txt") + b"--q--")
    assert (text, [one.filename for one in files]) == ("Good day", ["a.png", "b.txt"])
    attached = b"Content-Disposition: attachment; filename=a.txt\nContent-Type: text/plain\n\nGood day\n"
    assert read(attached)[0] == ""


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
@pytest.mark.parametrize("nested", [False, True])
def test_headers_of_eight_bits_have_the_charset_of_the_text(charset: str, nested: bool) -> None:
    subject, text = "Совещание".encode(charset), "Добрый день".encode(charset)
    kind = f"Content-Type: text/plain; charset={charset}\n\n".encode()
    outer = b"Content-Type: multipart/mixed; boundary=q\n\n--q\n" if nested else b""
    root = part_of(b"Subject: " + subject + b"\n" + outer + kind + text)
    assert (root.header("Subject"), body_of(root)[0]) == ("Совещание", "Добрый день")
    assert part_of(b"Subject: \x1b$B2q5D\x1b(B\n\nx").header("Subject") == "会議"


@pytest.mark.parametrize(
    "head",
    [
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        b"<META CHARSET='windows-1251'/>",
        b"<html><head><!-- x --><meta name=a><meta charset = windows-1251>",
        b'<?xml version="1.0" encoding="windows-1251"?><html>',
    ],
)
def test_html_may_name_its_charset_itself(head: bytes) -> None:
    body = head + "<p>Добрый день</p>".encode("cp1251")
    assert read(b"Content-Type: text/html\n\n" + body)[0] == "Добрый день"
    assert read(b"Content-Type: text/html; charset=us-ascii\n\n" + body)[0] == "Добрый день"
    koi = head + "<p>Добрый день</p>".encode("koi8-r")
    assert read(b"Content-Type: text/html; charset=koi8-r\n\n" + koi)[0] == "Добрый день"


def test_a_text_whose_blank_line_is_missing_loses_nothing() -> None:
    assert read(b"To: ida@north.example\nHello Ida,\nPS: call me\n\nBye")[0] == "Hello Ida,\nPS: call me\n\nBye"


UU64 = b"begin-base64 644 notes.txt\nQ2F0\n====\n"
UU = b"begin 644 notes.txt\n#0V%T\n`\nend\n"


@pytest.mark.parametrize(
    ("text", "left", "files"),
    [
        (b"Look:\n\n" + UU, "Look:", ["notes.txt"]),
        (UU + b"\nBye", "Bye", ["notes.txt"]),
        (b"1\n" + UU + b"2\n" + UU.replace(b"notes.txt", b"a b.pdf") + b"3", "1\n2\n3", ["notes.txt", "a b.pdf"]),
        (b"Look:\r\n" + UU.replace(b"\n", b"\r\n"), "Look:", ["notes.txt"]),
        (b"Look:\n\n" + UU64, "Look:", ["notes.txt"]),
        (UU64.replace(b"\n", b"\r\n") + b"\r\n" + UU + b"Bye", "Bye", ["notes.txt", "notes.txt"]),
        (b"a\n" + UU64.replace(b"Q2F0", b"Q2E=\ndA==").replace(b"644", b"0755") + b"b", "a\nb", ["notes.txt"]),
        (UU64.replace(b"====\n", b"===="), "", ["notes.txt"]),
        (b"begin-base64 644 files\nand then\n====\n", "begin-base64 644 files\nand then\n====", []),
        (UU64.replace(b"====\n", b""), "begin-base64 644 notes.txt\nQ2F0", []),
        (b"begin 644 files\nand the end\n", "begin 644 files\nand the end", []),
        (b"begin 644 x\n~~ no such line ~~\nend\n", "begin 644 x\n~~ no such line ~~\nend", []),
        (UU.replace(b"end\n", b""), "begin 644 notes.txt\n#0V%T\n`", []),
        (b"> begin 644 notes.txt\n> #0V%T\n> end", "> begin 644 notes.txt\n> #0V%T\n> end", []),
    ],
)
def test_files_in_a_text_are_taken_out_of_it(text: bytes, left: str, files: list[str]) -> None:
    root = part_of(HEAD + b"\n" + text)
    found = body_of(root)
    assert (found[0], [one.filename for one in found[2]]) == (left, files)
    for one in found[2]:
        whole = find(root, one.part_id, one.mime_type)
        assert whole is not None
        assert whole.data == b"Cat"


def test_a_file_that_is_all_of_a_mail_is_a_file() -> None:
    assert names(b"Content-Type: text/csv; name=a.csv\n\na,b\n") == ["a.csv"]
    assert names(b"Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\na,b\n") == ["a.csv"]
    assert names(b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n") == ["invitation.ics"]


@pytest.mark.parametrize(
    "raw",
    [
        b"no header\nA sentence\n\nText: x",
        b"--q\nNo: x",
        b"Text without headers\n\nSubject: x\n",
    ],
)
def test_what_is_no_header_is_none(raw: bytes) -> None:
    assert part_of(raw).headers == []


@pytest.mark.parametrize(
    "piece",
    [b"--q\n", b"--q", b"--", b"--\n", b"--q--\n", b"\n--", b"x y\n", b"x\n", b"A: 1\n", b"begin 644 x\n", b"=", b"/",
     b"begin-base64 644 x\n", b"begin-base64 644 x\nQQ==\n", b" /", b"=\n", b"====\n",
     b"begin 644 x\n#0V%T\n", b"QQ==\n", b"QQ==", b" \n", b"= \n", b"\r", b"\r\n", b";", b"; x=", b"(", b'"', b"\\"],
)  # fmt: skip
@pytest.mark.parametrize(
    "head",
    [b"", b"Content-Type: multipart/mixed; boundary=q\n\n", b"Content-Type: a/b; name=", b"Content-Type: a ",
     b"Content-Transfer-Encoding: base64\n\n", b"Content-Transfer-Encoding: quoted-printable\n\n"],
)  # fmt: skip
def test_a_hostile_mail_takes_little_time(piece: bytes, head: bytes) -> None:
    start = time.process_time()
    part_of(HEAD + head + piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 1
