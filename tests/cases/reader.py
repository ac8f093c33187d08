"""One small input read as Kith reads it: as a message of a file, and as the Gmail simulator serves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from devstack.simulator.payload import read_mail
from models.contracts.mail.messages import Span
from models.queries.people.extraction import MailRow
from services.imports.isolated import mbox
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import HEAD, RawMessage, Splitter, beginning_of
from services.mail.isolated import gmail
from services.mail.prepared import PreparedMail
from services.mail.source import Source
from services.people.participants import LIST, UNREAD, OwnAddresses, Participation, participations

OWNER = "robin@marlow.example"
SEPARATOR = b"From somebody@north.example Mon Jun  1 10:00:00 2026\n"
_DAY = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """What is stored of a mail. `source` where it came from a file."""

    mail: PreparedMail
    source: Source | None

    @property
    def sender(self) -> tuple[str, str] | None:
        """(name, address)."""
        if self.mail.sender is None:
            return None
        found = orjson.loads(self.mail.sender)
        return found["name"], found["address"]

    @property
    def body(self) -> dict[str, Any]:
        """text, html, spans, attachments, headers."""
        found: dict[str, Any] = orjson.loads(self.mail.body)
        return found

    @property
    def text(self) -> str:
        return str(self.body["text"])

    @property
    def files(self) -> list[str]:
        """The names of the attachments."""
        return [one["filename"] for one in self.body["attachments"]]

    @property
    def own_words(self) -> str:
        """The text without what is folded, on one line."""
        text, place, own = self.text, 0, list[str]()
        for span in [*(Span(**one) for one in self.body["spans"]), Span(kind="", start=len(text), end=len(text))]:
            own.append(text[place : span.start])
            place = max(place, span.end)
        return " ".join(" ".join(own).split())

    @property
    def people(self) -> list[Participation]:
        """Everybody who took part, as the people's side sees it."""
        sender = orjson.loads(self.mail.sender) if self.mail.sender else None
        row = MailRow(
            id=UUID(int=1),
            thread_id="1",
            date=_DAY,
            sender=sender,
            recipients=orjson.loads(self.mail.recipients),
            labels=[],
            outgoing=False,
            automated=self.mail.automated,
            list_address=self.mail.list_address,
            message_key=b"1",
        )
        return list(participations(row, OwnAddresses([OWNER])))

    @property
    def humans(self) -> list[str]:
        """The addresses of those that are neither machines by their address nor lists."""
        return [part.address for part in self.people if part.evidence not in {UNREAD, LIST}]


def split(content: bytes) -> list[RawMessage]:
    """The messages of a file."""
    splitter = Splitter(beginning=beginning_of(content[:HEAD]))
    return [*splitter.feed(content), *splitter.finish()]


def file_readings(content: bytes) -> Iterator[Reading]:
    """Every message of a file as an import reads it."""
    for message in split(content):
        letter = mbox_letter(message)
        head, separator, raw = letter.parts
        source, mail = MBOX.opened(letter, mbox(head, separator, raw))
        yield Reading(mail, source)


def file_reading(raw: bytes) -> Reading:
    """One mail, put into a file of its own."""
    return next(file_readings(SEPARATOR + raw))


def gmail_reading(raw: bytes) -> Reading:
    """One mail as it comes through the simulator."""
    payload = {"id": "1", "threadId": "1", "payload": orjson.loads(read_mail(raw).payload)}
    return Reading(PreparedMail.decode(*gmail(orjson.dumps(payload))), None)
