"""The demo mailbox holds every odd case: quotes, files, languages, names, bounces."""

import re
import zipfile
import zlib
from collections import Counter
from email.utils import getaddresses
from io import BytesIO

from devstack.demo import DEMO_EMAIL
from tests.unit.devstack.demo_file import FREE_MAIL, Made, made, parts

__all__ = ["made"]


def test_quotes_in_several_styles(made: Made) -> None:
    bodies = [one.body() for one in made.entries if one.mail["References"]]
    patterns = {
        "gmail": r"(?m)^On \w{3}, \d+ \w{3} \d{4} at \d\d:\d\d, .* wrote:",
        "apple": r"(?m)^On \d+ \w{3} \d{4}, at \d\d:\d\d, .* wrote:",
        "outlook": r"-----Original Message-----\nFrom: .*\nSent: .*\nTo: .*\nSubject: ",
        "outlook's rule": r"(?m)^_{32}\nFrom: .*\nSent: ",
        "german outlook": r"\nVon: .*\nGesendet: .*\nAn: .*\nBetreff: ",
        "german": r"(?m)^Am [\d.]+ um [\d:]+ schrieb .*:",
        "french": r"(?m)^Le .* a écrit :",
        "nested": r"(?m)^>> ",
        "below": r"\A(On|Am) .*:\n>",
    }
    assert {name for name, pattern in patterns.items() if not any(re.search(pattern, body) for body in bodies)} == set()
    assert any("gmail_quote" in part.get_content() for part in parts(made, "text/html"))


def test_signatures_with_phones_of_several_countries(made: Made) -> None:
    text = "\n".join(one.body() for one in made.entries)
    fictional = [
        r"\+1 202 555 01\d\d", r"\(202\) 555-01\d\d", r"\+1 613 555 01\d\d", r"\+44 20 7946 0\d{3}",
        r"\b020 7946 0\d{3}",
        r"\+44 7700 900\d{3}", r"\+49 30 23125 \d{3}", r"\+33 1 99 00 \d\d 17", r"\+46 8 465 004 \d\d", r"5550 0\d{3}",
        r"\+353 20 910 0\d{3}",
    ]  # fmt: skip
    assert [pattern for pattern in fictional if not re.search(pattern, text)] == []
    assert "Head of Field Research\nNorthwind Labs" in text


def test_calendar_mail(made: Made) -> None:
    methods = Counter(part.get_param("method") for part in parts(made, "text/calendar"))
    assert methods["REQUEST"] > 10
    assert methods["REPLY"] > 3
    assert methods["CANCEL"] >= 1
    entry = next(part.get_payload(decode=True) for part in parts(made, "application/ics"))
    assert isinstance(entry, bytes)
    assert entry.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in entry.split(b"\r\n"))


def test_attachments_are_what_they_say(made: Made) -> None:
    def first(content_type: str) -> bytes:
        content = parts(made, content_type)[0].get_payload(decode=True)
        assert isinstance(content, bytes)
        return content

    pdf = first("application/pdf")
    table = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", pdf)
    assert pdf.startswith(b"%PDF-1.4")
    assert table
    assert pdf[int(table[1]) :].startswith(b"xref\n")
    png = first("image/png")
    data = re.search(rb"IDAT(.*).{4}\x00{4}IEND", png, re.DOTALL)
    assert data
    assert len(zlib.decompress(data[1])) % 48 == 0
    assert first("text/csv").count(b"\r\n") == 25
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert "word/document.xml" in zipfile.ZipFile(BytesIO(first(word))).namelist()
    assert any(not (part.get_filename() or "").isascii() for part in parts(made, "application/pdf"))


def test_html_mail(made: Made) -> None:
    only = [one.mail for one in made.entries if one.mail.get_content_type() == "text/html"]
    pages = [mail.get_content() for mail in only]
    assert any(re.search(r'<img src="https://', page) and "<style>" in page for page in pages)
    related = parts(made, "multipart/related")
    for part in related:
        html, picture = part.iter_parts()
        assert f"cid:{str(picture['Content-ID']).strip('<>')}" in html.get_content()
    assert len(related) >= 3
    assert len(parts(made, "multipart/alternative")) > 300


