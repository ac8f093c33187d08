"""The readable text of HTML mail."""

import pytest

from services.mime.html_text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<div>one<div>two</div></div>", "one\ntwo"),
        ("<b>bo</b>ld", "bold"),
        ("a&nbsp;&amp;&nbsp;b &lt;c&gt;", "a & b <c>"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<head><title>t</title><style>x{}</style></head><body>b<script>s()</script></body>", "b"),
        ("<p>spaces \t\n and   lines</p>", "spaces\nand lines"),
        ("no markup", "no markup"),
        ("", ""),
        ("<", "<"),
        ("<p>never closed", "never closed"),
        ("a\ue000b\ue001c", "abc"),
    ],
)
def test_the_text_is_read_a_line_a_block(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    "opening",
    [
        '<blockquote type="cite">',
        '<blockquote class="gmail_quote">',
        '<div class="gmail_quote"><blockquote>',
        '<blockquote class="yahoo_quoted">',
    ],
)
def test_what_is_quoted_keeps_its_mark(opening: str) -> None:
    text = text_of_html(f"yes{opening}shall we?<br><br>Ida</blockquote>Bo")

    assert text == "yes\n\n> shall we?\n\n> Ida\nBo"


def test_quotes_in_quotes_have_two_marks_and_an_indented_paragraph_has_none() -> None:
    cite = '<blockquote type="cite">'

    assert "\n> > b" not in text_of_html(f"x{cite}a{cite}b</blockquote></blockquote>")
    assert ">> b" in text_of_html(f"x{cite}a{cite}b</blockquote></blockquote>")
    assert ">" not in text_of_html("x<blockquote>a</blockquote>")


@pytest.mark.parametrize("tag", ["div", "p", "blockquote type=cite", "section", "x", "table><tr><td", "b"])
def test_deep_html_takes_little_time_and_memory_and_keeps_its_words(tag: str) -> None:
    text = text_of_html(f"<{tag}>word &amp; " * 100_000)

    assert "word &" in text
    assert len(text) < 3_000_000


def test_marks_of_deep_quotes_do_not_grow_for_ever() -> None:
    text = text_of_html('<blockquote type="cite">a<br>' * 900)

    assert len(max(text.splitlines(), key=len)) < 50
