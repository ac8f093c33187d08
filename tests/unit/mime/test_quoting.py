"""Which stretches of a text are quoted, and which are the signature."""

from itertools import pairwise

import pytest

from services.mime.quoting import spans

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


@pytest.mark.parametrize(
    "piece",
    [
        "On ",
        "\n",
        "\t\n",
        " ",
        "On Mon, x wrote:\n",
        "> \n",
        ">",
        "a\n",
        "From: x\n",
        "_",
        "--\n",
        "x:\n",
        "On\n",
        "Warning: ",
    ],
)
def test_a_hostile_text_takes_little_time_and_its_spans_are_in_order(piece: str) -> None:
    text = piece * (60_000 // len(piece)) + "\nend"
    found = spans(text)

    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
