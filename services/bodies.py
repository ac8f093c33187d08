"""The text, the HTML and the attachments of a tree of parts."""

import html as escapes
import re
from email.message import Message
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser

from models.contracts.mail import Attachment
from models.contracts.mime import Part
from services.charsets import decode

_BLOCKS = "p, div, br, li, tr, h1, h2, h3, h4, h5, h6, blockquote, table, ul, ol, hr, pre"
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_BLANKS = re.compile(r"\n{3,}")


def body_of(root: Part) -> tuple[str, str | None, list[Attachment]]:
    """(text, HTML or None, attachments). Mail that is HTML only has its text made from that."""
    attachments: list[Attachment] = []
    text, html = _read(root, attachments)
    return text, html, attachments


def _read(part: Part, attachments: list[Attachment]) -> tuple[str, str | None]:
    if part.mime_type.startswith("multipart/"):
        bodies = [(child, *_read(child, attachments)) for child in part.parts]
        if part.mime_type == "multipart/alternative":
            return _alternative(bodies)
        return _mixed([(text, html) for _, text, html in bodies])
    if _is_attachment(part):
        attachments.append(_attachment(part))
        return "", None
    text = decode(part.data or b"", _parameter(part, "charset")).replace("\r\n", "\n").replace("\r", "\n")
    if part.mime_type == "text/html":
        return text_of_html(text), text
    if _parameter(part, "format").lower() == "flowed":
        text = _unflow(text, drop_space=_parameter(part, "delsp").lower() == "yes")
    return text, None


def _is_attachment(part: Part) -> bool:
    if part.mime_type not in {"text/plain", "text/html"}:
        return True
    named = bool(part.filename) or part.header("Content-Disposition").lower().startswith("attachment")
    return named or (part.data is None and part.attachment_id is not None)


def _alternative(bodies: list[tuple[Part, str, str | None]]) -> tuple[str, str | None]:
    """The same content in several forms, the best last (RFC 2046, section 5.1.4)."""
    html = next((html for _, _, html in reversed(bodies) if html), None)
    plain = next((text for _, text, html in bodies if html is None and text.strip()), None)
    return plain if plain is not None else next((text for _, text, _ in bodies if text), ""), html


def _mixed(bodies: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    text = "\n".join(text for text, _ in bodies if text)
    if not any(html for _, html in bodies):
        return text, None
    return text, "\n".join(html or f"<pre>{escapes.escape(text)}</pre>" for text, html in bodies if html or text)


def _attachment(part: Part) -> Attachment:
    content_id = part.header("Content-ID").strip("<> ")
    return Attachment(
        part_id=part.part_id,
        filename=part.filename or ("invitation.ics" if part.mime_type == "text/calendar" else ""),
        mime_type=part.mime_type,
        size=part.size,
        content_id=content_id or None,
        attachment_id=part.attachment_id,
    )


def _parameter(part: Part, name: str) -> str:
    """A parameter of Content-Type, or "". The standard library's parser takes what real mail has."""
    content_type = part.header("Content-Type")
    if name not in content_type.lower():
        return ""
    holder: Message[str, str] = Message()
    holder["Content-Type"] = content_type
    try:
        value = holder.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return value if isinstance(value, str) else str(value[2])


def text_of_html(html: str) -> str:
    """The readable text of an HTML mail, a line a block."""
    tree = LexborHTMLParser(html)
    for node in tree.css("script, style, head, title, template"):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
    text = tree.body.text(separator="") if tree.body else ""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


def _unflow(text: str, *, drop_space: bool) -> str:
    """Lines that were broken for transport joined again (RFC 3676): a line that ends in a space goes on."""
    lines: list[str] = []
    for depth, group in groupby(text.split("\n"), key=lambda line: len(line) - len(line.lstrip(">"))):
        flowing = False
        for line in group:
            content = line[depth:].removeprefix(" ")
            if flowing:
                lines[-1] += content
            else:
                lines.append(f"{'>' * depth} {content}" if depth else content)
            flowing = content.endswith(" ") and content != "-- "
            if flowing and drop_space:
                lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
