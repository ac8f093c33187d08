"""What HTML itself says is quoted, forwarded or a signature, as the large programs write it."""

import pytest

from services.mime.html import sanitised
from services.mime.html_text import text_of_html
from services.mime.quoting import Letterhead, spans
from tests.unit.mime.test_attributions import own

MARA = Letterhead("Mara Osei", "mara@harbour.example", "Re: Plans", ("Mara Osei",))
# Headings that no rule of words knows, so that only the markup tells.
QUOTES = {
    "gmail": (
        '<div dir="ltr">Good.</div><br><div class="gmail_quote"><div dir="ltr" '
        'class="gmail_attr">Qux zwo bin lan<br></div><blockquote class="gmail_quote" '
        'style="margin:0 0 0 .8ex"><div>Can you?</div></blockquote></div>'
    ),
    "thunderbird": (
        '<p>Good.</p><div class="moz-cite-prefix">Qux zwo:<br></div><blockquote type="cite" '
        'cite="mid:1@a"><p>Can you?</p></blockquote>'
    ),
    "apple": (
        '<div>Good.</div><div><br><blockquote type="cite"><div>On 1 Jun 2026, at 10:00, Ken '
        "&lt;ken@quay.example&gt; wrote:</div><br><div>Can you?</div></blockquote></div>"
    ),
    "outlook on the web": (
        '<div>Good.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr">'
        "<font><b>Qux:</b> Ken<br><b>Zwo:</b> 10<br></font></div><div>Can you?</div>"
    ),
    "outlook": (
        '<p class="MsoNormal">Good.</p><div style="border:none;border-top:solid #E1E1E1 '
        '1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>Qux:</b> Ken<br><b>Zwo:</b> 10 bin 2026<br>'
        "<b>Lan:</b> Plans</p></div><p>Can you?</p>"
    ),
    "yahoo": (
        '<div class="ydp">Good.</div><div id="ydp1yahoo_quoted_7" class="ydp1 yahoo_quoted">'
        "<div>Qux zwo</div><div>Can you?</div></div>"
    ),
    "proton": (
        '<div>Good.</div><div class="protonmail_quote">On Monday, June 1st, 2026 at 10:00, Ken '
        '&lt;ken@quay.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Can '
        "you?</blockquote></div>"
    ),
    "gmx": (
        '<div>Good.</div><div name="quote" style="border-left:2px solid"><div>Qux zwo</div><div>Can you?</div></div>'
    ),
    "indented": ("<p>Good.</p><p>Am 01.06.2026 um 10:00 schrieb Ken Ito:</p><blockquote>Can you?</blockquote>"),
}


@pytest.mark.parametrize("program", QUOTES)
def test_what_a_program_quotes_is_quoted(program: str) -> None:
    text = text_of_html(QUOTES[program])

    assert own(text, MARA) == "Good."
    assert "Can you?" in text


@pytest.mark.parametrize("program", ["gmail", "thunderbird", "apple", "proton", "gmx", "indented", "yahoo"])
def test_what_is_written_below_stays(program: str) -> None:
    assert own(text_of_html(f"{QUOTES[program]}<p>And so on.</p>"), MARA) == "Good. And so on."


def test_an_indented_paragraph_is_the_authors() -> None:
    assert own(text_of_html("<p>We sing:</p><blockquote>La la</blockquote><p>Yes.</p>"), MARA) == "We sing: La la Yes."


@pytest.mark.parametrize(
    "html",
    [
        '<div style="border-top:1px solid #eee">Sale: 10:00<br>Where: here<br>Who: all</div>',
        '<div class="gmail_quote">Hello: you</div>',
        '<p id="header">Good: morning</p>',
    ],
)
def test_other_markup_quotes_nothing(html: str) -> None:
    assert not spans(text_of_html(f"<p>Good.</p>{html}<p>Bye then.</p>"), MARA)


def test_what_gmail_forwards_is_forwarded() -> None:
    text = text_of_html(
        '<div>For you.</div><div class="gmail_quote"><div class="gmail_attr">---------- '
        "Forwarded message ---------<br>From: <b>Ken</b> &lt;ken@quay.example&gt;<br>Date: Mon, "
        "1 Jun 2026<br>Subject: Plans<br></div><br><div>Can you?</div></div>"
    )

    assert own(text) == "For you."
    assert [span.kind for span in spans(text)] == ["forwarded"]


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature" data-smartmail="gmail_signature"><div>all aboard</div></div>',
        '<pre class="moz-signature" cols="72">-- \nall aboard</pre>',
        '<div class="protonmail_signature_block">all aboard</div>',
        '<div id="Signature"><p>all aboard</p></div>',
    ],
)
def test_what_a_program_calls_a_signature_is_one_at_the_end(signature: str) -> None:
    for below in ("", QUOTES["gmail"].replace("Good.", "")):
        text = text_of_html(f"<div>Good.</div>{signature}{below}")
        found = [text[span.start : span.end] for span in spans(text, MARA) if span.kind == "signature"]
        assert [one.split() for one in found] == [["--", "all", "aboard"]]
    assert not spans(text_of_html(f"<div>Good.</div>{signature}<p>More of it.</p>".replace("-- \n", "")), MARA)


def test_an_empty_signature_is_none() -> None:
    assert text_of_html('<div>Good.</div><div class="protonmail_signature_block"><br></div>') == "Good."


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<div class="gmail_quote x">a</div>', 'class="gmail_quote x"'),
        ('<div id="divRplyFwdMsg">a</div>', 'id="divRplyFwdMsg"'),
        ('<blockquote type="cite">a</blockquote>', 'type="cite"'),
        ('<div name="quote">a</div>', 'name="quote"'),
        ('<a name="part">a</a>', 'name="part"'),
        ('<div class="hero" id="main" name="x">a</div>', ""),
        ('<ul type="disc"><li>a</li></ul>', ""),
    ],
)
def test_what_tells_of_quotes_stays_in_html_that_is_shown(html: str, kept: str) -> None:
    safe = sanitised(html, images=False) or ""

    assert kept in safe
    assert kept or not any(name in safe for name in ("class=", "id=", "name=", "type="))
