"""Mail as the extraction sees it, without a database: for what measures people."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from base.ids import new_id
from models.contracts.mail.messages import Span
from models.queries.people.extraction import MailRow
from services.imports import isolated
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import RawMessage, Splitter
from services.mime.automation import automation
from services.mime.mailings import own_words
from services.mime.parts import part_of

CHUNK = 2**20  # bytes read at once


@dataclass(frozen=True)
class Read:
    """A mail as the extraction sees it, and what else helps to judge that."""

    row: MailRow
    subject: str
    automation: str  # why it is automated; "" where it is not
    signatures: list[str]  # the texts of its writer's; those of quoted mail are its writers'


def mbox_of(path: Path) -> Iterator[bytes]:
    """The file, or the files of a folder as an mbox."""
    if path.is_file():
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")
        return
    bodies = set(path.glob("*.body.txt"))
    for number, mail_path in enumerate(sorted(path.glob("*.sender.txt") if bodies else path.iterdir())):
        mail = mail_path.read_bytes()
        if bodies:
            body = mail_path.with_name(mail_path.name.replace(".sender.", ".body.")).read_bytes()
            mail = b"From: %s\nMessage-ID: <%d@x>\n\n%s" % (mail.strip(), number, body.replace(b"#sig#", b""))
        yield b"From x Thu Jan  1 00:00:00 2015\n" + mail.replace(b"\nFrom ", b"\n>From ").strip() + b"\n\n"


def messages(path: Path) -> Iterator[RawMessage]:
    """What is in a file or a folder."""
    splitter = Splitter()
    for chunk in mbox_of(path):
        yield from splitter.feed(chunk)
    yield from splitter.finish()


def mail_of(path: Path) -> Iterator[Read]:
    """The messages of a file as the extraction sees them."""
    for number, message in enumerate(messages(path)):
        letter = mbox_letter(message)
        if not letter.parts or message.raw is None:
            continue
        source, mail = MBOX.opened(letter, isolated.mbox(*letter.parts))
        body = orjson.loads(mail.body)
        spans = [Span(**one) for one in body["spans"]]
        words = own_words(body["text"], spans)
        signatures = [body["text"][one.start : one.end] for one in spans if one.kind == "signature"]
        row = MailRow(
            id=new_id(),
            thread_id=source.thread_id,
            date=source.internal_date,
            sender=orjson.loads(mail.sender) if mail.sender else None,
            recipients=orjson.loads(mail.recipients),
            labels=source.labels,
            outgoing=False,
            automated=mail.automated,
            list_address=mail.list_address,
            message_key=(mail.message_id or str(number)).encode(),
        )
        yield Read(row, mail.subject, automation(part_of(message.raw), mail.list_address, words), signatures)
