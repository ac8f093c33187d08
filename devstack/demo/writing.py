"""Turns what somebody says into the body that their mail program would send."""

import textwrap
from dataclasses import dataclass
from html import escape

from devstack.demo.letters import Letter
from devstack.demo.mime import Encoding, Part, fitting, multipart, text_part
from devstack.demo.people import OWNER, Person
from devstack.demo.quotes import Quote, quote, signature
from devstack.demo.tongues import TONGUES

_STYLE = (
    "<style>p.MsoNormal{margin:0cm;font-size:11pt;font-family:Calibri,sans-serif} "
    "a{color:#0563C1} .sig{color:#7f7f7f;font-size:9pt} @media print{.sig{display:none}}</style>"
)
_ENCODINGS: tuple[Encoding, ...] = ("quoted-printable", "base64", "8bit")


@dataclass(frozen=True)
class Said:
    """What somebody says in a letter: a greeting, paragraphs, a closing and their signature."""

    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: str

    @property
    def blocks(self) -> list[str]:
        """The parts that are there."""
        return [block for block in (self.greeting, *self.paragraphs, self.closing, self.signature) if block]


@dataclass(frozen=True)
class Written:
    """A body, the plain text that an answer quotes, and the charset of the headers."""

    body: Part
    text: str
    charset: str


def say(author: Person, to: str, paragraphs: tuple[str, ...], language: str, *, long: bool, first: bool) -> Said:
    """Add the manners of the language. `long` brings the full signature; an answer may skip the greeting."""
    tongue = TONGUES.get(language)
    name = author.given if language in {"en", "de", "fr", "es"} else author.name
    signed = signature(author) if long or author.client == "apple" else ""
    if tongue:
        return Said(tongue.greeting.format(given=to), paragraphs, f"{tongue.closing}\n{name}", signed)
    greetings = ("Hi {},", "Hello {},", "Dear {},", "{},", "Hi {},")
    closings = ("Best,", "Best wishes,", "Kind regards,", "Cheers,", "All the best,")
    greeting = greetings[author.number % 5].format(to) if first or author.number % 3 else ""
    return Said(greeting, paragraphs, f"{closings[author.number % 4]}\n{name}", signed)


def write(author: Person, said: Said, answered: Letter | None, language: str) -> Written:
    """The body as the author's mail program makes it, with the answered letter quoted its way."""
    quoted = quote(author, answered, language) if answered else None
    text = _plain(author, said, quoted)
    charset = _charset(author, language, text + said.signature)
    encoding = _encoding(author, text, charset)
    if author.client == "thunderbird":
        flowed = _flowed(text)
        return Written(text_part(flowed, charset=charset, encoding=encoding, params="; format=flowed"), text, charset)
    if author.client == "foxmail" or (author.client == "apple" and author.number % 4 == 0):
        return Written(
            text_part(_html(author, said, quoted), "html", charset=charset, encoding=encoding), text, charset
        )
    plain = text_part(text, charset=charset, encoding=encoding)
    if author.client == "apple" or (author.client == "outlook" and author.number % 3 == 0):
        return Written(plain, text, charset)
    html = text_part(_html(author, said, quoted), "html", charset=charset, encoding=encoding)
    return Written(multipart("alternative", plain, html), text, charset)


def _plain(author: Person, said: Said, quoted: Quote | None) -> str:
    own = "\n\n".join(_wrapped(block) for block in said.blocks)
    if quoted is None:
        return own + "\n"
    if author.client == "thunderbird":  # people who use it answer below
        return f"{quoted.text}\n\n{own}\n"
    return f"{own}\n\n{quoted.text}\n"


def _wrapped(block: str) -> str:
    return "\n".join(
        line if len(line) <= 76 else "\n".join(textwrap.wrap(line, 74, break_long_words=False, break_on_hyphens=False))
        for line in block.split("\n")
    )


def _flowed(text: str) -> str:
    """Soft line breaks (RFC 3676): a trailing space where the paragraph goes on in the next line."""
    lines = text.split("\n")
    out = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        soft = len(line) > 60 and following and not following.startswith((">", " ")) and not line.startswith(">")
        stuffed = f" {line}" if line.startswith(("From ", " ")) else line
        out.append(f"{stuffed} " if soft else stuffed)
    return "\n".join(out)


def _html(author: Person, said: Said, quoted: Quote | None) -> str:
    blocks = [escape(block).replace("\n", "<br>\n") for block in said.blocks]
    after = quoted.html if quoted else ""
    if author.client == "outlook" or author.client == "foxmail":
        lines = '\n<p class="MsoNormal">&nbsp;</p>\n'.join(f'<p class="MsoNormal">{block}</p>' for block in blocks)
        return f"<html><head>{_STYLE}</head><body>\n{lines}\n{after}\n</body></html>\n"
    direction = "auto" if author.language == "ar" else "ltr"
    lines = "\n<div><br></div>\n".join(f"<div>{block}</div>" for block in blocks)
    return f'<div dir="{direction}">{lines}</div><br>\n{after}\n'


def _charset(author: Person, language: str, text: str) -> str:
    """An older mail program's charset where the text fits into it, else UTF-8."""
    wanted = TONGUES[language].charset if language in TONGUES and author is not OWNER else "utf-8"
    return fitting(text, wanted)


def _encoding(author: Person, text: str, charset: str) -> Encoding | None:
    if charset == "iso-2022-jp":
        return "7bit"
    if text.isascii() and author.number % 6:
        return None
    return _ENCODINGS[author.number % 3]
