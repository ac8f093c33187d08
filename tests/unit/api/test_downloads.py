"""Names and kinds of downloads: whatever a mail claims, a browser saves it under a harmless name."""

import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest

from api.downloads import disposition, download
from services.gmail.attachments import File


def answered(filename: str, mime_type: str) -> dict[str, str]:
    async def pieces() -> AsyncIterator[bytes]:
        yield b""

    return dict(download(File(filename, mime_type, pieces())).headers)


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("contract.pdf", 'attachment; filename="contract.pdf"'),
        ("", 'attachment; filename="attachment.pdf"'),
        ("Übersicht.pdf", "attachment; filename=\"_bersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf"),
        ('a"b.pdf', "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a%22b.pdf"),
        ("100%41.pdf", "attachment; filename=\"100_41.pdf\"; filename*=UTF-8''100%2541.pdf"),
        ("../../etc/passwd", 'attachment; filename="etcpasswd"'),
        (
            "a\r\nSet-Cookie: x=1.pdf",
            "attachment; filename=\"aSet-Cookie_ x=1.pdf\"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1.pdf",
        ),
    ],
)
def test_names_follow_rfc_6266(filename: str, expected: str) -> None:
    assert disposition(filename, "application/pdf") == expected


@pytest.mark.parametrize("filename", ["契約書.pdf", "a\u202efdp.exe", "\ud800.pdf", "a;b='c'.pdf", "...", "con:"])
def test_a_name_is_one_line_of_ascii_that_reads_back(filename: str) -> None:
    header = disposition(filename, "application/pdf")
    assert re.fullmatch(r'attachment; filename="[ -~]+"(; filename\*=UTF-8\'\'[A-Za-z0-9%._~-]+)?', header), header
    assert "\u202e" not in unquote(header)


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp"])
def test_pictures_that_can_only_be_seen_may_be_shown(kind: str) -> None:
    headers = answered("a", kind)
    assert headers["content-disposition"].startswith("inline;")
    assert headers["content-type"] == kind


@pytest.mark.parametrize(
    "kind",
    ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript", "multipart/related",
     "message/external-body", "nonsense", "", "text/html\r\nx: y", "a/b; charset=utf-7"],
)  # fmt: skip
def test_what_a_browser_might_run_is_but_bytes(kind: str) -> None:
    headers = answered("page.html", kind)
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain", "message/rfc822", "text/calendar"])
def test_other_files_are_saved_as_what_they_are(kind: str) -> None:
    headers = answered("file", kind)
    assert headers["content-type"] == kind
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
