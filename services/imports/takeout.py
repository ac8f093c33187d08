"""What an mbox says of a message beside its content. Only Google's own words count, in a Takeout of Google's.

A header that came with the mail says nothing: whoever wrote the mail wrote it.
"""

import csv
import hashlib
import re
from datetime import datetime

from base.clock import now
from services.imports.mbox import RawMessage
from services.mail.source import Source
from services.mime.dates import parse_date
from services.mime.parsing import ParsedMessage

_LONGEST_ID = 20  # digits of a number of 64 bits
_SEPARATOR_ID = re.compile(rb"From (\d{15,20})@")
_SEPARATOR_DATE = re.compile(rb"From \S+ +(.*)")

# Takeout names labels in the account's language; these are the English ones of Gmail's system labels.
_SYSTEM_LABELS = {
    "inbox": "INBOX",
    "sent": "SENT",
    "important": "IMPORTANT",
    "starred": "STARRED",
    "unread": "UNREAD",
    "draft": "DRAFT",
    "drafts": "DRAFT",
    "spam": "SPAM",
    "trash": "TRASH",
    "category promotions": "CATEGORY_PROMOTIONS",
    "category social": "CATEGORY_SOCIAL",
    "category updates": "CATEGORY_UPDATES",
    "category forums": "CATEGORY_FORUMS",
    "category personal": "CATEGORY_PERSONAL",
}
_NO_LABELS = {"archived", "opened"}  # states that Gmail expresses by the absence of a label


def message_id_of(message: RawMessage) -> str:
    """Gmail's id where Takeout's separator names it, else one made from the bytes."""
    match = _SEPARATOR_ID.match(message.separator) if message.takeout else None
    if match:
        return f"{int(match[1]):016x}"
    content = message.raw if message.raw is not None else message.separator + str(message.size).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def source_of(message: RawMessage, source_id: str, mail: ParsedMessage) -> Source:
    """Thread, date, labels and size of an imported message."""
    # Google's are the first two; the same names further down came with the mail.
    thread, labels = (value for _, value in mail.headers[:2]) if message.takeout else ("", "")
    return Source(
        source_id=source_id,
        thread_id=_thread(thread, mail, source_id),
        internal_date=mail.date or _separator_date(message.separator) or now(),
        history_id=0,
        labels=_labels(labels),
        size=message.size,
    )


def _thread(takeout: str, mail: ParsedMessage, source_id: str) -> str:
    """Takeout's thread, else the oldest message that this one refers to, else a thread of its own."""
    if takeout.isdecimal() and len(takeout) <= _LONGEST_ID:
        return f"{int(takeout):016x}"
    root = mail.references[0] if mail.references else mail.message_id
    return hashlib.sha256(root.encode()).hexdigest()[:16] if root else source_id


def _labels(value: str) -> list[str]:
    names = next(csv.reader([value], skipinitialspace=True), []) if value else []
    return [_SYSTEM_LABELS.get(name.lower(), name) for name in names if name.lower() not in _NO_LABELS]


def _separator_date(separator: bytes) -> datetime | None:
    match = _SEPARATOR_DATE.match(separator)
    return parse_date(match[1].decode("ascii", "replace")) if match else None
