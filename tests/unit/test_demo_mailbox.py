"""The demo mailbox: the same bytes for a seed and a day, plausible in its numbers, with every odd case in it."""

import re
import time
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

from devstack.demo import DEMO_EMAIL, DemoMailbox, write_demo_mbox

NOW = datetime(2026, 11, 24, 16, 20, tzinfo=UTC)
MACHINES = re.compile(r"no-?reply|do-not-reply|notifications|tickets|bookings|robot|daemon|office\d|@(news|mail)\.")
FREE_MAIL = {"gmail.com", "gmx.de", "web.de", "outlook.com", "hotmail.com", "yahoo.co.uk", "laposte.net", "icloud.com"}


class Entry(NamedTuple):
    """A message of the file."""

    id: int
    labels: list[str]
    raw: bytes
    mail: EmailMessage

    @property
    def thread(self) -> int:
        return int(self.mail["X-GM-THRID"])

    @property
    def date(self) -> datetime:
        moment: datetime = self.mail["Date"].datetime
        return moment

    @property
    def sender(self) -> str:
        return getaddresses([str(self.mail["From"])])[0][1]

    @property
    def machine(self) -> bool:
        bulk = self.mail["Auto-Submitted"] or self.mail["Precedence"] or self.mail["List-Id"]
        return bool(bulk) or bool({"Spam", "Trash", "Drafts"} & set(self.labels))

    def body(self) -> str:
        part = self.mail.get_body(("plain", "html"))
        return "" if part is None else str(part.get_content())


class Made(NamedTuple):
    """The file and what is in it."""

    report: DemoMailbox
    entries: list[Entry]
    seconds: float


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("demo") / "demo.mbox"
    begun = time.process_time()
    report = write_demo_mbox(path, now=NOW)
    seconds = time.process_time() - begun
    return Made(report, list(_read(path)), seconds)


def _read(path: Path) -> Iterator[Entry]:
    for block in re.split(rb"(?m)^From (?=\d+@xxx )", path.read_bytes())[1:]:
        first, _, rest = block.partition(b"\n")
        raw = re.sub(rb"(?m)^>(>*From )", rb"\1", rest.removesuffix(b"\n"))
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        names = re.findall(r'"([^"]+)"|([^,"]+)', str(mail["X-Gmail-Labels"]))
        yield Entry(int(first.split(b"@")[0]), [quoted or plain for quoted, plain in names], raw, mail)


def _parts(made: Made, content_type: str) -> list[MIMEPart]:
    return [part for one in made.entries for part in one.mail.walk() if part.get_content_type() == content_type]


def _humans(made: Made) -> set[str]:
    found = set()
    for one in made.entries:
        if one.mail["List-Id"] and " via " in str(one.mail["From"]):
            found.add(getaddresses([str(one.mail["Reply-To"])])[0][1])
        elif one.mail["List-Id"] and "List-Post" in one.mail:
            found.add(one.sender)
        elif not one.machine:
            headers = [str(one.mail[name]) for name in ("From", "To", "Cc") if one.mail[name]]
            found |= {address for _, address in getaddresses(headers) if "@" in address}
    return {address for address in found if not MACHINES.search(address) and "@lists." not in address} - {DEMO_EMAIL}


