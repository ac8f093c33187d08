"""Any mbox becomes an account: in the order of its dates, so that a thread's id is that of its oldest message."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from devstack.gmail.payload import render
from devstack.gmail.store import Store

_SEPARATOR = re.compile(rb"From \S*.*\d{4}")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TAKEOUT = re.compile(rb"^(X-GM-THRID|X-Gmail-Labels):[ \t]*(.*(?:\r?\n[ \t].*)*)\r?\n", re.MULTILINE)
_LABELS = {
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


def load(store: Store, account: str, path: Path) -> int:
    """Fill the account from the file, once. Returns the number of messages."""
    mark = f"{path.name}:{path.stat().st_size}"
    if store.one("SELECT loaded FROM accounts WHERE email = ?", account)["loaded"] == mark:
        return 0
    # The dates first, then one message at a time: the whole file is never in memory.
    places = sorted((render(raw).internal_date, start, end) for start, end, raw in _messages(path))
    threads: dict[str, str] = {}
    with path.open("rb") as file, store.db:
        for _, start, end in places:
            file.seek(start)
            raw, takeout = _without_takeout(_QUOTED.sub(rb"\1", file.read(end - start)))
            mail = render(raw)
            known = threads.get(takeout.get("X-GM-THRID", ""))
            message_id = store.insert(account, raw, mail, _labels(store, account, takeout, mail.sender), known)
            if "X-GM-THRID" in takeout:
                threads.setdefault(takeout["X-GM-THRID"], message_id)
        store.db.execute("UPDATE accounts SET loaded = ? WHERE email = ?", (mark, account))
    return len(places)


def _messages(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, bytes) of each message."""
    start: int | None = None
    after_blank = True
    lines: list[bytes] = []
    place = 0
    with path.open("rb") as file:
        for line in file:
            if after_blank and _SEPARATOR.match(line):
                if start is not None:
                    yield start, place, b"".join(lines)
                start, lines = place + len(line), []
            else:
                lines.append(line)
            after_blank = not line.strip()
            place += len(line)
    if start is not None:
        yield start, place, b"".join(lines)


def _without_takeout(raw: bytes) -> tuple[bytes, dict[str, str]]:
    head, blank, body = raw.partition(b"\n\n")
    found = {name.decode(): " ".join(value.decode().split()) for name, value in _TAKEOUT.findall(head + b"\n")}
    return (_TAKEOUT.sub(b"", head + b"\n")[:-1] if found else head) + blank + body, found


def _labels(store: Store, account: str, takeout: dict[str, str], sender: str) -> list[str]:
    if "X-Gmail-Labels" not in takeout:
        return ["SENT"] if account in sender else ["INBOX"]
    names = next(csv.reader([takeout["X-Gmail-Labels"]], skipinitialspace=True), [])
    names = [name for name in names if name.lower() not in {"archived", "opened"}]
    return [_LABELS.get(name.lower()) or store.label_id(account, name) for name in names]
