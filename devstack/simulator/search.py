"""Gmail's search words (`q`) as SQL conditions on the `messages` table."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from devstack.simulator.clock import now_ms
from devstack.simulator.errors import invalid
from devstack.simulator.mailbox import Mailbox

_TERM = re.compile(r'(-?)(?:(\w+):)?("[^"]*"|\S+)')
_AGES = {"d": 1, "m": 30, "y": 365}
_SIZES = {"": 1, "k": 1024, "m": 1024**2}


@dataclass
class Conditions:
    """SQL conditions joined by AND, their values, and whether spam and trash are asked for."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    everywhere: bool = False

    def add(self, sql: str, *values: Any, negated: bool = False) -> None:
        """One more condition."""
        self.parts.append(f"NOT ({sql})" if negated else f"({sql})")
        self.values += values

    def has_label(self, label: str, *, negated: bool = False) -> None:
        """With this label."""
        self.add("instr(labels, ?) > 0", f" {label} ", negated=negated)
        self.everywhere = self.everywhere or (label in {"SPAM", "TRASH"} and not negated)

    def where(self) -> str:
        """The whole condition, to follow an AND."""
        return " AND ".join(self.parts) or "1"


def conditions(mailbox: Mailbox, query: str, labels: list[str], *, everywhere: bool) -> Conditions:
    """What messages.list and its like are asked for: `q`, labelIds (all of them), includeSpamTrash."""
    found = Conditions(everywhere=everywhere)
    mailbox.labels.check_known(labels, by_hand=False)
    for label in labels:
        found.has_label(label)
    for minus, operator, value in _TERM.findall(query):
        text = value.strip('"').lower()
        _OPERATORS.get(operator.lower(), _words)(found, mailbox, text, bool(minus))
    if not found.everywhere:
        found.has_label("SPAM", negated=True)
        found.has_label("TRASH", negated=True)
    return found


def _words(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
    sql = "seq IN (SELECT c.seq FROM contents c WHERE c.seq = messages.seq AND instr(c.words, ?) > 0)"
    found.add(sql, text, negated=negated)


def _in(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
    if text == "anywhere":
        found.everywhere = True
        return
    names = {label["name"].lower().replace(" ", "-"): label["id"] for label in mailbox.labels.all()}
    aliases = {"drafts": "DRAFT", "draft": "DRAFT", "read": "UNREAD", "chats": "CHAT"}
    label = aliases.get(text) or names.get(text.replace(" ", "-")) or text.upper()
    found.has_label(label, negated=negated != (text == "read"))


def _category(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
    found.has_label(f"CATEGORY_{text.upper()}".replace("PRIMARY", "PERSONAL"), negated=negated)


def _column(column: str) -> "Operator":
    def add(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
        text = mailbox.email if text == "me" and column in {"sender", "recipients"} else text
        found.add(f"instr({column}, ?) > 0", text, negated=negated)

    return add


def _message_id(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
    found.add("lower(rfc822_id) = ?", f"<{text.strip('<>')}>", negated=negated)


def _has(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
    if text != "attachment":
        raise invalid(f"Invalid query: has:{text}")
    found.add("attached = 1", negated=negated)


def _date(comparison: str) -> "Operator":
    def add(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
        found.add(f"date_ms {comparison} ?", _moment_ms(text), negated=negated)

    return add


def _moment_ms(text: str) -> int:
    """2024/5/17, 2024-05-17 or seconds since 1970."""
    if text.isdecimal() and len(text) > 4:
        return int(text) * 1000
    found = re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", text)
    if found is None:
        raise invalid(f"Invalid query: {text}")
    try:
        return int(datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC).timestamp() * 1000)
    except ValueError as error:
        raise invalid(f"Invalid query: {text}") from error


def _age(comparison: str) -> "Operator":
    def add(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
        age = re.fullmatch(r"(\d{1,5})([dmy])", text)
        if age is None:
            raise invalid(f"Invalid query: {text}")
        past = timedelta(days=int(age[1]) * _AGES[age[2]])
        found.add(f"date_ms {comparison} ?", now_ms() - int(past.total_seconds() * 1000), negated=negated)

    return add


def _size(comparison: str) -> "Operator":
    def add(found: Conditions, mailbox: Mailbox, text: str, negated: bool) -> None:
        size = re.fullmatch(r"(\d{1,12})([km]?)", text)
        if size is None:
            raise invalid(f"Invalid query: {text}")
        found.add(f"size {comparison} ?", int(size[1]) * _SIZES[size[2]], negated=negated)

    return add


Operator = Callable[[Conditions, Mailbox, str, bool], None]
_OPERATORS: dict[str, Operator] = {
    "in": _in, "is": _in, "label": _in, "category": _category, "has": _has, "rfc822msgid": _message_id,
    "from": _column("sender"), "to": _column("recipients"), "cc": _column("recipients"),
    "subject": _column("subject"),
    "after": _date(">="), "before": _date("<"), "newer": _date(">="), "older": _date("<"),
    "newer_than": _age(">="), "older_than": _age("<"), "larger": _size(">"), "smaller": _size("<"),
}  # fmt: skip
