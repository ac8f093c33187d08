"""What Kith does with a mail, stage by stage, as `bench.hostile` and the tests measure it: all but the database."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from models.queries.mail.storing import MessageRow
from models.queries.people.extraction import MailRow
from services.imports import isolated
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import RawMessage, Splitter
from services.mail.letters import Letter
from services.mail.message_rows import message_row
from services.mime.charsets import clean
from services.mime.isolated import html
from services.people.aggregation import interaction_rows, summarise
from services.people.participants import OwnAddresses, participations
from tests.hostile import Case, Place
from tests.keys import fresh_keys

_MAILBOX, _OWN = UUID(int=1), frozenset({"noor@example.net"})
_KEYS = fresh_keys(UUID(int=2))
_FIRST = 20  # of a file's messages, that are read
_CHUNK = 1_048_576  # bytes

Answer = tuple[Letter, tuple[bytes, ...]]


def split(one: Case, _: Any) -> list[RawMessage]:
    """The messages of a file; a mail as it is."""
    if one.place is not Place.FILE:
        return [RawMessage(b"From x Mon Jan  1 00:00:00 2024", one.data, len(one.data), len(one.data))]
    splitter = Splitter()
    chunks = [one.data[start : start + _CHUNK] for start in range(0, len(one.data), _CHUNK)]
    found = [message for chunk in chunks for message in splitter.feed(chunk)]
    return [*found, *splitter.finish()]


def read(_: Case, messages: list[RawMessage]) -> list[Answer]:
    """In the parser's process."""
    longest = sorted(messages, key=lambda message: -message.size)[:1]
    letters = [mbox_letter(message) for message in [*longest, *messages[: 0 if len(messages) == 1 else _FIRST]]]
    return [(letter, isolated.mbox(*letter.parts)) for letter in letters if letter.refusal is None]


def stored(_: Case, answers: list[Answer]) -> list[MessageRow]:
    """Encrypted and keyed, in the worker."""
    return [message_row(_MAILBOX, _OWN, _KEYS, *MBOX.opened(letter, answer)) for letter, answer in answers]


def people(_: Case, rows: list[MessageRow]) -> None:
    """Who took part, in the worker."""
    found = [part for row in rows for part in participations(_mail(row), OwnAddresses(_OWN))]
    made = interaction_rows(UUID(int=2), _MAILBOX, found)
    summarise(UUID(int=2), found, made, {(row.identity_id, row.message_key) for row in made})


def shown(one: Case, _: Any) -> None:
    """Its HTML made safe, in the parser's process. All places: whoever reads HTML does so wherever it stood."""
    html(clean(one.html).encode(), b"0")


def _mail(row: MessageRow) -> MailRow:
    return MailRow(
        row.id, row.thread_id, row.date, orjson.loads(row.sender or "null"), orjson.loads(row.recipients),
        row.labels.split("\x1f"), row.outgoing, row.automated, row.list_address, row.message_key,
    )  # fmt: skip


STAGES: dict[str, Callable[[Case, Any], Any]] = {
    "split": split,
    "read": read,
    "stored": stored,
    "people": people,
    "shown": shown,
}
