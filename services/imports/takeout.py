"""What an mbox says of a message beside its content. Only Google's own words count, in a Takeout of Google's.

A header that came with the mail says nothing: whoever wrote the mail wrote it.
"""

import csv
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from base.clock import now
from models.contracts.mail.messages import DateSource
from services.imports.gmail_labels import label_of
from services.imports.mbox import TRACES, RawMessage
from services.mail.source import Source
from services.mime.dates import parse_date
from services.mime.parsing import ParsedMessage

_LONGEST_ID = 20  # digits of a number of 64 bits
_SEPARATOR_ID = re.compile(rb"From (\d{15,20})@")
_SEPARATOR_DATE = re.compile(rb"From \S+ +(.*)")

_GOOGLES = ("x-gm-thrid", "x-gmail-labels")


def message_id_of(message: RawMessage) -> str:
    """Gmail's id where Takeout's separator names it, else one made from the bytes."""
    match = _SEPARATOR_ID.match(message.separator) if message.takeout else None
    if match:
        return f"{int(match[1]):016x}"
    content = message.raw if message.raw is not None else message.separator + str(message.size).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def source_of(message: RawMessage, source_id: str, mail: ParsedMessage) -> Source:
    """Thread, date, labels and size of an imported message."""
    date, date_source = _dated(message, mail)
    thread, labels = _googles(mail.headers) if message.takeout else ("", "")
    return Source(
        source_id=source_id,
        thread_id=_thread(thread, mail, source_id),
        internal_date=date,
        history_id=0,
        labels=_labels(labels),
        size=message.size,
        date_source=date_source,
        references=None if _is_thread(thread) else mail.references,
    )


def _dated(message: RawMessage, mail: ParsedMessage) -> tuple[datetime, DateSource]:
    """The mail's own word, else that of the line before it, else now. That line is often one program's constant."""
    if mail.date is not None and mail.date_source is not None:
        return mail.date, mail.date_source
    told = _separator_date(message.separator)
    return (now(), DateSource.STORED) if told is None else (told, DateSource.MAILBOX)


def _thread(takeout: str, mail: ParsedMessage, source_id: str) -> str:
    """Takeout's thread, else that of the oldest message that this one refers to, else one of its own."""
    if _is_thread(takeout):
        return f"{int(takeout):016x}"
    root = mail.references[0] if mail.references else mail.message_id
    return hashlib.sha256(root.encode()).hexdigest()[:16] if root else source_id


def _is_thread(takeout: str) -> bool:
    return takeout.isdecimal() and len(takeout) <= _LONGEST_ID


def _googles(headers: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Google's thread and labels: above all that servers wrote. What is below, or again, came with the mail."""
    found: dict[str, str] = {}
    for name, value in headers:
        lowered = name.lower()
        if lowered in TRACES:
            break
        if lowered in _GOOGLES:
            found.setdefault(lowered, value)
    return found.get("x-gm-thrid", ""), found.get("x-gmail-labels", "")


def _labels(value: str) -> list[str]:
    names = next(csv.reader([value], skipinitialspace=True), []) if value else []
    return list(dict.fromkeys(label for name in names if (label := label_of(name))))


def _separator_date(separator: bytes) -> datetime | None:
    match = _SEPARATOR_DATE.match(separator)
    return parse_date(match[1].decode("ascii", "replace")) if match else None