def test_same_seed_and_day_give_the_same_bytes(tmp_path: Path, made: Made) -> None:
    again = write_demo_mbox(tmp_path / "again.mbox", now=NOW.replace(hour=3))
    other = write_demo_mbox(tmp_path / "other.mbox", seed=8, now=NOW)
    assert again.path.read_bytes() == made.report.path.read_bytes()
    assert other.path.read_bytes() != again.path.read_bytes()


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_demo_mbox(tmp_path / "x.mbox", now=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("seed", [7, 1, 2])
def test_other_seeds_and_days_stay_in_range(tmp_path: Path, seed: int) -> None:
    now = NOW + timedelta(days=37 * seed)
    report = write_demo_mbox(tmp_path / "x.mbox", seed=seed, now=now)
    assert 1400 <= report.messages <= 1600
    assert now - timedelta(days=1) <= report.newest <= now


def test_counts(made: Made) -> None:
    report = made.report
    humans = _humans(made)
    domains = Counter(address.rpartition("@")[2] for address in humans)
    companies = {domain for domain, count in domains.items() if count > 1} - FREE_MAIL
    assert report.messages == len(made.entries)
    assert report.threads == len({one.thread for one in made.entries})
    assert 1400 <= report.messages <= 1600
    assert 110 <= report.people <= 130
    assert report.people <= len(humans) <= report.people + 8, "a few people have two addresses or one that is gone"
    assert report.companies == 30
    assert 28 <= len(companies) <= 32
    assert (report.owner_address, report.owner_name) == (DEMO_EMAIL, "Robin Marlow")


def test_small_and_fast(made: Made) -> None:
    assert made.report.size == made.report.path.stat().st_size < 12_000_000
    assert made.seconds < 5


def test_every_message_parses_without_defects(made: Made) -> None:
    for one in made.entries:
        for part in one.mail.walk():
            assert part.defects == [], (one.id, part.defects)
            assert [value for value in part.values() if getattr(value, "defects", ())] == [], one.id
            if part.get_content_maintype() == "text":
                assert "\ufffd" not in part.get_content()
        assert max(map(len, one.raw.split(b"\n"))) <= 998, "RFC 5322, section 2.1.1"


def test_ids_rise_with_the_date_and_name_the_moment(made: Made) -> None:
    ids, dates = [one.id for one in made.entries], [one.date for one in made.entries]
    assert ids == sorted(set(ids))
    assert dates == sorted(dates)
    assert all(abs((one.id >> 20) / 1000 - one.date.timestamp()) < 2 for one in made.entries)


def test_three_years_denser_of_late_newest_within_a_day(made: Made) -> None:
    ages = [(NOW - one.date) / timedelta(days=1) for one in made.entries]
    assert 0 <= min(ages) <= 1
    assert 1000 < max(ages) < 1100
    years = [sum(year * 365 <= age < (year + 1) * 365 for age in ages) for year in range(3)]
    assert years[0] > 1.3 * years[1] > 1.3 * years[2] > 0


def test_threads_are_consistent(made: Made) -> None:
    threads: dict[int, list[Entry]] = defaultdict(list)
    for one in made.entries:
        threads[one.thread].append(one)
    for key, members in threads.items():
        assert key == members[0].id
        seen: list[str] = []
        for one in members:
            references = str(one.mail["References"] or "").split()
            assert set(references) <= set(seen), "every reference is in the thread, before it"
            assert references[-1:] == str(one.mail["In-Reply-To"] or "").split()
            assert bool(references) == bool(seen)
            seen.append(str(one.mail["Message-ID"]))
    lengths = Counter(len(members) for members in threads.values())
    assert min(lengths) == 1
    assert 12 <= max(lengths) <= 15
    assert len({str(one.mail["Message-ID"]) for one in made.entries}) == len(made.entries)


def test_relationships_differ(made: Made) -> None:
    personal = [one for one in made.entries if not one.machine]
    sent = [one for one in personal if one.sender == DEMO_EMAIL]
    assert 0.25 <= len(sent) / len(personal) <= 0.40
    written_to = Counter(address for one in sent for _, address in getaddresses([str(one.mail["To"])]))
    written_by = Counter(one.sender for one in personal)
    both = {address: min(written_to[address], written_by[address]) for address in _humans(made)}
    assert sum(count >= 6 for count in both.values()) >= 12, "a dozen are close"
    assert sum(count <= 1 for count in both.values()) >= 40, "most are not"
    last = {one.sender: one.date for one in personal}  # the file is in order of date
    lapsed = [address for address in last if written_by[address] >= 3 and NOW - last[address] > timedelta(days=400)]
    assert len(lapsed) >= 5


def test_only_reserved_and_invented_addresses(made: Made) -> None:
    for one in made.entries:
        for name in ("From", "To", "Cc", "Reply-To", "Bcc"):
            for _, address in getaddresses([str(one.mail[name] or "")]):
                domain = address.rpartition("@")[2]
                invented = address.startswith("demo.kith.")
                assert not domain or invented or domain.endswith((".example", ".test")), address


def test_takeout_labels(made: Made) -> None:
    labels = Counter(label for one in made.entries for label in one.labels)
    expected = ["Inbox", "Sent", "Archived", "Important", "Opened", "Unread", "Starred", "Spam", "Trash", "Drafts"]
    expected += ["Category Promotions", "Category Updates", "Category Forums", "Family", "Bücher", "Travel, by rail"]
    assert [label for label in expected if labels[label] < 2] == []
    assert all("Sent" in one.labels or "Drafts" in one.labels for one in made.entries if one.sender == DEMO_EMAIL)


def test_newsletters_receipts_and_lists(made: Made) -> None:
    def having(*names: str) -> list[Entry]:
        return [one for one in made.entries if all(one.mail[name] for name in names)]

    bulk = [one for one in having("List-Unsubscribe", "List-Id") if one.mail["Precedence"] == "bulk"]
    listed = [one for one in having("List-Id", "List-Post") if one.mail["Precedence"] == "list"]
    notices = [one for one in having("Auto-Submitted") if one.mail["Auto-Submitted"] == "auto-generated"]
    assert len(bulk) > 100
    assert len(listed) > 50
    assert any(" via " in str(one.mail["From"]) for one in listed)
    assert len({one.mail["List-Id"] for one in listed}) == 3
    assert len(notices) > 100
    assert any(re.match(r"(no-?reply|do-not-reply)@", one.sender) for one in notices)


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
    assert any("gmail_quote" in part.get_content() for part in _parts(made, "text/html"))


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
    methods = Counter(part.get_param("method") for part in _parts(made, "text/calendar"))
    assert methods["REQUEST"] > 10
    assert methods["REPLY"] > 3
    assert methods["CANCEL"] >= 1
    entry = next(part.get_payload(decode=True) for part in _parts(made, "application/ics"))
    assert isinstance(entry, bytes)
    assert entry.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in entry.split(b"\r\n"))


def test_attachments_are_what_they_say(made: Made) -> None:
    def first(content_type: str) -> bytes:
        content = _parts(made, content_type)[0].get_payload(decode=True)
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
    assert any(not (part.get_filename() or "").isascii() for part in _parts(made, "application/pdf"))


def test_html_mail(made: Made) -> None:
    only = [one.mail for one in made.entries if one.mail.get_content_type() == "text/html"]
    pages = [mail.get_content() for mail in only]
    assert any(re.search(r'<img src="https://', page) and "<style>" in page for page in pages)
    related = _parts(made, "multipart/related")
    for part in related:
        html, picture = part.iter_parts()
        assert f"cid:{str(picture['Content-ID']).strip('<>')}" in html.get_content()
    assert len(related) >= 3
    assert len(_parts(made, "multipart/alternative")) > 300


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
    report = _parts(made, "multipart/report")
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
