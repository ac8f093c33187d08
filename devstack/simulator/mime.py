"""Mail as a tree of entities (RFC 5322, 2045, 2046, 2231). Reads anything; nothing makes it fail."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from devstack.simulator.encodings import decoded_words, header_text, text_of, transfer_decoded

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_FOLD = re.compile(rb"\r?\n")
_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)")
_PARAMETER = re.compile(r"""([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.DOTALL)
_SECTION = re.compile(r"(.+?)(?:\*(\d+))?(\*)?")
_MAX_DEPTH = 30
_MAX_PARTS = 5_000


@dataclass
class Entity:
    """A message or one part of it. `body` is as it was transferred; `parts` are empty for leaves."""

    headers: list[tuple[str, str]]
    mime_type: str
    charset: str
    disposition: str
    filename: str
    encoding: str
    body: bytes
    parts: "list[Entity]" = field(default_factory=list)

    def header(self, name: str) -> str:
        """The first value of a header, or ""."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), "")

    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return transfer_decoded(self.body, self.encoding)


def parse(raw: bytes, default_type: str = "text/plain", depth: int = 0) -> Entity:
    """The tree of a message."""
    headers, start = parse_headers(raw)
    named = {name.lower(): value for name, value in reversed(headers)}
    mime_type, parameters = _content_type(named.get("content-type", ""), default_type)
    disposition, described = parse_parameters(named.get("content-disposition", ""))
    entity = Entity(
        headers=[(name, decoded_words(name, value)) for name, value in headers],
        mime_type=mime_type,
        charset=parameters.get("charset", ""),
        disposition=disposition,
        filename=decoded_words("", described.get("filename") or parameters.get("name", "")),
        encoding=named.get("content-transfer-encoding", "").split(";")[0].strip().lower(),
        body=raw[start:],
    )
    if depth < _MAX_DEPTH:
        entity.parts = _children(entity, parameters.get("boundary", ""), depth)
    return entity


def parse_headers(raw: bytes) -> tuple[list[tuple[str, str]], int]:
    """(name, unfolded value) in order, and where the body starts. The first line that is no header ends them."""
    headers = []
    position = 0
    while found := _FIELD.match(raw, position):
        headers.append((found[1].decode("ascii"), header_text(_FOLD.sub(b"", found[2])).strip(" \t\r")))
        position = found.end()
    if raw.startswith(b"\r\n", position):
        return headers, position + 2
    return headers, position + raw.startswith(b"\n", position)


def _children(entity: Entity, boundary: str, depth: int) -> list[Entity]:
    if entity.mime_type.startswith("multipart/") and boundary:
        default = "message/rfc822" if entity.mime_type == "multipart/digest" else "text/plain"
        return [parse(piece, default, depth + 1) for piece in _split(entity.body, boundary)]
    if entity.mime_type in {"message/rfc822", "message/global"}:
        return [parse(entity.content(), depth=depth + 1)]
    return []


def _split(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the delimiters (RFC 2046, section 5.1.1); the last may lack its end."""
    marker = re.escape(boundary.rstrip().encode("utf-8", "replace"))
    pieces: list[bytes] = []
    start: int | None = None
    for found in re.finditer(rb"(?m)^--" + marker + rb"(--)?[ \t]*\r?$\n?", body):
        if start is not None:
            pieces.append(_without_newline(body[start : found.start()]))
        start = None if found[1] else found.end()
        if found[1] or len(pieces) >= _MAX_PARTS:
            break
    if start is not None and len(pieces) < _MAX_PARTS and start < len(body):
        pieces.append(body[start:])
    return pieces


def _without_newline(piece: bytes) -> bytes:
    """The line break before a delimiter belongs to the delimiter."""
    return piece[:-2] if piece.endswith(b"\r\n") else piece.removesuffix(b"\n")


def _content_type(value: str, default: str) -> tuple[str, dict[str, str]]:
    found = _TYPE.match(value)
    if found is None:
        return default, parse_parameters(value)[1]
    return found[1].lower(), parse_parameters(value[found.end() :])[1]


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The word before the first semicolon, in lower case, and the parameters (RFC 2231 included)."""
    parameters: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, raw in _PARAMETER.findall(value):
        text = re.sub(r"\\(.)", r"\1", raw[1:].removesuffix('"')) if raw.startswith('"') else raw.strip()
        split = _SECTION.fullmatch(name.lower())
        if split is not None and (split[2] or split[3]):
            sections.setdefault(split[1], []).append((int(split[2] or 0), bool(split[3]), text))
        else:
            parameters.setdefault(name.lower(), text)
    for name, pieces in sections.items():
        parameters[name] = _joined(sorted(pieces))
    word = value.split(";", 1)[0].strip().lower()
    return ("" if "=" in word else word), parameters


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """The sections of one parameter; the first extended one names the charset."""
    charset, data = "utf-8", b""
    for place, (_, extended, text) in enumerate(pieces):
        if extended and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    decoded = text_of(data, charset)
    return header_text(data) if decoded is None else decoded
