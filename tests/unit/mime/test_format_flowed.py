"""Lines that were broken for transport (RFC 3676)."""

import pytest

from services.mime.format_flowed import unflow


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("one \ntwo \nthree \n", "one two three "),
        ("one \n two\n\nthree", "one two\n\nthree"),
        (" >not quoted\n From here", ">not quoted\nFrom here"),
        ("> one \n> two\nthree", "> one two\nthree"),
        (">> one \n> two", ">> one \n> two"),
        ("> one \ntwo", "> one \ntwo"),
        (">one \n>two", "> one two"),
        ("Hello \n-- \nIda", "Hello \n-- \nIda"),
        ("-- \nIda \nOkafor", "-- \nIda Okafor"),
        ("", ""),
    ],
)
def test_lines_are_joined_within_their_depth(text: str, meant: str) -> None:
    assert unflow(text, drop_space=False) == meant


def test_delsp_takes_the_space_away() -> None:
    assert unflow("会議 \nの資料\n> a \n> b", drop_space=True) == "会議の資料\n> ab"
