"""The text, the HTML and the attachments of a tree of parts."""

import html as escapes
import re
from dataclasses import dataclass, field

from models.contracts.mail.messages import Attachment
from models.contracts.mime import Part
from services.mime.charsets import clean, decode
from services.mime.enclosed import KINDS, size_of
from services.mime.format_flowed import unflow
from services.mime.headers import decode_words, parameters
from services.mime.html_charset import charset_of_html
from services.mime.html_text import MOST_TAGS, text_of_html

# Text that is read as the mail's own; other kinds (calendars, cards, tables) are for a program to open.
_READ = {
    "text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-patch", "text/x-diff",
    "application/xhtml+xml", "text/x-html",
}  # fmt: skip
_HTML = {"text/html", "application/xhtml+xml", "text/x-html"}
_NAMES = {"message/rfc822": "message.eml", "text/calendar": "invitation.ics", "application/ms-tnef": "winmail.dat"}
_LARGE = 1_000_000  # bytes: a longer text is an attachment at Gmail, and its beginning is enough to read and search
_MARKUP = re.compile(r"</?[A-Za-z][\w-]{0,30}>")
# Marks of direction, too: "invoice\u202efdp.exe" is shown as "invoiceexe.pdf".
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass
class Room:
    """What is still read with care of a mail and of those that are in it; of more, what is quickly read."""

    tags: int = MOST_TAGS
    guesses: int = 20  # of charsets: a millisecond each


def body_of(root: Part, room: Room | None = None) -> tuple[str, str | None, list[Attachment]]:
    """(text, HTML or None, attachments). Mail that is HTML only has its text made from that."""
    reading = _Reading(room or Room())
    text, html = reading.read(root)
    return text.strip("\n").rstrip(), html.strip() if html else None, reading.attachments


@dataclass
class _Reading:
    room: Room
    attachments: list[Attachment] = field(default_factory=list)

    def read(self, part: Part, *, textless: bool = False, first: bool = True) -> tuple[str, str | None]:
        """(text, HTML or None). `textless`: no text is made of HTML. `first`: no text came before it."""
        if part.parts and part.mime_type.startswith("multipart/"):
            if part.mime_type == "multipart/alternative":
                return self._alternative(part)
            textless = textless and part.mime_type == "multipart/related"
            bodies: list[tuple[str, str | None]] = []
            for child in part.parts:
                first = first and not any(text or html for text, html in bodies)
                bodies.append(self.read(child, textless=textless, first=first))
            return _mixed(bodies)
        attached = _is_attachment(part, first=first)
        if part.mime_type not in KINDS:
            self.attachments += [_attachment(packed) for packed in part.parts]
        if attached or part.size > _LARGE:
            self.attachments.append(_attachment(part))
        return ("", None) if attached else self._body(part, (part.data or b"")[:_LARGE], textless=textless)

    def _body(self, part: Part, data: bytes, *, textless: bool) -> tuple[str, str | None]:
        _, described = parameters(part.header("Content-Type"))
        hint = charset_of_html(data) if part.mime_type in _HTML else None
        self.room.guesses -= described.get("charset") is None or not data.isascii()
        text = decode(
            data, described.get("charset"), hint=hint, converted=part.converted, guessed=self.room.guesses > 0
        )
        if "\r" in text:  # "\r\r\n" is one line's end that was encoded once more: "=0D" before it
            text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        if part.mime_type in _HTML:
            return "" if textless else self._text(text), text
        if part.mime_type in {"text/enriched", "text/richtext"}:
            return _MARKUP.sub("", text), None
        if described.get("format", "").lower() == "flowed":
            text = unflow(text, drop_space=described.get("delsp", "").lower() == "yes")
        return text, None

    def _alternative(self, part: Part) -> tuple[str, str | None]:
        """The same content in several forms, the best last (RFC 2046, section 5.1.4).

        The text is that of the plain form: no text is made of the HTML where there is one.
        """
        bodies = [self.read(child, textless=True, first=True) for child in part.parts]
        html = next((html for _, html in reversed(bodies) if html), None)
        plain = next((text for text, html in bodies if html is None and text.strip()), None)
        text = plain or next((text for text, _ in bodies if text.strip()), "")
        return text or (self._text(html) if html else ""), html

    def _text(self, html: str) -> str:
        most, self.room.tags = self.room.tags, self.room.tags - html.count("<")
        return text_of_html(html, most)


def _is_attachment(part: Part, *, first: bool) -> bool:
    if part.mime_type.startswith("multipart/"):  # one whose parts nobody can find: show what there is
        return False
    if part.mime_type not in _READ and not _is_all(part):
        return True
    if part.filename and not first:  # a name alone makes no attachment of the first text: some programs name every part
        return True
    if decode_words(part.header("Content-Disposition")).strip().lower().startswith("attachment"):
        return True
    return part.data is None and part.attachment_id is not None


def _is_all(part: Part) -> bool:
    """Is this a text that is all of a mail? Of whatever kind, it is read (RFC 2046, 4.1.4), unless it is a file.

    So is one with a name, and an invitation.
    """
    named = part.filename or part.mime_type == "text/calendar"
    return not part.part_id and not named and part.mime_type.startswith("text/")


def _mixed(bodies: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    text = "\n".join(text for text, _ in bodies if text)
    if not any(html for _, html in bodies):
        return text, None
    return text, "\n".join(html or f"<pre>{escapes.escape(text)}</pre>" for text, html in bodies if html or text)


def _attachment(part: Part) -> Attachment:
    content_id = clean(part.header("Content-ID")).strip("<> ")
    return Attachment(
        part_id=part.part_id,
        filename=_filename(part.filename) or _NAMES.get(part.mime_type, ""),
        mime_type=part.mime_type,
        size=size_of(part),
        content_id=content_id or None,
        attachment_id=part.attachment_id,
    )


def _filename(name: str) -> str:
    """Without folders and what no file system takes."""
    bare = _CONTROL.sub("", clean(name)).replace("\\", "/").rpartition("/")[2].strip()
    return "" if bare in {".", ".."} else bare[-200:]
