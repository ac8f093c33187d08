"""Transfer encodings undone, the broken ones as far as they can be read."""

import base64
import binascii
import quopri
import time

import pytest

from services.mime.transfer_encoding import encoding_of, transferred

DATA = bytes(range(256)) * 3


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary", "klingon"])
def test_what_is_not_encoded_stays_as_it_is(encoding: str) -> None:
    assert transferred(DATA, encoding) == DATA


@pytest.mark.parametrize(
    "body",
    [
        base64.encodebytes(DATA),
        base64.encodebytes(DATA).replace(b"\n", b"\r\n"),
        base64.b64encode(DATA),
        base64.encodebytes(DATA).replace(b"\n", b" !\n*"),
        base64.b64encode(DATA + b"x").rstrip(b"=")[:-2],
        base64.b64encode(DATA + b"x") + b"\n-- \nA footer that list software appended.\n",
    ],
)
def test_base64_is_read_in_spite_of_junk(body: bytes) -> None:
    assert transferred(body, "base64").removesuffix(b"x") == DATA


@pytest.mark.parametrize(
    ("body", "data"), [(b"", b""), (b"A", b""), (b"QUI", b"AB"), (b"QU", b"A"), (b"====", b""), (b"\0", b"")]
)
def test_base64_that_is_cut_gives_what_is_whole(body: bytes, data: bytes) -> None:
    assert transferred(body, "base64") == data


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b"SGVsbG8=\n====\nIFlvdQ==", b"Hello You"),
        (b"SGVsbG8=\r\n\r\n= =\r\nIFlvdQ==\r\n====\r\n", b"Hello You"),
        (b"====\nSGVsbG8gWW91", b"Hello You"),
        (b"SGVsbG8=" * 3 + b"\n", b"Hello" * 3),
        (b"SGVs bG8g WW91\n", b"Hello You"),
        (b"SGVsbG8\n", b"Hello"),
        (b"SGVsbG8gWW91\n\n-- \nThe list's footer.\n", b"Hello You"),
        (b"SGVsbG8gWW91\n_______________\nusers mailing list\n", b"Hello You"),
        (b"SGVsbG8gWW91\r\n\r\n*****\r\nScanned", b"Hello You"),
        (b"SGVsbG8gWW91\n\nThis message was scanned.\n", b"Hello You"),
        (b"SGVsbG8=\n--=_next\n", b"Hello"),
        (b"SGVsbG8= this is ignored.", b"Hello"),
        (b"\xef\xbb\xbfSGVsbG8=", b"Hello"),
        (b">SGVs\n>bG8=", b"Hello"),
        (b"SGVs\0bG8=", b"Hello"),
        (b"\n\nSGVs bG8=", b"Hello"),
        (b"SGVsbG8===", b"Hello"),
        (b"SGVsbG8=3D", b"Hello"),
        # Letters for addresses.
        (b"w7_Dvj8-w6k=", "ÿþ?>é".encode()),
        (b"w7_Dvj8-w6k", "ÿþ?>é".encode()),
        (b"-_-_\n-_-_", b"\xfb\xff\xbf" * 2),
        (b"+/+/", b"\xfb\xff\xbf"),
    ],
)
def test_base64_is_read_in_many_forms(body: bytes, data: bytes) -> None:
    assert transferred(body, "base64") == data


@pytest.mark.parametrize(
    "text",
    [
        b"Hello Robin, see you on Monday!\n",
        b"Hello Robin see you\n",
        b"Dear all\n\nthe office is closed on 1/6/2026.\n",
        b"Thanks!\n",
        b"Thanks",
        b"Hi,\n\nsee you.\n",
        b"\nSEE YOU ON MONDAY, ROBIN\n",
        "Grüße aus Köln".encode(),
        "你好".encode("gbk"),
        b"<p>Hello</p>",
        b"<!DOCTYPE html><html><body>Hello</body></html>",
        b"a-b c-d_e (f)",
        b"https://north.example/plan\n",
        b"BEGIN:VCALENDAR\nVERSION:2.0\n",
        b"OK.\n",
        b"?garbage",
        b"The=20plan=2C as said",
        b'{"a": 1}',
        b"1. Milk\n2. Eggs\n",
        b"On Monday Ida wrote:\n> Hello\n",
    ],
)
def test_a_text_that_is_declared_to_be_base64_is_a_text(text: bytes) -> None:
    assert transferred(text, "base64") == text


@pytest.mark.parametrize(
    "piece",
    [
        b"=",
        b"=\n",
        b"QQ==\n",
        b"QQ==",
        b"Q",
        b"Q\n",
        b"-",
        b"-_\n",
        b"--\n",
        b"a b\n",
        b" ",
        b"\n",
        b"Q \n",
        b"=Q",
        b"\n\n",
        b"\n a",
        b"\n\na a",
        b"\n--",
    ],
)
def test_hostile_base64_takes_little_time(piece: bytes) -> None:
    start = time.process_time()
    transferred(piece * (2_000_000 // len(piece)), "base64")
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (quopri.encodestring(DATA), DATA),
        (b"K=C3=B6ln", "Köln".encode()),
        (b"K=c3=b6ln", "Köln".encode()),
        (b"soft=\nbreak, soft=\r\nbreak", b"softbreak, softbreak"),
        (b"1 + 1 =3D 2", b"1 + 1 = 2"),
        (b"100 =ZZ", b"100 =ZZ"),
        (b"end=", b"end"),
    ],
)
def test_quoted_printable_is_read(body: bytes, data: bytes) -> None:
    assert transferred(body, "quoted-printable") == data


@pytest.mark.parametrize("encoding", ["x-uuencode", "uuencode"])
@pytest.mark.parametrize("backtick", [True, False])
@pytest.mark.parametrize("end", [b"`\nend\n", b" \nend\n", b"end\n", b""])
@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_uuencoding_is_read(encoding: str, backtick: bool, end: bytes, line_break: bytes) -> None:
    lines = [binascii.b2a_uu(DATA[at : at + 45], backtick=backtick) for at in range(0, len(DATA), 45)]
    body = (b"Hello,\n\nbegin 644 data.bin\n" + b"".join(lines) + end).replace(b"\n", line_break)

    assert transferred(body, encoding_of(encoding)) == DATA


def test_uuencoding_has_a_form_with_the_letters_of_base64() -> None:
    for body in (b"begin-base64 644 a.txt\nSGVs\nbG8=\n====\n", b"Hi\nbegin-base64 0644 a b\nSGVsbG8=\n====\nBye\n"):
        assert transferred(body, "uuencode") == b"Hello"
        assert transferred(body.replace(b"\n", b"\r\n"), "uuencode") == b"Hello"


def test_uuencoding_that_breaks_gives_what_came_before() -> None:
    line = binascii.b2a_uu(b"whole line of data")

    assert transferred(b"begin 644 x\n" + line + b"~~~ no such line ~~~\n", "uuencode") == b"whole line of data"
    assert transferred(b"nothing begins here\n", "uuencode") == b"nothing begins here\n"
