"""Which stretches of a text are quoted, and which are the signature."""

import time
from itertools import pairwise

import pytest

from services.mime.quoting import Letterhead, spans

OWN = "Yes, Monday is fine.\n\n"


def stretches(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in spans(text)]


@pytest.mark.parametrize(
    "header",
    [
        "On Mon, Jun 1, 2026 at 10:00 AM Ida Okafor <ida@north.example> wrote:",
        "On Mon, Jun 1, 2026 at 10:00 AM Ida Okafor\n<ida@north.example> wrote:",
        "On Mon, Jun 1, 2026 at 10:00 AM Ida Okafor <ida@north.example>\nwrote:",
        "Am 01.06.2026 um 10:00 schrieb Ida Okafor:",
        "Le lun. 1 juin 2026 à 10:00, Ida Okafor <ida@north.example> a écrit :",
        "El lun, 1 jun 2026 a las 10:00, Ida Okafor (<ida@north.example>) escribió:",
        "Il giorno lun 1 giu 2026 alle ore 10:00 Ida Okafor ha scritto:",
        "Op ma 1 jun 2026 om 10:00 schreef Ida Okafor:",
        "01.06.2026, 10:00, Ида Окафор:",
        "2026年6月1日(月) 10:00 Ida Okafor <ida@north.example>:",
    ],
)
def test_what_is_quoted_by_marks_is_found_with_the_line_that_says_who_wrote(header: str) -> None:
    text = f"{OWN}{header}\n\n> Shall we meet?\n>\n> Ida\n"

    assert stretches(text) == [("quoted", text[len(OWN) :])]


@pytest.mark.parametrize(
    "header",
    [
        "On Mon, Jun 1, 2026 at 10:00 AM Ida Okafor <ida@north.example> wrote:",
        "Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Ida Okafor <ida@north.example>:",
        "Le lun. 1 juin 2026 à 10:00, Ida Okafor <ida@north.example> a écrit :",
        "From: Ida Okafor <ida@north.example>\nSent: Monday, June 1, 2026 10:00\nTo: Bo\nSubject: Monday",
        "Von: Ida Okafor\nGesendet: Montag, 1. Juni 2026 10:00\nAn: Bo\nBetreff: Montag",
        "-----Original Message-----",
    ],
)
def test_what_is_quoted_below_a_header_only_is_found(header: str) -> None:
    text = f"{OWN}{header}\n\nShall we meet?\n\nIda"

    assert stretches(text)[-1][0] == "quoted"
    assert text[: spans(text)[-1].start].strip() == OWN.strip()
    assert spans(text)[-1].end == len(text)


def test_ones_own_line_right_above_is_not_quoted() -> None:
    header = "On Mon, Jun 1, 2026 at 10:00 AM Ida Okafor <ida@north.example> wrote:\n"

    for own in ("Yes.\n", "See you at 10.\n", "Agenda:\n"):
        assert stretches(f"{own}{header}> Shall we?\n") == [("quoted", f"{header}> Shall we?\n")]


def test_answers_between_the_lines_stay() -> None:
    text = "> Shall we meet?\nYes.\n> Where?\nHere.\n"

    assert stretches(text) == [("quoted", "> Shall we meet?\n"), ("quoted", "> Where?\n")]


@pytest.mark.parametrize("delimiter", ["-- \n", "--\n"])
def test_the_signature_goes_to_the_end_or_to_what_is_quoted_below(delimiter: str) -> None:
    signature = f"{delimiter}Bo Lind\nNorthwind\n"
    quoted = "> Shall we meet?\n"

    assert stretches(OWN + signature) == [("signature", signature)]
    assert stretches(OWN + signature + quoted) == [("signature", signature), ("quoted", quoted)]
    assert stretches(quoted + OWN + signature) == [("quoted", quoted), ("signature", signature)]


def test_a_signature_inside_of_what_is_quoted_is_quoted() -> None:
    text = f"{OWN}> Shall we meet?\n> -- \n> Ida\n"

    assert [kind for kind, _ in stretches(text)] == ["quoted"]


