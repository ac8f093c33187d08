"""HTML that is nested, or moved out of tables, to keep a computer busy: told apart from what programs write."""

import pytest

from services.mime.html_depth import keeps_busy
from services.mime.html_text import text_of_html
from tests.killers import fonts

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
        "<p><b><div>",
        "<table><tr><td>",
        "<table>x",
        "<select><option>",
        "<html a=b>",
        "<x-y a=b><h1>",
    ],
)
def test_what_nests(repeated: str) -> None:
    assert keeps_busy(repeated * MANY)
    assert keeps_busy(f"<i>{repeated}" * MANY)


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
    assert keeps_busy(before + repeated * MANY)


@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        ("", "<p>"),
        ("", "<p><b>"),
        ("", "<a name=x>"),
        ("", "<div><font color=red>x</div>"),
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
    assert not keeps_busy(before + repeated * MANY)


def each(pattern: str, count: int) -> str:
    return "".join(pattern.format(n=n) for n in range(count))


@pytest.mark.parametrize(
    "html",
    [
        fonts(300),
        "<p>" + each("<font size={n}>", 450) + "<p>x" * 500,
        "<div>" * 300 + each("<font size={n}>", 600) + "</div>x" * 300,
        each("<b x={n}>", 450) + "<div>" * 450 + "</b>x" * 5_000,
        each("<p><font size={n}>x", 1_000),
        f"<p {each('a{n}=1 ', 5_000)}>x",
        "<p " + each("a{n}='>' ", 5_000) + ">x",
        each("<p a{n}=1>x", 6_000),
        each("<x{n}>x</x{n}>", 6_000),
        "<div><!--</div>-->" * MANY,
        "<div><script></div></script>" * MANY,
        "<div><svg><style></div></style></svg>" * MANY,
        "<div><noscript></div></noscript>" * MANY,
        '<div><p x="</div>">' * MANY,
        "<svg><g><![CDATA[></g>]]>" * MANY,
    ],
    ids=lambda html: html[:30],
)
def test_what_is_opened_anew_compared_or_hidden(html: str) -> None:
    assert keeps_busy(html)


def test_the_text_of_what_keeps_busy_is_read_all_the_same() -> None:
    text = text_of_html(f"{fonts(5_000)}<p>Zin<b>fan</b>del &amp; <!-- no --><style>p{{}}</style>Quokka<td>end")

    assert text.startswith("x\nx\n")
    assert text.endswith("x\nZinfandel & Quokka\nend")
    assert text_of_html(f"<p {each('a{n}=1 ', 100_000)}>Find me") == "Find me"
