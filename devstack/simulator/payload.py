"""A message as Gmail serves it: the payload tree as JSON bytes, made once when the mail arrives."""

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from typing import Any

import orjson

from devstack.simulator.encodings import text_of
from devstack.simulator.mime import Entity, parse

_INLINE_LIMIT = 1_000_000  # bytes of text that still travel inside the payload
_SNIPPET = 200  # characters
_SEARCHED = 50_000  # characters of text that a search for plain words looks at
_UNSEEN = re.compile(r"(?is)<(head|style|script)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")


@dataclass(frozen=True)
class Mail:
    """All that is kept of one message. `payload` and `headers` are JSON; `attachments` are (id, bytes)."""

    raw: bytes
    digest: bytes
    payload: bytes
    headers: bytes
    attachments: list[tuple[str, bytes]]
    root: Entity
    snippet: str
    text: str
    attached: bool


def read_mail(raw: bytes) -> Mail:
    """Parse a message of any kind, however malformed."""
    return _Reader(raw).mail()


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._digest = hashlib.sha256(raw).digest()[:16]
        self._attachments: list[tuple[str, bytes]] = []
        self._plain: str | None = None
        self._html: str | None = None
        self._named = False

    def mail(self) -> Mail:
        root = parse(self._raw)
        tree = self._part(root, "")
        text = self._plain if self._plain is not None else _visible(self._html or "")
        words = " ".join(text[: 4 * _SEARCHED].split())
        top = {"mimeType": tree["mimeType"], "headers": tree.get("headers", [])}
        return Mail(
            raw=self._raw,
            digest=self._digest,
            payload=orjson.dumps(tree),
            headers=orjson.dumps(top),
            attachments=self._attachments,
            root=root,
            snippet=html.escape(words[:_SNIPPET]),
            text=words[:_SEARCHED],
            attached=self._named,
        )

    def _part(self, entity: Entity, part_id: str) -> dict[str, Any]:
        part: dict[str, Any] = {"partId": part_id, "mimeType": entity.mime_type, "filename": entity.filename}
        if entity.headers:
            part["headers"] = [{"name": name, "value": value} for name, value in entity.headers]
        part["body"] = self._body(entity, part_id)
        if entity.parts:
            prefix = f"{part_id}." if part_id else ""
            part["parts"] = [self._part(child, f"{prefix}{place}") for place, child in enumerate(entity.parts)]
        return part

    def _body(self, entity: Entity, part_id: str) -> dict[str, Any]:
        if entity.parts and entity.mime_type.startswith("multipart/"):
            return {"size": 0}
        data = entity.content()
        if not data:
            return {"size": 0}
        if not _travels_inline(entity, data):
            key = base64.urlsafe_b64encode(hashlib.sha256(self._digest + part_id.encode()).digest())
            attachment_id = "ANGjdJ" + key.decode().rstrip("=")
            self._attachments.append((attachment_id, data))
            self._named = self._named or bool(entity.filename)
            return {"attachmentId": attachment_id, "size": len(data)}
        data = self._text(entity, data)
        return {"size": len(data), "data": base64.urlsafe_b64encode(data).decode()}

    def _text(self, entity: Entity, data: bytes) -> bytes:
        """Gmail serves text in UTF-8, whatever charset the part's headers go on to claim."""
        text = text_of(data, entity.charset)
        seen = data.decode("latin-1") if text is None else text
        if entity.mime_type == "text/html":
            self._html = seen if self._html is None else self._html
        elif self._plain is None:
            self._plain = seen
        return data if text is None else text.encode()


def _travels_inline(entity: Entity, data: bytes) -> bool:
    if entity.filename or entity.disposition == "attachment" or len(data) > _INLINE_LIMIT:
        return False
    return entity.mime_type.startswith(("text/", "multipart/")) or entity.mime_type == "message/delivery-status"


def _visible(markup: str) -> str:
    """The text of HTML, roughly: enough for a snippet."""
    return html.unescape(_UNSEEN.sub(" ", markup[:_INLINE_LIMIT]))
