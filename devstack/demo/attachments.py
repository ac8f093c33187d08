"""Puts files into a body: what "attached" in a text promises, pictures inside HTML, calendar entries."""

import re
from random import Random

from devstack.demo.files import csv, docx, pdf, png
from devstack.demo.mime import Part, file_part, multipart, text_part

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attach(body: Part, topic: str, text: str, rng: Random) -> Part:
    """`body` with one or two files that fit the text."""
    name = re.sub(r"[^a-z0-9]+", "-", topic.lower()).strip("-")[:40] or "file"
    if "photo" in text or "picture" in text.lower():
        files = [file_part(f"{name}-{n}.png", f'image/png; name="{name}-{n}.png"', png(rng)) for n in (1, 2)]
    elif "log" in text or "table" in text:
        files = [file_part(f"{name}.csv", f'text/csv; name="{name}.csv"', csv(rng, topic))]
    elif "draft" in text or "paper" in text or "notes" in text:
        files = [file_part(f"{name}.docx", _DOCX, docx([topic, *text.split("\n")]))]
    else:
        shown = f"Übersicht {name}.pdf" if rng.random() < 0.1 else f"{name}.pdf"
        files = [file_part(shown, "application/pdf", pdf([topic, "", *text.split(". ")]))]
    return multipart("mixed", body, *files)


def with_picture(text: str, html: str, picture: bytes, cid: str) -> Part:
    """Text, and HTML that shows a picture which travels with it (multipart/related, RFC 2387)."""
    related = multipart(
        "related",
        text_part(html.replace("{cid}", cid), "html"),
        file_part("picture.png", 'image/png; name="picture.png"', picture, cid=cid),
        params='; type="text/html"',
    )
    return multipart("alternative", text_part(text), related)
