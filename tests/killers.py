"""Mail that is made to keep a computer busy."""

import base64
from collections.abc import Callable

from pydantic import ByteSize

HEAD = "Message-ID: <{key}@evil.example>\nFrom: Mallory <mallory@evil.example>\nTo: robin@marlow.example\n"


def _mail(key: str, kind: str, body: str, headers: str = "") -> bytes:
    subject = f"Subject: {key}\n"
    return f"{HEAD.format(key=key)}{subject}{headers}Content-Type: {kind}\n\n{body}\n".encode()


def fonts(paragraphs: int = 4_000) -> str:
    """Formatting elements that each paragraph opens anew: 95 KB take gigabytes."""
    return "<p>" + "".join(f'<font color="#{n:06x}">' for n in range(900)) + "<p>x" * paragraphs


def _wide(parts: int = 32) -> bytes:
    """Each letter takes four bytes, for the one in the megabyte that needs them, and a text has some copies."""
    part = "--x\nContent-Type: text/plain; charset=utf-8\n\n\U0001f600" + "word " * 190_000 + "\n"
    return _mail("wide", "multipart/mixed; boundary=x", part * parts)


# What no reader holds within this: 30 MB.
MEMORY = ByteSize(256 * 2**20)
KILLERS: dict[str, Callable[[], bytes]] = {"wide": _wide}

# What other kinds of hostile mail there are: each is read within the bounds.
ODD: dict[str, Callable[[], bytes]] = {
    # 35 KB of HTML that took 1.6 GB, 95 KB that took over 6, and 800 KB that took minutes
    "fonts-small": lambda: _mail("fonts-small", "text/html", fonts(4_000)),
    "fonts-large": lambda: _mail("fonts-large", "text/html", fonts(18_000)),
    "attributes": lambda: _mail("attributes", "text/html", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x"),
    "deep-mime": lambda: _mail(
        "deep",
        'multipart/mixed; boundary="0"',
        "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(5_000)),
    ),
    "many-parts": lambda: _mail("parts", "multipart/mixed; boundary=x", "--x\n\nhello\n" * 200_000),
    "huge-header": lambda: _mail("header", "text/plain", "hello", "X-Long: " + "x" * 5_000_000 + "\n"),
    "folded-header": lambda: _mail("folded", "text/plain", "hello", "X-Fold: a" + "\n b" * 500_000 + "\n"),
    "many-headers": lambda: _mail("headers", "text/plain", "hello", "X-Many: a\n" * 300_000),
    "encoded-words": lambda: _mail("words", "text/plain", "hello", "Comments: " + "=?utf-7?q?+2AA-?= " * 50_000 + "\n"),
    "open-word": lambda: _mail("open", "text/plain", "hello", "Comments: " + "=?" * 500_000 + "\n"),
    "addresses": lambda: _mail(
        "addresses", "text/plain", "hello", "Cc: " + ", ".join(f"p{n}@x.example" for n in range(3_000)) + "\n"
    ),
    "quotes-in-addresses": lambda: _mail("quotes", "text/plain", "hello", "Cc: " + '"\\' * 200_000 + "\n"),
    "comments-in-addresses": lambda: _mail("comments", "text/plain", "hello", "Cc: " + "(" * 300_000 + "\n"),
    "parameters": lambda: _mail("parameters", "text/plain" + "; name*0*=a" * 50_000, "hello"),
    "base64": lambda: (
        _mail("base64", "text/plain; charset=utf-16", "", "Content-Transfer-Encoding: base64\n")
        + base64.encodebytes(b"\xff\xfe" + b"\x00\xd8" * 2_000_000)
    ),
    "no-charset": lambda: _mail("charset", "text/plain; charset=unicode_escape", "\\N{" * 300_000),
    "odd-charset": lambda: _mail("zip", "text/plain; charset=zlib", "x" * 500_000),
    "unknown-bytes": lambda: _mail("bytes", "text/plain", "") + bytes(range(128, 256)) * 8_000 + b"\n",
    "references": lambda: _mail("references", "text/plain", "hello", "References:" + " <a@b>" * 300_000 + "\n"),
    "dates": lambda: _mail("dates", "text/plain", "hello", "Date: " + "1 " * 300_000 + "\n"),
    "spaces": lambda: _mail("spaces", "text/plain", " " * 500_000 + "\n" + "\t" * 500_000),
    "signs": lambda: _mail("signs", "text/plain", ("-" * 70 + "\n_____\n") * 10_000),
    "from-lines": lambda: _mail("from", "text/plain", "From: a\nSent: b\nTo: c\nSubject: d\n" * 5_000),
    "wrote": lambda: _mail("wrote", "text/plain", "On Monday, somebody wrote\n" * 20_000),
    "quoted": lambda: _mail("quoted", "text/plain", ">" * 500_000 + "\n" + "> " * 250_000),
    "combining": lambda: _mail("combining", "text/plain; charset=utf-8", "a" + "\u0301" * 400_000),
    "one-word": lambda: _mail("word", "text/plain; charset=utf-8", "ž" * 900_000),
    "entities": lambda: _mail("entities", "text/html", "&amp" * 300_000),
    # What once took half a minute, and a minute inside one regular expression.
    "ruby": lambda: _mail("ruby", "text/html", "<rt>" * 125_000),
    "dashes": lambda: _mail("dashes", "text/plain", "hello\n" + "--\n" * 33_000),
    "tables": lambda: _mail("tables", "text/html", "<table><tr><td>" * 20_000),
    "misnested": lambda: _mail("misnested", "text/html", "<b><i><a>" * 300 + "</b></i></a><div>" * 5_000),
    "select": lambda: _mail("select", "text/html", "<select><optgroup>" * 50_000),
    "svg": lambda: _mail("svg", "text/html", "<svg><foreignObject><math><mi>" * 20_000),
    "style": lambda: _mail("style", "text/html", f'<p style="{"color:red;" * 80_000}">x'),
}
