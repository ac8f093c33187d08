"""Splitting an mbox while it streams by."""

import random
from collections.abc import Iterable, Iterator

import pytest

from services.imports import mbox
from services.imports.mbox import RawMessage, Splitter

FROM = b"From a@b.example Mon Jun  1 10:00:00 2026\n"
MAILS = [
    b"Subject: one\n\nbody\n",
    b"Subject: two\n\n>From the start\n>>From deeper\n\nFrom here on, no separator\n",
    b"Subject: three\n\n",
    b"Subject: four\n\nblank lines\n\n\n",
    b"Subject: five\n\nFrom me to you, Monday\nthe end\n",
]
WHOLE = b"\n".join(FROM + mail for mail in MAILS) + b"\n"


def split(chunks: Iterable[bytes], offset: int = 0) -> Iterator[RawMessage]:
    splitter = Splitter(offset=offset)
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.finish()


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def raws(content: bytes) -> list[bytes | None]:
    return [message.raw for message in split([content])]


def test_a_file_has_its_messages() -> None:
    assert raws(WHOLE) == [mail.replace(b"\n>From", b"\nFrom").replace(b"\n>>From", b"\n>From") for mail in MAILS]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, len(FROM), 1_000])
@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_chunks_of_any_size_give_what_one_pass_gives(size: int, line_break: bytes) -> None:
    content = WHOLE.replace(b"\n", line_break)

    assert list(split(pieces(content, size))) == list(split([content]))


@pytest.mark.parametrize("seed", range(20))
def test_chunks_cut_anywhere_give_what_one_pass_gives(seed: int) -> None:
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(len(WHOLE)), 9))
    chunks = [WHOLE[start:end] for start, end in zip([0, *cuts], [*cuts, len(WHOLE)], strict=True)]

    assert list(split(chunks)) == list(split([WHOLE]))


@pytest.mark.parametrize(
    ("start", "hint"),
    [
        (b"PK\x03\x04" + bytes(50), "a zip archive: unpack it"),
        (b"\x1f\x8b\x08" + bytes(50), "a gzip archive: unpack it"),
        (b"From: a@b.example\nSubject: one letter\n\nFrom here on.\n", "not an mbox"),
        (bytes(mbox.START), "not an mbox"),
        (b"\n" * mbox.START, "not an mbox"),
    ],
    ids=["zip", "gzip", "letter", "zeros", "blank"],
)
def test_another_file_is_told_by_its_first_megabyte(start: bytes, hint: str) -> None:
    with pytest.raises(mbox.NotMbox, match=hint):
        mbox.expect_mbox(start)


@pytest.mark.parametrize(
    "start", [WHOLE, b"\xef\xbb\xbf" + WHOLE, b"\r\n" + WHOLE, (WHOLE * 9_000)[: mbox.START], FROM], ids=len
)
def test_an_mbox_is_told_by_its_first_megabyte(start: bytes) -> None:
    mbox.expect_mbox(start)


def test_a_reader_that_stopped_goes_on_after_any_message() -> None:
    found = list(split([WHOLE]))

    assert found[-1].end == len(WHOLE)
    for place, message in enumerate(found):
        assert list(split([WHOLE[message.end :]], offset=message.end)) == found[place + 1 :]


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_the_last_message_is_the_same_once_another_follows(line_break: bytes) -> None:
    first, second = (FROM + b"Subject: x\n\nbody\n").replace(b"\n", line_break), FROM.replace(b"\n", line_break)

    assert raws(first)[0] == raws(first + line_break)[0] == raws(first + line_break + second)[0]


def test_a_file_that_is_cut_gives_what_is_there() -> None:
    for end in range(len(FROM), len(WHOLE)):
        found = raws(WHOLE[:end])
        assert found[:-1] == raws(WHOLE)[: len(found) - 1]
        sure = (found[-1] or b"")[: -len(FROM)]  # the rest may be the beginning of a separator
        assert (raws(WHOLE)[len(found) - 1] or b"").startswith(sure), end


