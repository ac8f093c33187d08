"""Mail that is made to keep a computer busy: one or two tokens, repeated, in each place where a reader looks.

What a stranger sends must take time in proportion to its length, however it was made. Readers fail at that token by
token: `--` lines, `&`, `<p>`, open brackets. So each kind is here, alone and beside another, in a text, in HTML, in
each header, between and around the parts, and in a file of mail. A case is named by a seed and a number, and is always
the same.
"""

import base64
import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2_000_000  # bytes of what is repeated

# Marks of quotes, headings and signatures.
_LINES = [
    "--\n", "-- \n", "--", "-", "__\n", "_____\n", "> ", ">", ">\n", "> > \n", "|\n", "| ", "=\n", "*\n", ".\n",
    "\n", "\r\n", "\r", "From: x\n", "From: x@y.z\nTo: a@b.c\n", "From ", "From x Mon Jan  1 00:00:00 2024\n",
    "\nFrom x Mon Jan  1 00:00:00 2024\n", "Von: x\nGesendet: ", "On Mon, x wrote:\n", "On ", "wrote:\n",
    "wrote: ", "Am 1.1.2024 schrieb x:\n", "Le ", "a \u00e9crit :\n", "x:\n", "x: ", ":\n", ":",
    "-----Original Message-----\n", "Begin forwarded message:\n", "Sent from my x\n", "Regards,\nx\n",
    "2024-01-01 ", "+1 555 0100\n", "\t", " ", " \n", "begin 644 x\n", "end\n", "MMMMMMMMMMMMMMMMMMMM\n",
    "[image: x]\n",
]  # fmt: skip
# Words, and what is none.
_WORDS = [
    "a", "word ", "x'", "'s ", "\u2019s ", "o'clock ", "a.b", "a-b ", "_", "a_", "0", "7 ", "1,", ".", ",", ";",
    "(", ")", "()", "[", "]", "{", "!", "?", '"', "'", '\\', '\\"', '"\\', "\u201c", "@", "a@", "@b.c ", "a@b.c ",
    "a@b.c, ", "<a@b>", "<a@b.c>, ", "<", "<<", "x <", '"x" <a@b.c>, ', "(x) ", "%", "=", "==", "=?", "?=",
    "=?utf-8?q?", "=?utf-8?b?", "=?utf-8?q?x?= ", "=?utf-8?b?eA==?=", "=?x?q?=41?=\r\n ", "?", "=41", "=\n", "=C3",
    "=3D\n", "%41", "*0*=", "x*1=", "; x=y", ';x="', "; x*0*=utf-8''%41", ";", "; ", "http://x.y/ ",
    "https://a.b.c.d/?q=", "www.", "mailto:", "/", "x/", "../", 'C:\\',
]  # fmt: skip
# Beyond ASCII: accents, marks that pile up, directions, scripts with and without spaces, pictures, what is no text.
_LETTERS = [
    "é", "ß", "İ", "ﬃ", "́", "á", "ẹ́", "̣́", "้", "ก็", "क्", "क्ष", "\u200d", "\u200b", "\u200e", "\u202e",
    "\u202eabc\u202c", "\u061c", "שלום ", "مرحبا ", "ﷺ", "会议", "会", "バナナ", "ﾊﾞ", "한국어", "각", "привет ",
    "Иванов ", "ελλη ", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u0020", "\ufe0f", "\U0001f1e9",
    "\ufeff", "\ufffd", "\u00a0", "\u0085", "\u2028", "\u000b", "\f", "\u001c", "\u0000", "\u001b", "\u001b$B",
    "\u007f", "\u0080", "\ue000", "ſ", "Ǆ", "\u00ad",
]  # fmt: skip
# HTML: elements that nest, that close each other, that stay open; attributes, comments, entities, styles.
_HTML = [
    "&", "&amp;", "&amp", "&#x41;", "&#", "&x", "&lt;", "&nbsp;", "<p>", "</p>", "<p", "<", "</", "<!", "<!--",
    "-->", "<!-- -->", "<!-->", "<?", "<![CDATA[", "]]>", "<div>", "<div></div>", "</div>", "<b>", "<b><p>",
    "<i></b>", "<a>", "<a href=x>", '<a href="', "<a href='x'>y</a> ", "<font>", "<font color=x>", "<nobr>",
    "<rt>", "<ruby>", "<ruby><rt>", "<rp>", "<rb>", "<rtc>", "<option>", "<select>", "<select><option>",
    "<optgroup>", "<table>", "<tr>", "<td>", "<table><tr><td>", "<table>x", "<tr>x", "<caption>", "<colgroup>",
    "<col>", "<ul>", "<li>", "<ul><li>", "<dl><dt>x<dd>", "<dd>", "<dt>", "<h1>", "<br>", "<br/>", "<hr>", "<img>",
    "<img src=x>", '<img src="data:image/png;base64,', "<image>", "<input>", "<button>", "<form>", "<textarea>",
    "</textarea>", "<title>", "<style>", "<style>a{", "a{b:c}", "</style>", "<script>", "</script>", "<svg>",
    "<math>", "<svg><p>", "<math><mi>", "<template>", "<frameset>", "<iframe>", "<noscript>", "<plaintext>",
    "<xmp>", "<listing>", "<pre>", "<body>", "<body x=y>", "<html>", "<html x=y>", "<head>", "<meta>", "<link>",
    "<base>", "<o:p>", "<v:x>", "<blockquote>", '<blockquote type="cite">', '<div class="gmail_quote">',
    "<marquee>", "<applet>", "<object>", "<center>", "<address>", "<details><summary>", "<x-y>", "<p x", " x=y",
    ' x="y"', ' style="', ' style="a:b;"', '<p style="color:red">x', "a:b;", "url(", "/*", "*/", "\\41 ",
    "@import ", "<span><p></span>", "<p><b>", "</p><p>", "<a><b></a>", "<b></i>", "</br>", "</x", "<x/>",
]  # fmt: skip
# Delimiters, and what stands in the heads of parts.
_PARTS = [
    "--B\n", "--B\r\n\r\n", "--B--\n", "--B--", "--B", "\n--B\n\n", "--B\nContent-Type: text/html\n\n<p>\n",
    "--B\nContent-Type: message/rfc822\n\n", "x: y\n", "x: y\n z\n", "x:\n", " \n", " x\n", "\tx\r\n",
    "Content-Type: multipart/mixed; boundary=B\n\n--B\n", "--B\nContent-Type: multipart/mixed; boundary=B\n\n",
    "--B\nContent-Disposition: attachment; filename=x\n\n", "Subject: x\n", "Received: x; y\n", "QUJD", "QUJD\n",
    "QU==\n", "====", "=\r\n", "`\n", "#0V%T\n",
]  # fmt: skip
TOKENS = list(dict.fromkeys([*_LINES, *_WORDS, *_LETTERS, *_HTML, *_PARTS]))

