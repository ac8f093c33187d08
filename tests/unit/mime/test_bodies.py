"""Text, HTML and attachments of a mail."""

import pytest

from services.mime.bodies import body_of
from services.mime.parts import part_of


def mail(content: bytes, boundary: str = "b", kind: str = "mixed") -> bytes:
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n".encode() + content


PLAIN = b"--b\nContent-Type: text/plain\n\nplain\n"
HTML = b"--b\nContent-Type: text/html\n\n<p>html</p>\n"


def test_of_alternatives_the_plain_text_and_the_best_html_are_taken() -> None:
    assert body_of(part_of(mail(PLAIN + HTML + b"--b--", kind="alternative"))) == ("plain", "<p>html</p>", [])
    assert body_of(part_of(mail(HTML + b"--b--", kind="alternative"))) == ("html", "<p>html</p>", [])
    assert body_of(part_of(mail(PLAIN.replace(b"\nplain", b"\n ") + HTML, kind="alternative")))[0] == "html"


def test_what_stands_one_after_the_other_is_read_one_after_the_other() -> None:
    text, html, _ = body_of(part_of(mail(PLAIN.replace(b"\nplain", b"\na < b") + HTML + b"--b--")))

    assert text == "a < b\nhtml"
    assert html == "<pre>a &lt; b</pre>\n<p>html</p>"


@pytest.mark.parametrize(
    ("headers", "filename", "mime_type"),
    [
        (b"Content-Type: application/pdf; name=a.pdf", "a.pdf", "application/pdf"),
        (b"Content-Type: application/pdf", "", "application/pdf"),
        (b"Content-Type: text/plain; name=notes.txt", "notes.txt", "text/plain"),
        (b"Content-Type: text/html\nContent-Disposition: attachment", "", "text/html"),
        (b"Content-Type: text/calendar", "invitation.ics", "text/calendar"),
        (b"Content-Type: message/rfc822", "message.eml", "message/rfc822"),
        (b'Content-Type: a/b; name="../../etc/passwd"', "passwd", "a/b"),
        (b'Content-Type: a/b; name="C:\\\\dir\\\\x.doc"', "x.doc", "a/b"),
        (b'Content-Type: a/b; name=".."', "", "a/b"),
        (b"Content-Type: a/b; name=a\x00b\x1b.txt", "ab.txt", "a/b"),
    ],
)
def test_what_is_no_text_is_an_attachment(headers: bytes, filename: str, mime_type: str) -> None:
    text, html, attachments = body_of(part_of(mail(PLAIN + b"--b\n" + headers + b"\n\n12345\n--b--")))

    assert (text, html) == ("plain", None)
    found = attachments[0]
    assert (found.part_id, found.filename, found.mime_type, found.size) == ("1", filename, mime_type, 5)


def test_a_picture_is_known_by_its_content_id() -> None:
    part = b"--b\nContent-Type: image/png\nContent-ID: <pic@north.example>\n\nx\n--b--"

    assert body_of(part_of(mail(HTML + part, kind="related")))[2][0].content_id == "pic@north.example"


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        (b"text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe", "Grüße"),
        (b"text/plain; charset=nonsense", b"Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"text/plain", b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        (b"text/plain; format=flowed", b"a \nb\n", "a b"),
        (b"text/plain; format=flowed; delsp=yes", b"a \nb\n", "ab"),
        (b"text/enriched", b"<bold>hello</bold> there", "hello there"),
        (b"text/plain", b"\n\n  indented\n\n", "  indented"),
        (b"text/plain", b"a\x00b", "ab"),
    ],
)
def test_text_is_decoded(header: bytes, body: bytes, text: str) -> None:
    assert body_of(part_of(b"Content-Type: " + header + b"\n\n" + body)) == (text, None, [])


def test_a_huge_text_is_read_from_its_beginning_and_is_an_attachment_too() -> None:
    text, _, attachments = body_of(part_of(b"Content-Type: text/plain\n\n" + b"x" * 3_000_000))

    assert len(text) == 1_000_000
    assert attachments[0].size == 3_000_000
