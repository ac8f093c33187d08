"""HTML that is nested, or moved out of tables, to keep a computer busy: told apart from what programs write."""

import pytest

from services.mime.html_depth import is_too_deep

MANY = 2_000


@pytest.mark.parametrize(
    "repeated",
    [
        "<div>",
        "<rb>",
        "<rt>",
        "<optgroup>",
        "<li><dd>",
        "<dd><li>",
        "<path><hr>",
        "<h1><li>",
        "<summary><h1>",
        "<li><details>x<dd>x",
        "<a><div></a>",
        "<p><b>",
        "<table><tr><td>",
        "<table>x",
        "<select><option>",
        "<html a=b>",
        "<x-y a=b><h1>",
    ],
)
def test_what_nests(repeated: str) -> None:
    assert is_too_deep(repeated * MANY)
    assert is_too_deep(f"<i>{repeated}" * MANY)


@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        ("<table>", "<p>"),
        ("<table>", "x<br>"),
        ("<table><tr>", "<b></b>"),
        ("<table><tbody>", "<img>"),
        ("<select>", "<option>x</option>"),
        ("<svg>", "<td>"),
        ("<math>", "<td>x</i>"),
    ],
)
def test_what_is_moved_or_counts_within_another(before: str, repeated: str) -> None:
    assert is_too_deep(before + repeated * MANY)


@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        ("", "<p>"),
        ("", "<br>"),
        ("<ul>", "<li>one"),
        ("<dl>", "<dt>word<dd>meaning"),
        ("", "<p>one<div>two</div>"),
        ("<ul>", "<li><p>one<p>two"),
        ("", "<h1>a</h1><p>b"),
        ("<table>", "<tr><td>one<td>two"),
        ("<table>", "<tbody><tr><td><font color=x>one<td><font size=2>two"),
        ("<table>", "<tr><td><span>one<td><p>two<p>three"),
        ("<table><tr><td>", "<table><tr><td>x</table>"),
        ("<ruby>", "漢<rt>kan</rt>"),
        ("<svg>", "<path d=x></path>"),
        ("", "<a href=x><img></a>"),
        ("", "</p></div></td>"),
    ],
)
def test_what_does_not(before: str, repeated: str) -> None:
    assert not is_too_deep(before + repeated * MANY)
