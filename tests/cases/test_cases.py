"""The small inputs of ../shared/mail/cases, each read on the real path, and compared with the value that is right.

`NAME.expect.md` holds it behind "Right:". Kith's own inputs of the same kinds stand beside what they test.
"""

import ast
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID

import pytest

from models.contracts.mail.messages import Address, Message, Role
from services.imports.threads import joined
from services.mime.html import sanitised
from services.people.aggregation import _name
from services.sending.composing import Author, Letter, compose, head
from tests.cases.reader import OWNER, Reading, file_reading, file_readings, gmail_reading
from tests.shared_mail import ABSENT, SHARED

CASES = SHARED / "cases"
NAMES = sorted(path.name.removesuffix(".expect.md") for path in CASES.glob("*.expect.md"))
needs_cases = pytest.mark.skipif(not NAMES, reason=ABSENT)
_RIGHT = re.compile(r"^- Right: `(.*)`$", re.MULTILINE)
_ID = UUID(int=7)

Value = Callable[[Reading], Any]

OF_ONE: dict[str, Value] = {
    "addr-": lambda found: found.sender,
    "addr-idn": lambda found: (found.sender or ("", ""))[1],
    "addr-quoted-local": lambda found: (found.sender or ("", ""))[1] == "ida@home.example",
    "auto-": lambda found: found.mail.automated,
    "auto-github-cc": lambda found: [one for one in found.humans if one.endswith("noreply.github.com")],
    "auto-groupsio": lambda found: (found.mail.automated, found.mail.list_address),
    "cs-": lambda found: found.text,
    "cs-gbk-looks-utf8": lambda found: found.mail.subject,
    "cs-raw-header": lambda found: ((found.sender or ("", ""))[0], found.mail.subject),
    "date-": lambda found: str(found.source and found.source.internal_date),
    "html-": lambda found: found.text,
    "html-cells": lambda found: " ".join(found.text.split()),
    "html-href-space": lambda found: 'href="https://north.example/x"' in safe(found),
    "html-img-jpg": lambda found: "data:image/jpg" in safe(found),
    "html-preheader": lambda found: found.mail.snippet,
    "mime-": lambda found: found.text,
    "mime-cd-nosemicolon": lambda found: found.files,
    "mime-inline-name": lambda found: (found.text, found.body["html"] is not None),
    "mime-junk-header-line": lambda found: (found.mail.subject, found.text),
    "mime-rlo-name": lambda found: "\u202e" in "".join(found.files),
    "mime-same-boundary": lambda found: (found.text, found.body["html"] is not None, found.files),
    "mime-star": lambda found: (found.text, found.files),
    "mime-uu-inline": lambda found: (found.text, found.files),
    "mime-winpath": lambda found: found.files,
    "name-": lambda found: _name(found.people[0])[2],
    "noreply-": lambda found: found.mail.automated,
    "quote-": lambda found: found.own_words,
}
OF_FILES: dict[str, Callable[[list[Reading]], Any]] = {
    "mbox-": lambda found: [one.mail.subject for one in found],
    "mbox-chat": lambda found: found[0].source and found[0].source.labels,
    "mbox-gmail-labels-cs": lambda found: found[0].source and found[0].source.labels,
    "mbox-gmail-labels-de-spam": lambda found: found[0].source and found[0].source.labels,
    "mbox-labels-spoof": lambda found: found[0].source and found[0].source.labels,
    "mbox-numeric-sender": lambda found: list(
        {one.source.source_id: one.mail.subject for one in found if one.source}.values()
    ),
    "thread-": lambda found: len(set(threads(found))),
}
# What Gmail itself undoes or decides before it serves a mail: the simulator's way of it is its own.
GMAILS = ("date-", "mime-", "cs-")


def threads(found: list[Reading]) -> list[str]:
    """As an import decides, with Message-IDs for their keys."""
    sources = [(one.mail.message_id, one.source) for one in found if one.source]
    ordered = sorted(sources, key=lambda one: one[1].internal_date)
    return joined([(key, source.references or [], source.thread_id) for key, source in ordered], {})


def right(name: str) -> Any:
    found = _RIGHT.search((CASES / f"{name}.expect.md").read_text())
    return ast.literal_eval(found[1]) if found else None


def of(table: dict[str, Any], name: str) -> Any:
    return table[name] if name in table else table[f"{name.partition('-')[0]}-"]


def safe(found: Reading) -> str:
    return sanitised(found.body["html"] or "", images=False) or ""


def single(*prefixes: str) -> list[str]:
    known = {prefix.partition("-")[0] for prefix in OF_ONE}
    return [one for one in NAMES if one.partition("-")[0] in known and not one.startswith(prefixes or ("\0",))]


@pytest.mark.parametrize("name", single() or [None])
@needs_cases
def test_a_mail_of_a_file(name: str) -> None:
    assert of(OF_ONE, name)(file_reading((CASES / f"{name}.eml").read_bytes())) == right(name)


@pytest.mark.parametrize("name", single(*GMAILS) or [None])
@needs_cases
def test_a_mail_of_gmails(name: str) -> None:
    assert of(OF_ONE, name)(gmail_reading((CASES / f"{name}.eml").read_bytes())) == right(name)


@pytest.mark.parametrize("name", [one for one in NAMES if one.startswith(("mbox-", "thread-"))] or [None])
@needs_cases
def test_a_file(name: str) -> None:
    assert of(OF_FILES, name)(list(file_readings((CASES / f"{name}.mbox").read_bytes()))) == right(name)


@needs_cases
def test_an_answer_goes_to_nobody_whom_a_name_names() -> None:
    sender = file_reading((CASES / "send-fold-quotes.eml").read_bytes()).sender
    assert sender is not None
    answered = Message(
        id=_ID, mailbox_id=_ID, source_id="1", thread_id="1", date=datetime(2026, 6, 1, tzinfo=UTC),
        sender=Address(role=Role.FROM, name=sender[0], address=sender[1]), recipients=[], subject="x", snippet="",
        labels=[], outgoing=False, text="", html=None,
    )  # fmt: skip
    raw = compose(_ID, Author("", OWNER), Letter(), answered, datetime(2026, 6, 1, tzinfo=UTC)).raw
    assert head(raw).recipients == right("send-fold-quotes")
    read = message_from_bytes(raw, policy=default)
    assert [one.addr_spec for one in read["to"].addresses] == right("send-fold-quotes")


@needs_cases
def test_a_mail_goes_to_the_domain_that_was_written() -> None:
    to = (CASES / "send-idna.txt").read_text().strip()
    raw = compose(_ID, Author("", OWNER), Letter(to=[to]), None, datetime(2026, 6, 1, tzinfo=UTC)).raw
    assert head(raw).recipients == [right("send-idna")]


@pytest.mark.parametrize(("name", "most"), [("hang-heading", 0.5), ("slow-ampersands", 1.0)])
@needs_cases
def test_it_takes_little_time(name: str, most: float) -> None:
    """Computing, in seconds; reading, and showing its HTML."""
    raw = (CASES / f"{name}.eml").read_bytes()
    start = time.process_time()
    found = file_reading(raw)
    safe(found)
    assert time.process_time() - start < most


@needs_cases
def test_every_case_is_read() -> None:
    read = {*single(), *(one for one in NAMES if one.startswith(("mbox-", "thread-")))}
    assert set(NAMES) - read == {"send-fold-quotes", "send-idna", "hang-heading", "slow-ampersands"}