def test_languages_charsets_and_encodings(made: Made) -> None:
    text = "\n".join(f"{one.mail['Subject']} {one.mail['From']} {one.body()}" for one in made.entries)
    scripts = ["Größe", "lumière", "batería", "Źrebiec", "試験", "تقرير", "Μετρήσεις", "версію", "镜头样品", "Åsa"]
    assert [word for word in scripts if word not in text] == []
    parts = [part for one in made.entries for part in one.mail.walk() if part.get_content_maintype() == "text"]
    charsets = {part.get_content_charset() for part in parts}
    assert charsets >= {"utf-8", "iso-8859-1", "iso-8859-2", "iso-2022-jp", "windows-1251", "gb18030"}
    assert {part["Content-Transfer-Encoding"] for part in parts} >= {"7bit", "8bit", "quoted-printable", "base64"}
    assert any(part.get_param("format") == "flowed" for part in parts)
    raw_headers = b"\n".join(one.raw.partition(b"\n\n")[0] for one in made.entries)
    assert re.search(rb"(?m)^Subject: =\?iso-2022-jp\?b\?", raw_headers)
    assert re.search(rb"(?m)^From: =\?", raw_headers)


def test_names_and_addresses(made: Made) -> None:
    senders = [str(one.mail["From"]) for one in made.entries]
    assert any(re.match(r'"\w+, \w+" <', sender) for sender in senders)
    assert any(re.match(r'"[^",]+ \(.*\)" <', sender) for sender in senders)
    assert any("<" not in sender and sender.endswith(".example") for sender in senders)
    shared = {sender for sender in senders if "Reyes" in sender}
    assert len({address for _, address in getaddresses(shared)}) == 2, "two people, one name"
    ida = {address for name, address in getaddresses(senders) if name == "Ida Okafor"}
    assert ida == {"ida.okafor@northwind-labs.example", "demo.kith.ida.okafor@gmail.com"}
    assert any(one.mail["Cc"] and len(getaddresses([str(one.mail["Cc"])])) > 1 for one in made.entries)
    assert any(one.mail["Reply-To"] and not one.mail["List-Id"] for one in made.entries)
    assert any(one.mail["Bcc"] for one in made.entries)
    written_to = {
        address
        for one in made.entries
        if one.sender == DEMO_EMAIL
        for _, address in getaddresses([str(one.mail["To"])])
    }
    assert "demo.kith.ida.okafor@gmail.com" in written_to
    assert any("undisclosed" in str(one.mail["To"]) and not one.machine for one in made.entries)
    assert any(str(one.mail["Subject"]) == "" for one in made.entries)
    assert {one.sender.rpartition("@")[2] for one in made.entries} & FREE_MAIL


def test_bounce_absence_and_forwarded_mail(made: Made) -> None:
    absence = [one for one in made.entries if one.mail["Auto-Submitted"] == "auto-replied" and one.mail["Precedence"]]
    assert len(absence) == 1
    report = parts(made, "multipart/report")
    assert [part.get_content_type() for part in report[0].iter_parts()] == [
        "text/plain", "message/delivery-status", "message/rfc822",
    ]  # fmt: skip
    forwarded = [one for one in made.entries if str(one.mail["Subject"]) == "Fwd: Second batch"]
    inner = next(part for part in forwarded[0].mail.iter_attachments())
    assert inner.get_content()["Subject"] == "Second batch"


def test_lines_that_look_like_separators_survive(made: Made) -> None:
    letter = next(one for one in made.entries if one.mail["Subject"] == "Page 31")
    assert "\nFrom the pier one sees the gauge.\n>From the gauge one sees the pier.\n" in letter.body()
    stored = made.report.path.read_bytes()
    assert b"\n>From the pier" in stored
    assert b"\n>>From the gauge" in stored
