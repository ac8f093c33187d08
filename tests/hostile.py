"""Mail that is made to keep a computer busy: a few tokens, repeated, in each place where a reader looks.

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

from tests.hostile_tokens import EACH, TOKENS

LONGEST = 2_000_000  # bytes of what is repeated

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
    numbers = token.count(EACH)
    longest = len(token.encode("utf-8", "surrogatepass")) + 4 * numbers  # of six digits
    text = token * max(1, size // longest)
    if not numbers:
        return text
    first, *rest = text.split(EACH)
    return "".join([first, *(f"{number}{piece}" for number, piece in enumerate(rest))])


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