HEADERS = [
    "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Received", "Message-ID", "References",
    "In-Reply-To", "List-Id", "List-Post", "List-Unsubscribe", "X-Mailing-List", "Mailing-List", "Precedence",
    "Auto-Submitted", "Feedback-ID", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding",
    "Content-ID", "MIME-Version", "X-Mailer", "X-Forwarded-To", "Delivered-To", "Return-Path",
]  # fmt: skip


class Place(StrEnum):
    """Where the tokens stand."""

    TEXT = "text"
    FLOWED = "flowed"
    HTML = "html"
    BOTH = "alternative"
    HEADER = "header"
    NAME = "name"  # of somebody, in From and To
    PARAMETER = "parameter"
    FOLDED = "folded"  # a header of many lines
    HEAD = "head"  # instead of headers
    PARTS = "parts"
    NESTED = "nested"
    BASE64 = "base64"
    QUOTED_PRINTABLE = "quoted-printable"
    UUENCODED = "uuencoded"
    FILE = "mbox"


@dataclass(frozen=True)
class Case:
    """A mail, or a file of mail. `name` says where which tokens stand."""

    name: str
    place: Place
    data: bytes

    @property
    def html(self) -> str:
        """What is made safe when the mail is viewed."""
        return self.data.partition(b"\n\n")[2].decode("utf-8", "replace")


def case(seed: int, number: int, longest: int = LONGEST) -> Case:
    """The same for a seed and a number: about half of them are as long as can be, which `longest` says of all."""
    chance = random.Random(f"{seed}:{number}")
    place = chance.choice(list(Place))
    tokens = chance.sample(TOKENS, chance.choice((1, 1, 2, 2, 2, 3)))
    size = int(longest / _TIMES.get(place, 1) * (1 if chance.random() < 0.5 else chance.random()))
    pattern, repeated = _repeated(chance, tokens, size)
    header = chance.choice(HEADERS)
    name = f"{place} {header if place is Place.HEADER else ''} {pattern} {size}"
    return Case(" ".join(name.split()), place, mail(place, repeated, header))


def alone(token: str, place: Place, size: int, header: str = "Subject") -> Case:
    """One token, and nothing else."""
    return Case(f"{place} {token!r} {size}", place, mail(place, _fill(token, size), header))