@pytest.mark.parametrize(
    ("line", "separates"),
    [
        (b"From a@b.example Mon Jun  1 10:00:00 2026", True),
        (b"From 1735000000000000001@xxx Mon Jun 01 10:00:00 +0000 2026", True),
        (b"From - Mon Jun  1 10:00:00 2026", True),
        (b"From a@b.example Mon, 1 Jun 2026 10:00:00 +0000", True),
        (b"From here on it is easy", False),
        (b"From Monday on", False),
        (b">From a@b.example Mon Jun  1 10:00:00 2026", False),
        (b"from a@b.example Mon Jun  1 10:00:00 2026", False),
    ],
)
def test_a_separator_names_a_day(line: bytes, separates: bool) -> None:
    found = raws(FROM + b"Subject: x\n\nbody\n\n" + line + b"\nrest\n")

    assert len(found) == 1 + separates


def test_a_separator_stands_below_a_blank_line_or_above_a_header() -> None:
    assert len(raws(FROM + b"Subject: x\n\nbody\n" + FROM + b"rest\n")) == 1
    for first in (b"Subject: y", b"X-Mozilla-Status: 0001", b"Received: by x", b">From a@b.example", b"Return-path:"):
        assert len(raws(FROM + b"Subject: x\n\n--b--\n" + FROM + first + b"\n\nrest\n")) == 2


@pytest.mark.parametrize(
    "prose",
    [
        b"From Mon 1 June 2026 10:00 the office is closed\nSee you.",
        b"From Ida on Mon Jun 1 10:00:00 2026:\nSee you.",
        b"From Ida, Mon Jun 1 10:00:00 2026, by telephone\n\nShe is well.",
        b"From Mon, 1 Jun 2026 10:00 on\nNote: bring your own cup.",
        b"From Mon 1 June 2026 10:00\nuntil noon we are closed.",
        b"From Monday, 1 June 2026 10:00\nuntil noon we are closed.",
        b"From 2026-06-01 10:00:00\nuntil noon we are closed.",
        b"From 1 June 2026 10:00 to 1 July 2026 10:00\nwe are closed.",
        b"From Dublin, Mon 1 June 2026 10:00\nto Cork.",
        b"From Dublin to Cork, departing Mon 1 June 2026 10:00\nby train.",
        b"From Mon Jun 1 10:00:00 2026 to Tue Jun 2 10:00:00 2026\nwe are closed.",
        b"From what I heard on Mon Jun 1 10:00:00 2026\nit is easy.",
        b"From Tue, 2 Jun 2026 09:30:00 +0200 (CEST) we work\nfrom home.",
        b"From Wed Jun 3 10:00 CEST 2026 - all day\nSee you.",
    ],
)
@pytest.mark.parametrize("above", [b"Dear all,\n\n", b"Dear all,\n"])
def test_a_sentence_with_a_date_is_text(prose: bytes, above: bytes) -> None:
    mail = FROM + b"Subject: x\n\n" + above + prose + b"\n"

    assert [one and one.endswith(prose + b"\n") for one in raws(mail + b"\n" + FROM + b"Subject: y\n\n")] == [
        True,
        False,
    ]


NOBODY = b"From nobody\nFrom: a@b.example\n\nx\n"


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (NOBODY + b"\n" + NOBODY, 2),
        (NOBODY.replace(b"nobody", b"-7313925519032414385") + b"\n" + NOBODY, 2),
        (NOBODY.replace(b"nobody", b"") + b"\n" + NOBODY.replace(b"nobody", b"Ida Okafor"), 2),
        (FROM + b"Subject: x\n\nbody\n" + NOBODY.replace(b"nobody", b""), 2),  # as Thunderbird writes it
        (NOBODY + NOBODY, 1),  # below a blank line only
        (NOBODY + b"\nFrom here on\nNote: it is easy\n", 1),
        (FROM + b"Subject: x\n\nHe wrote:\n\n" + NOBODY, 1),  # this file dates its separators
        (FROM + b"Subject: x\n\nFrom Monday 10:00 in 2026 on\nTo: be decided\n", 1),
        (FROM + b"Subject: x\n\nFrom Fri 5 June on we are closed.\nSee you.\n", 1),
        (FROM + b"Subject: x\n\nFrom Tue, 3 March 2026 we open at 10:00\n", 1),
        (FROM + b"Subject: x\n\nFrom 7313925519032414385 on\n", 1),
    ],
)
def test_a_file_that_dates_no_separator_has_them_without_a_date(content: bytes, count: int) -> None:
    assert len(raws(content)) == count


PATCH = b"From " + b"0f" * 20 + b" Mon Sep 17 00:00:00 2001\nFrom: a@b.example\nSubject: [PATCH] x\n\ndiff\n"


