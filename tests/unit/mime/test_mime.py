"""Raw mail as a tree of parts, numbered as Gmail numbers them."""

from collections.abc import Iterator

import pytest

from models.contracts.mime import Part
from services.mime.parts import part_of

NESTED = b"""\
From: ida@north.example
Content-Type: multipart/mixed; boundary="outer (1)+?="

preamble
--outer (1)+?=
Content-Type: multipart/related; boundary=middle

--middle
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain

plain
--inner
Content-Type: text/html

<p>html</p>
--inner--
--middle
Content-Type: image/png; name=a.png
Content-Transfer-Encoding: base64

QUJD
--middle--
epilogue
--outer (1)+?=
Content-Type: message/rfc822

Content-Type: multipart/mixed; boundary=inner

--inner

a mail in a mail
--inner--
--outer (1)+?=--
epilogue
"""


def flat(part: Part) -> Iterator[tuple[str, str, bytes | None]]:
    yield part.part_id, part.mime_type, part.data
    for child in part.parts:
        yield from flat(child)


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_nested_parts_have_gmails_numbers(line_break: bytes) -> None:
    found = list(flat(part_of(NESTED.replace(b"\n", line_break))))

    assert [(part_id, mime_type) for part_id, mime_type, _ in found] == [
        ("", "multipart/mixed"),
        ("0", "multipart/related"),
        ("0.0", "multipart/alternative"),
        ("0.0.0", "text/plain"),
        ("0.0.1", "text/html"),
        ("0.1", "image/png"),
        ("1", "message/rfc822"),
        ("1.0", "multipart/mixed"),
        ("1.0.0", "text/plain"),
    ]
    assert [data for _, _, data in found[3:6]] == [b"plain", b"<p>html</p>", b"ABC"]
    assert b"--inner--" in (found[6][2] or b"")
    assert found[8][2] == b"a mail in a mail"


def test_a_message_that_is_cut_keeps_what_is_there() -> None:
    for end in range(NESTED.index(b"\nplain") + 6, len(NESTED)):
        found = {part_id: data for part_id, _, data in flat(part_of(NESTED[:end]))}
        assert (found["0.0.0"] or b"").startswith(b"plain"), end


@pytest.mark.parametrize(
    ("raw", "pieces"),
    [
        (b"--b\n\none\n--b\n\ntwo\n--b--\n", [b"one", b"two"]),
        (b"--b\n\none\n--b\n\ntwo", [b"one", b"two"]),
        (b"--b\n\none\n--b\n\ntwo\n--b", [b"one", b"two"]),
        (b"--b  \t\r\n\none\r\n--b--  \r\n", [b"one"]),
        (b"--b\n\n\n\none\n\n--b--", [b"\n\none\n"]),
        (b"--b\n--b\n--b--", [b"", b""]),
        (b"--b\n\n--bb is no delimiter\n --b\nx --b\n--b--", [b"--bb is no delimiter\n --b\nx --b"]),
        (b"--b\nno header here\n\nbody\n--b--", [b"no header here\n\nbody"]),
    ],
)
def test_parts_are_cut_at_their_delimiters(raw: bytes, pieces: list[bytes]) -> None:
    root = part_of(b"Content-Type: multipart/mixed; boundary=b\n\n" + raw)

    assert [part.data for part in root.parts] == pieces


@pytest.mark.parametrize(
    "header", [b"multipart/mixed", b"multipart/mixed; boundary=absent", b'multipart/mixed; boundary=""']
)
def test_a_multipart_whose_parts_nobody_can_find_is_one_part(header: bytes) -> None:
    root = part_of(b"Content-Type: " + header + b"\n\n--b\n\none\n--b--\n")

    assert (root.mime_type, root.parts, root.data) == ("multipart/mixed", [], b"--b\n\none\n--b--\n")


@pytest.mark.parametrize(
    ("header", "mime_type"),
    [
        (b"", "text/plain"),
        (b"Content-Type: TEXT/HTML; charset=utf-8\n", "text/html"),
        (b"Content-Type: text\n", "text/plain"),
        (b"Content-Type: ;;;\n", "text/plain"),
        (b"Content-Type:\n text/html\n", "text/html"),
        (b"Content-type : text/html\n", "text/html"),
        (b"Content-Type: text/html\nContent-Type: text/plain\n", "text/html"),
        (b"Content-Type: application/vnd.x+json(comment)\n", "application/vnd.x+json"),
    ],
)
def test_the_content_type_has_a_default(header: bytes, mime_type: str) -> None:
    assert part_of(header + b"\nbody").mime_type == mime_type


def test_a_forgotten_semicolon_does_not_hide_the_boundary() -> None:
    root = part_of(b"Content-Type: multipart/mixed boundary=B\n\n--B\n\none\n--B--\n")

    assert [part.data for part in root.parts] == [b"one"]


def test_the_parts_of_a_digest_are_messages() -> None:
    root = part_of(b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nbody\n--b--\n")

    assert [part.mime_type for part in root.parts] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"A: 1\nB: 2\n\nC: 3\n", [("A", "1"), ("B", "2")]),
        (b"A: 1\n 2\n\t3\n\n", [("A", "1 2\t3")]),
        (b"A: 1\r\n 2\r\n\r\n", [("A", "1 2")]),
        (b"From x Mon Jun  1 10:00:00 2026\nA: 1\n\n", [("A", "1")]),
        (b"A:\nB:2", [("A", ""), ("B", "2")]),
        ("A: Grüße\n\n".encode(), [("A", "Grüße")]),
        ("A: Grüße\n\n".encode("latin-1"), [("A", "Grüße")]),
        (b"no header\nA: 1\n\n", []),
        (b"", []),
        (b"\n\nA: 1", []),
    ],
)
def test_headers_end_at_the_first_line_that_is_none(raw: bytes, headers: list[tuple[str, str]]) -> None:
    assert part_of(raw).headers == headers


def test_a_file_name_is_found_in_either_header() -> None:
    both = part_of(
        b"Content-Type: a/b; name=worse\nContent-Disposition: attachment; filename==?utf-8?q?K=C3=B6ln?=\n\n"
    )
    one = part_of(b"Content-Type: a/b; name*=utf-8''K%C3%B6ln\nContent-Disposition: attachment\n\n")

    assert both.filename == one.filename == "Köln"


def test_depth_and_number_of_parts_are_bounded() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000))
    wide = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000

    assert max(part_id.count(".") for part_id, _, _ in flat(part_of(deep + b"\nx"))) < 50
    assert 900 < len(list(flat(part_of(wide)))) <= 1_000


def test_a_message_of_60_mb_is_read_in_one_go() -> None:
    line = b"--not the boundary, and From here on: many a line that looks like something\n"
    text = line * (30 * 2**20 // len(line))
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + text
    root = part_of(head + b"\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n" + text + b"\n--c--\n--b--\n")

    assert (root.parts[0].size, root.parts[1].parts[0].size) == (len(text), len(text))


@pytest.mark.parametrize("piece", [b"a", b"a:", b" ", b"\n ", b":", b"--b\n", b"A: 1\n", b"=?", b"\r", b"\0"])
def test_a_hostile_message_takes_little_time(piece: bytes) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\nX: " + piece * 500_000

    assert part_of(raw).mime_type == "multipart/mixed"
