"""Small valid files to attach: PDF, PNG, CSV, DOCX and iCalendar."""

import struct
import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape


def pdf(lines: list[str]) -> bytes:
    """One page of ASCII lines (PDF 1.4, with a correct cross-reference table)."""
    shown = [
        line.encode("ascii", "replace").decode().replace("\\", "/").replace("(", "[").replace(")", "]")
        for line in lines
    ]
    stream = "BT /F1 12 Tf 60 780 Td 18 TL " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("ascii")


def png(rng: Random, width: int = 96, height: int = 48) -> bytes:
    """A small bar chart in colour."""
    tint = (rng.randrange(40, 200), rng.randrange(40, 200), rng.randrange(120, 230))
    tops = [rng.randrange(height // 6, height) for _ in range(width // 8)]
    rows = bytearray()
    for y in range(height):
        rows.append(0)  # no filter
        for x in range(width):
            inside = x % 8 < 6 and height - y <= tops[x // 8]
            rows += bytes(tint if inside else (250, 250, 247))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def csv(rng: Random, column: str) -> bytes:
    """A day of readings, one an hour."""
    value, rows = rng.uniform(2, 20), [f"hour,{column.replace(',', ' ')}"]
    for hour in range(24):
        value += rng.uniform(-0.4, 0.4)
        rows.append(f"{hour:02d}:00,{value:.2f}")
    return ("\r\n".join(rows) + "\r\n").encode()


def docx(paragraphs: list[str]) -> bytes:
    """A document that word processors open (ECMA-376, the three parts that it needs)."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    text = "".join(f"<w:p><w:r><w:t>{escape(paragraph)}</w:t></w:r></w:p>" for paragraph in paragraphs)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{text}</w:body></w:document>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0)), head + content)
    return out.getvalue()


def calendar(
    method: str, uid: str, summary: str, place: str, start: datetime, end: datetime, made: datetime,
    organizer: tuple[str, str], guests: list[tuple[str, str, str]],
) -> str:  # fmt: skip
    """A meeting as iCalendar (RFC 5545). Guests: name, address, PARTSTAT. Times in UTC."""
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Kith//Demo mailbox//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{uid}", f"DTSTAMP:{_moment(made)}", f"DTSTART:{_moment(start)}", f"DTEND:{_moment(end)}",
        f'ORGANIZER;CN="{organizer[0]}":mailto:{organizer[1]}',
        *(f'ATTENDEE;CN="{name}";PARTSTAT={state};RSVP=TRUE:mailto:{address}' for name, address, state in guests),
        f"SUMMARY:{_escaped(summary)}", f"LOCATION:{_escaped(place)}", "SEQUENCE:0", "STATUS:CONFIRMED",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Lines of at most 75 octets (section 3.1), never cut inside a character."""
    pieces, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > 73:
            pieces.append(current)
            current = ""
        current += letter
    return "\r\n ".join([*pieces, current])
