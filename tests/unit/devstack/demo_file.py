"""The demo mailbox, written once for its tests and read back."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
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
    return Made(report, list(read(path)), seconds)


def read(path: Path) -> Iterator[Entry]:
    for block in re.split(rb"(?m)^From (?=\d+@xxx )", path.read_bytes())[1:]:
        first, _, rest = block.partition(b"\n")
        raw = re.sub(rb"(?m)^>(>*From )", rb"\1", rest.removesuffix(b"\n"))
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        names = re.findall(r'"([^"]+)"|([^,"]+)', str(mail["X-Gmail-Labels"]))
        yield Entry(int(first.split(b"@")[0]), [quoted or plain for quoted, plain in names], raw, mail)


def parts(made: Made, content_type: str) -> list[MIMEPart]:
    return [part for one in made.entries for part in one.mail.walk() if part.get_content_type() == content_type]


def humans(made: Made) -> set[str]:
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