def _fill(token: str, size: int) -> str:
    return token * max(1, size // len(token.encode("utf-8", "surrogatepass")))


def _repeated(chance: random.Random, tokens: list[str], size: int) -> tuple[str, str]:
    """A description, and the text: in turns, one kind after the other, in runs, or in any order."""
    whole = "".join(tokens)
    if len(tokens) == 1:
        return f"{whole!r}", _fill(whole, size)
    match chance.randrange(4):
        case 0:
            return f"{whole!r}", _fill(whole, size)
        case 1:
            return "then ".join(map(repr, tokens)), "".join(_fill(token, size // len(tokens)) for token in tokens)
        case 2:
            run = "".join(token * chance.choice((2, 30, 1_000)) for token in tokens)
            return f"runs of {tokens!r}", _fill(run, size)
        case _:
            block = "".join(chance.choices(tokens, k=500))
            return f"a mixture of {tokens!r}", _fill(block, size)


_HEAD = "From: Ida <ida@example.org>\nTo: Noor <noor@example.net>\nSubject: Plan\nMIME-Version: 1.0\n"


def mail(place: Place, repeated: str, header: str = "Subject") -> bytes:
    """A mail with `repeated` there."""
    return _MAKERS[place](repeated, header).encode("utf-8", "surrogatepass")


def _typed(kind: str, body: str, encoding: str = "8bit") -> str:
    return f"{_HEAD}Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n{body}"


def _value(text: str) -> str:
    """As one header: what breaks lines would be others."""
    return text.replace("\r", "").replace("\n", " ")


def _alternative(repeated: str) -> str:
    parts = [f"--B\nContent-Type: {kind}; charset=utf-8\n\n{repeated}\n" for kind in ("text/plain", "text/html")]
    return _typed("multipart/alternative; boundary=B", "".join(parts) + "--B--\n")


def _nested(repeated: str) -> str:
    heads = "".join(f"--B{n}\nContent-Type: multipart/mixed; boundary=B{n + 1}\n\n" for n in range(200))
    return _typed("multipart/mixed; boundary=B0", heads + repeated)


def _parameter(repeated: str) -> str:
    kind = f'application/pdf; name="{_value(repeated)}"; x={_value(repeated)}'
    return f"{_HEAD}Content-Type: {kind}\nContent-Disposition: attachment; filename={_value(repeated)}\n\nx\n"


def _base64(repeated: str) -> str:
    encoded = base64.encodebytes(repeated.encode("utf-8", "surrogatepass")).decode()
    return _typed("text/html", encoded + repeated[:1000], "base64")


def _named(repeated: str) -> str:
    name = _value(repeated)
    return f"From: {name} <ida@example.org>\nTo: {name} <noor@example.net>\n\nHello\n"


def _folded(repeated: str, header: str) -> str:
    value = "\n ".join(repeated.replace("\r", "").split("\n"))
    return f"{header}: {value}\n{_HEAD}\nHello\n"


# How much longer a mail is than what is repeated.
_TIMES = {Place.BOTH: 2, Place.NAME: 2, Place.PARAMETER: 3, Place.BASE64: 1.36}
_PLAIN = "text/plain; charset=utf-8"
_MAKERS: dict[Place, Callable[[str, str], str]] = {
    Place.TEXT: lambda text, _: _typed(_PLAIN, text),
    Place.FLOWED: lambda text, _: _typed(f"{_PLAIN}; format=flowed", text),
    Place.HTML: lambda text, _: _typed("text/html; charset=utf-8", text),
    Place.BOTH: lambda text, _: _alternative(text),
    Place.HEADER: lambda text, header: f"{header}: {_value(text)}\n{_HEAD}\nHello\n",
    Place.NAME: lambda text, _: _named(text),
    Place.PARAMETER: lambda text, _: _parameter(text),
    Place.FOLDED: _folded,
    Place.HEAD: lambda text, _: f"{text}\n{_HEAD}\nHello\n",
    Place.PARTS: lambda text, _: _typed("multipart/mixed; boundary=B", text),
    Place.NESTED: lambda text, _: _nested(text),
    Place.BASE64: lambda text, _: _base64(text),
    Place.QUOTED_PRINTABLE: lambda text, _: _typed(_PLAIN, text, "quoted-printable"),
    Place.UUENCODED: lambda text, _: _typed("text/plain", text, "x-uuencode"),
    Place.FILE: lambda text, _: f"From x Mon Jan  1 00:00:00 2024\n{_HEAD}\n{text}",
}
