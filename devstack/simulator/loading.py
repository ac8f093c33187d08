"""An mbox becomes the mail of an account."""

import asyncio
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devstack.simulator import history, mbox
from devstack.simulator.encodings import decoded_words
from devstack.simulator.mailbox import Arrival, Mailbox
from devstack.simulator.mime import parse_headers
from devstack.simulator.payload import Mail, read_mail
from devstack.simulator.store import Store

_CHUNK = 100  # messages between two looks at the requests that wait
_CHUNK_BYTES = 16_000_000
_TAKEOUT_LINE = re.compile(rb"(?im)^(?:X-GM-THRID|X-Gmail-Labels):[^\n]*\n(?:[ \t][^\n]*\n)*")
_ADDRESS = re.compile(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+")
_NO_LABEL = frozenset({"archived", "opened"})  # what Takeout says of mail that is not INBOX, not UNREAD
_SYSTEM = {
    "inbox": "INBOX", "sent": "SENT", "important": "IMPORTANT", "unread": "UNREAD", "starred": "STARRED",
    "draft": "DRAFT", "drafts": "DRAFT", "spam": "SPAM", "trash": "TRASH", "chat": "CHAT",
    "category promotions": "CATEGORY_PROMOTIONS", "category social": "CATEGORY_SOCIAL",
    "category updates": "CATEGORY_UPDATES", "category forums": "CATEGORY_FORUMS",
    "category personal": "CATEGORY_PERSONAL",
}  # fmt: skip


@dataclass(frozen=True)
class _Exported:
    """A message of an mbox. `labels` are Takeout's names, or None where it says nothing."""

    mail: Mail
    date_ms: int
    labels: list[str] | None
    thread: str | None


async def load(store: Store, mailbox: Mailbox, path: Path) -> int:
    """Add the messages of an mbox that the account lacks, oldest first. Gives their number.

    Parsing happens in a thread, writing between two requests. The first mail of an account is
    its past and leaves no history, also when its loading was cut short; later mail is recorded
    like any that arrives. A file that was loaded already and has not changed is not read again.
    """
    marked, fingerprint = _marks(mailbox, path)
    if store.meta(marked) == fingerprint:
        return 0
    recorded = not _is_past(store, mailbox, marked)
    added = await _load(store, mailbox, path, recorded=recorded)
    with store.transaction():
        store.set_meta(marked, fingerprint)
        if not recorded:
            store.set_meta(f"past:{mailbox.account}", "complete")
            history.expire(store, mailbox.account)
    return added


def _marks(mailbox: Mailbox, path: Path) -> tuple[str, str]:
    """What the file is remembered by, and how a change of it shows."""
    state = path.stat()
    return f"loaded:{mailbox.account}:{path.resolve()}", f"{state.st_size}:{state.st_mtime_ns}"


def _is_past(store: Store, mailbox: Mailbox, marked: str) -> bool:
    key = f"past:{mailbox.account}"
    begun = store.meta(key)
    if begun is None and mailbox.counts()[0] == 0:
        store.set_meta(key, marked)
        return True
    return begun == marked


async def _load(store: Store, mailbox: Mailbox, path: Path, *, recorded: bool) -> int:
    places = await asyncio.to_thread(lambda: sorted(mbox.places(path), key=lambda place: place.date_ms))
    exported = _export(path, places)
    seen: Counter[bytes] = Counter()
    added = 0
    while chunk := await asyncio.to_thread(_chunk, exported):
        with store.transaction():
            added += sum(_add(store, mailbox, one, seen, recorded=recorded) for one in chunk)
    return added


def _chunk(exported: Iterator[_Exported]) -> list[_Exported]:
    chunk: list[_Exported] = []
    size = 0
    for one in exported:
        chunk.append(one)
        size += len(one.mail.raw)
        if len(chunk) >= _CHUNK or size >= _CHUNK_BYTES:
            break
    return chunk


def _export(path: Path, places: list[mbox.Place]) -> Iterator[_Exported]:
    for place, raw in zip(places, mbox.read(path, places), strict=True):
        headers = {name.lower(): value for name, value in parse_headers(raw)[0]}
        names = headers.get("x-gmail-labels")
        yield _Exported(
            mail=read_mail(_without_takeout_lines(raw)),
            date_ms=place.date_ms,
            labels=None if names is None else takeout_names(names),
            thread=headers.get("x-gm-thrid"),
        )


def _without_takeout_lines(raw: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw)
    cut = end.end() if end else len(raw)
    return _TAKEOUT_LINE.sub(b"", raw[:cut]) + raw[cut:]


def takeout_names(value: str) -> list[str]:
    """The label names of an X-Gmail-Labels header: comma-separated, quoted, with encoded words."""
    row = next(csv.reader([decoded_words("", value)], skipinitialspace=True), [])
    return [name.strip() for name in row if name.strip()]


def _add(store: Store, mailbox: Mailbox, one: _Exported, seen: Counter[bytes], *, recorded: bool) -> bool:
    """Add a message, unless this account has as many copies of it as the file had so far."""
    seen[one.mail.digest] += 1
    copies = store.need(
        "SELECT count(*) AS n FROM messages WHERE account = ? AND digest = ?", mailbox.account, one.mail.digest
    )
    if copies["n"] >= seen[one.mail.digest]:
        return False
    labels = _labels(mailbox, one)
    message = mailbox.add(
        one.mail,
        Arrival(
            labels=tuple(labels),
            date_ms=one.date_ms,
            takeout_key=one.thread,
            id_ms=one.date_ms,
            recorded=recorded,
        ),
    )
    if "DRAFT" in labels:
        store.run("INSERT INTO drafts VALUES (?, ?, ?)", mailbox.account, message["id"], message["id"])
    return True


def _labels(mailbox: Mailbox, one: _Exported) -> list[str]:
    if one.labels is not None:
        named = [name for name in one.labels if name.lower() not in _NO_LABEL]
        return [_SYSTEM.get(name.lower()) or mailbox.labels.named(name) for name in named]
    return ["SENT"] if is_from(mailbox, one.mail) else ["INBOX"]


def is_from(mailbox: Mailbox, mail: Mail) -> bool:
    """Whether the account itself wrote this message."""
    found = _ADDRESS.search(mail.root.header("From"))
    return found is not None and found[0].lower() == mailbox.email