@pytest.mark.parametrize("text", ["", "Just a line.", "a -- b", "5 > 3 and so on", "On it! I wrote: nothing."])
def test_a_text_of_ones_own_has_none(text: str) -> None:
    assert spans(text) == []


def test_marks_may_be_indented_and_wrapped() -> None:
    long = "> " + "word " * 13 + "to say that it goes"
    for text in ("> Hey.\n >\n > Tuesday\n", f"{long}\non.\n> And so.\n", " > a\n > b\n"):
        assert stretches(f"Yes.\n\n{text}") == [("quoted", text)]


@pytest.mark.parametrize("mark", ["|", "--]", ":"])
def test_below_a_heading_other_marks_are_marks(mark: str) -> None:
    for heading in ("On 1 June 2026 Ida Okafor wrote:", "Ida Okafor wrote:"):
        quote = f"{heading}\n{mark} Shall we?\n{mark} Where?\n"
        assert stretches(f"Hi.\n{quote}Yes.\n") == [("quoted", quote)]
        assert stretches(f"Hi.\n{quote}") == [("quoted", quote)]


def test_what_is_marked_below_a_rule_and_one_header_line_ends_the_quote() -> None:
    quote = '----- Original Message -----\nFrom: "Ida"\n\n> Shall we?\n'

    assert stretches(f"{quote}\nYes.\n") == [("quoted", quote)]


def test_initials_of_who_is_named_are_marks() -> None:
    letterhead = Letterhead("Bo Lind", "bo@x.example", "Re: x", ("Bo Lind", "Ida Okafor"))
    bat = "IO> Shall we?\n\nIO> Where?\n"
    gnus = '>>>>> "I" == Ida Okafor <ida@north.example> writes:\n\n    I> Shall we?\n    I> Where?\n'

    for quote in (bat, gnus):
        found = spans(f"Hi.\n\n{quote}\nYes.\n", letterhead)
        assert [(span.kind, f"Hi.\n\n{quote}"[span.start : span.end]) for span in found] == [("quoted", quote)]
    assert spans("In SQL:\n\nSQL> select 1\nSQL> quit\n", letterhead) == []


def test_what_a_mailbox_file_escaped_is_the_authors() -> None:
    assert stretches("Hello,\n>From here we walk.\nYes.\n") == []
    assert stretches("That is code:\n\n x = a\n > b\n") == []


def test_a_text_has_a_bounded_number_of_stretches() -> None:
    assert len(spans("> a\nb\n" * 5_000)) == 1_000


_PIECES = [
    "--\n", "-- \n", "|\n", ".\n", "=\n", "> \n", ">", "> a\nb\n", " > x\n", "From: x\n", "From: x\n\n", "From: x,\n",
    "From: Ida <i@x.example>\n", "*From:* x\n", "\n", " ", "\t\n", "x", "x ", "a\n", "_", "-", "On ", "On\n", "x:",
    "x:\n",
    "On Mon, x wrote:\n", "On Mon, 1 Jun 2026 10:00 x <a@b.c> wrote:\n> ", "<a@b.c>:\n", "a@", "@\n",
    "a" * 390 + "@:\n",
    "1 ", "1:\n", "2026 1 1:\n", "Warning: ", "Thanks,\nBo\n", "Bo\n\n", "- Ab\n", "+47 555 12 345\n", "--- a ---\n",
    "- a -",
    "-----Original Message-----\n", "Begin forwarded message:\n> From: x\n", "Sent from my iPhone\n", "http://x/\n",
    "confidential email recipient ", "\uff1a\n", "\u0661\n", "\u200b", "a-", "a.b", "o'", "X. ", "--x" * 100 + "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", _PIECES, ids=[repr(piece[:20]) for piece in _PIECES])
def test_a_hostile_text_takes_little_time_and_its_spans_are_in_order(piece: str) -> None:
    text = "Hello\n" + piece * (2_000_000 // len(piece)) + "\nend"
    began = time.process_time()
    found = spans(text, Letterhead("Bo Lind", "bo@x.example", "Re: x", ("Bo Lind",)))

    assert time.process_time() - began < 0.5
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