def test_a_patch_in_a_text_is_text_and_a_file_of_patches_is_a_file_of_mails() -> None:
    for above in (b"The patch:\n\n", b"The patch:\n", b""):
        assert len(raws(FROM + b"Subject: x\n\n" + above + PATCH + b"\n" + FROM + b"Subject: y\n\n")) == 2
    assert len(raws(PATCH + b"\n" + PATCH)) == 2
    found = list(split([PATCH + b"\n" + PATCH]))
    rest = Splitter(found[0].end, mbox.beginning_of(PATCH))
    assert [*rest.feed((PATCH + b"\n" + PATCH)[found[0].end :]), *rest.finish()] == found[1:]


@pytest.mark.parametrize("size", [1, 2, 5, 1_000])
def test_a_byte_order_mark_is_no_part_of_a_separator(size: int) -> None:
    content = b"\xef\xbb\xbf" + WHOLE
    found = list(split(pieces(content, size)))
    assert [one.raw for one in found] == raws(WHOLE)
    assert found[-1].end == len(content)


@pytest.mark.parametrize(
    "separator",
    [
        b"From ???@??? Mon Jun 01 10:00:00 2026",
        b"From Ida Okafor Mon Jun  1 10:00 2026",
        b"From a@b.example Mon Jun  1 10:00:00 CEST 2026",
        b"From a@b.example Mon Jun  1 10:00:00 2026 +0200",
        b"From a@b.example Mon Jun  1 10:00:00 2026 remote from x",
        b"From a@b.example Mon, 1 Jun 26 10:00:00 +0000",
        b"From a@b.example Mon Jun  1 10:00:00 MET DST 2026",
        b"From a@b.example Mon Jun  1 10:00:00 2026 CEST",
        b"From a@b.example Mon, 1 Jun 2026 10:00:00 +0200 (CEST)",
        b"From a@b.example Mon, 1 Jun 2026 10:00:00 GMT+0200",
        b"From a!b Mon Jun  1 10:00 EDT 2026 remote from c d",
        b"From a@b.example Monday Jun  1 10:00:00 2026",
        b"From a@b.example 2026-06-01 10:00:00 +0200",
        b"From a@b.example 2026-06-01T10:00:00Z",
        b"From a@b.example 1 Jun 2026 10:00:00 +0000",
        b"From a@b.example Fri, Jul 03 09:13:09 2026",
        b"From a at b.example  Mon Jun  1 10:00:00 2026",
        b"From a@b.example  Mon Jun  1 10:00:00 2026  ",
        b"From Mon Jun  1 10:00:00 2026",
        b"From 100001234567890@b.example Mon Jun  1 10:00:00 2026",
    ],
)
def test_the_forms_of_separators_are_known(separator: bytes) -> None:
    mail = separator + b"\nSubject: x\n\nbody\n"
    assert len(raws(mail + b"\n" + mail)) == 2


@pytest.mark.parametrize("content", [b"", b"\n", b"Subject: x\n\nno mbox\n", b"%PDF-1.7\n" * 9])
def test_what_is_no_mbox_has_no_messages(content: bytes) -> None:
    splitter = Splitter()

    assert [*splitter.feed(content), *splitter.finish()] == []
    assert not splitter.found


def test_a_message_that_is_too_large_is_told_without_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MOST", 1_000)
    large = FROM + b"Subject: large\n\n" + b"line\n" * 500 + b"\n"
    one_line = FROM + b"x" * 5_000 + b"\n\n"
    small = FROM + b"Subject: small\n\nbody\n"

    found = list(split(pieces(large + one_line + small, 100)))

    assert [(message.raw is None, message.size > 1_000) for message in found] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert found[2].raw == b"Subject: small\n\nbody\n"
    assert found[0].end == len(large)


def test_no_more_than_one_message_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MOST", 10_000)
    splitter, chunk = Splitter(), 100
    contents = (FROM + b"Subject: x\n\n" + b"y" * size + b"\n" * 3 for size in (50, 9_000, 30_000, 200_000, 10) * 4)
    for content in contents:
        for piece in pieces(content, chunk):
            list(splitter.feed(piece))
            held = len(splitter._text) + len(splitter._rest)
            assert held <= 2 * mbox.MOST + chunk
