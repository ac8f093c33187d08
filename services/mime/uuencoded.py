"""Files that stand uuencoded in a text, as mail had them before MIME and some programs still do.

POSIX's `uuencode` writes two forms: its own letters, and with `-m` those of base64, ended by a line "====".
"""

import mimetypes
import re
from dataclasses import replace

from models.contracts.mime import Part
from services.mime.charsets import decode
from services.mime.transfer_encoding import base64_decoded, uudecoded

# Whole ones only, each line as long as such a line can be: a sentence that begins "begin 644" is none.
_LETTERS = rb"begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[ -`][^\r\n]{0,90}\r?\n)*?)end"
_BASE64 = rb"begin-base64 [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[A-Za-z0-9+/]{1,90}={0,2}\r?\n)*+)===="
_FILE = re.compile(rb"^(?:" + _LETTERS + rb"|" + _BASE64 + rb")[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_MOST = 100  # files of one text


def unpacked(part: Part) -> Part:
    """The same tree; a text has what was packed in it as parts of its own, and no longer the letters of it."""
    if part.parts:
        return replace(part, parts=[unpacked(child) for child in part.parts])
    if part.mime_type != "text/plain" or part.data is None or b"begin" not in part.data:
        return part
    prefix = f"{part.part_id}." if part.part_id else ""
    text, place, files = bytearray(), 0, list[Part]()
    for found in _FILE.finditer(part.data):
        content = uudecoded(found[0]) if found[1] else base64_decoded(found[4])
        if len(files) == _MOST or (not content and (found[2] or b"").strip(b"` \r\n")):
            continue
        name = decode((found[1] or found[3]).strip(), None)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        files.append(Part(f"{prefix}uu{len(files)}", kind, name, [], content, len(content)))
        text += part.data[place : found.start()]
        place = found.end()
    if not files:
        return part
    text += part.data[place:]
    return replace(part, data=bytes(text), size=len(text), parts=files)
