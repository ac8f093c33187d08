"""Files as answers: named, of their kind, and never run by a browser."""

import mimetypes
import re
from collections.abc import Mapping
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from services.gmail.attachments import File

# Pictures that can do nothing but be seen. SVG can.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_ACTIVE = re.compile(r"html|xml|svg|script|multipart|message/(?!rfc822)")  # what some browser might take for a page
_BINARY = "application/octet-stream"
_UNSAFE = re.compile(r'[^\x20-\x7e]|["\\%/:*?<>|]')  # in a name that every browser, old ones too, takes for one
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f/\\\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def download(file: File) -> StreamingResponse:
    """A file to save; a picture may be shown as well. No answer runs scripts, whatever it claims to be."""
    kind = file.mime_type if _TYPE.fullmatch(file.mime_type) and not _ACTIVE.search(file.mime_type) else _BINARY
    return StreamingResponse(file.pieces, headers=_headers(file, kind))


def _headers(file: File, kind: str) -> Mapping[str, str]:
    return {
        "Content-Type": kind,  # without a charset: nobody knows that of a file
        "Content-Disposition": disposition(file.filename, kind),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }


def disposition(filename: str, kind: str) -> str:
    """Content-Disposition (RFC 6266): the name in ASCII, and whole where that is not enough (RFC 8187)."""
    name = _INVISIBLE.sub("", filename).strip(" .") or f"attachment{mimetypes.guess_extension(kind) or ''}"
    plain = _UNSAFE.sub("_", name)
    how = "inline" if kind in _SHOWN else "attachment"
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    return f'{how}; filename="{plain}"{whole}'
