"""The readable text of HTML mail."""

import time

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
        ("<p>spaces \t\n and   lines</p>", "spaces and lines"),
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
    ("html", "text"),
    [
        ("<p>Zinfandel</p>Quokka", "Zinfandel\nQuokka"),
        ("Zinfandel<p>Quokka", "Zinfandel\nQuokka"),
        ("<h2>Zinfandel</h2>Quokka", "Zinfandel\nQuokka"),
        ("<ul><li>Zinfandel</li></ul>Quokka", "Zinfandel\nQuokka"),
        ("<ol><li>Zinfandel<ol><li>Merlot</ol><li>Quokka</ol>", "Zinfandel\nMerlot\nQuokka"),
        ("<table><tr><th>Zinfandel<td>Quokka<tr><td>a<td>b</table>c", "Zinfandel Quokka\na b\nc"),
        ("<td>Zinfandel</td><td>Quokka</td>", "Zinfandel Quokka"),
        ("<table><caption>Zinfandel</caption><tr><td>Quokka</table>", "Zinfandel\nQuokka"),
        ("<dl><dt>Zinfandel<dd>Quokka<dt>a<dd>b</dl>c", "Zinfandel\nQuokka\na\nb\nc"),
        ("<article>Zinfandel</article><aside>Quokka</aside>", "Zinfandel\nQuokka"),
        ("<figure>Zinfandel<figcaption>Quokka</figcaption></figure>", "Zinfandel\nQuokka"),
        ("<fieldset><legend>Zinfandel</legend>Quokka</fieldset>", "Zinfandel\nQuokka"),
        ("<details><summary>Zinfandel</summary>Quokka</details>", "Zinfandel\nQuokka"),
        ("<select><option>Zinfandel<option>Quokka</select>", "Zinfandel\nQuokka"),
        ("<address>Zinfandel</address>Quokka", "Zinfandel\nQuokka"),
        ("<center>Zinfandel</center>Quokka", "Zinfandel\nQuokka"),
        ("Zinfandel<hr>Quokka", "Zinfandel\nQuokka"),
        ("<span style='Display: block'>Zinfandel</span>Quokka", "Zinfandel\nQuokka"),
        ("<a href=x style='display:inline-block'>Zinfandel</a><b>Quokka</b>", "Zinfandel Quokka"),
        ("<a href=x>Zinfandel</a><a href=y>Quokka</a>", "Zinfandel Quokka"),
        ("<a href=x>Zin</a>fandel-<a href=y>Quokka</a>", "Zinfandel-Quokka"),
        ("<button>Zinfandel</button><button>Quokka</button>", "Zinfandel Quokka"),
        ("<img alt=Zinfandel><img alt='Quokka'>", "Zinfandel Quokka"),
        ("Hi <img alt='\U0001f600'>!", "Hi \U0001f600!"),
        ("<div>Zinfandel</div><div><br></div><div>Quokka</div>", "Zinfandel\n\nQuokka"),
        ("<div>Zinfandel<br></div><div>Quokka</div>", "Zinfandel\nQuokka"),
        ("<div><div>Zinfandel</div>\n</div>\n<div>\n<div>Quokka</div></div>", "Zinfandel\nQuokka"),
        ("Zinfandel\r\nQuokka<br>x", "Zinfandel Quokka\nx"),
        ("<pre>Zinfandel\nQuokka</pre>", "Zinfandel\nQuokka"),
        ("<div style='white-space: pre-wrap'>Zinfandel\nQuokka</div>", "Zinfandel\nQuokka"),
        ("<div style='white-space: nowrap'>Zinfandel\nQuokka</div>", "Zinfandel Quokka"),
        ("<p style='display:none'>Zinfandel</p>Quokka", "Zinfandel\nQuokka"),
        ("Zin&shy;fan&#8203;del&#xFEFF;<wbr>Quokka", "ZinfandelQuokka"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("<i>\U0001f469\u200d\U0001f4bb \u2764\ufe0f</i>", "\U0001f469\u200d\U0001f4bb \u2764\ufe0f"),
        ("<p>Lines\nof no markup", "Lines of no markup"),
        ("Lines\nof no markup", "Lines\nof no markup"),
    ],
)
def test_what_is_apart_on_the_page_is_apart(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    "padding",
    [
        "&#847;&zwnj;&nbsp;",
        "&nbsp;&zwnj;",
        "\xa0\u200c\u200b\u200d\u200e\u200f\ufeff",
        "&#8199;&#65279;&#847; ",
        "&#847; &#8199;&shy; ",
        "&nbsp;&#x2800;",
    ],
)
def test_what_fills_a_preview_is_left_out(padding: str) -> None:
    text = text_of_html(f"<div style='display:none'>Sale today{padding * 90}</div><p>Dear Robin</p>")

    assert text == "Sale today\nDear Robin"


@pytest.mark.parametrize(
    "token",
    ["<p>", "<br>", "<td>x", "<li>", "<a href=x>y</a>", "<img alt=x>", "<b></b>", "<pre>\n</pre>", "&", "<", "\u200c",
     "&zwnj; ", "<p style='white-space:pre'>\n", "<span style=display:block>x</span>", "<!--", "\ue000", "\n", " "],
)  # fmt: skip
def test_no_token_repeated_takes_long(token: str) -> None:
    begun = time.process_time()
    text_of_html(token * (1_000_000 // len(token)))

    assert time.process_time() - begun < 1.5  # at most 0.3 s


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
