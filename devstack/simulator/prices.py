"""What each method costs, and how much may be spent: Google's "Usage limits" page of the Gmail API."""

import re
from dataclasses import dataclass, fields, replace

_COMMON = {
    "getProfile": 1,
    "labels.list": 1, "labels.get": 1,
    "labels.create": 5, "labels.update": 5, "labels.patch": 5, "labels.delete": 5,
    "settings.sendAs.list": 1,
    "history.list": 2,
    "messages.list": 5, "messages.modify": 5, "messages.trash": 5, "messages.untrash": 5,
    "messages.delete": 10, "messages.insert": 25, "messages.import": 25, "messages.send": 100,
    "messages.batchModify": 50, "messages.batchDelete": 50,
    "threads.list": 10, "threads.modify": 10, "threads.trash": 10, "threads.untrash": 10, "threads.delete": 20,
    "drafts.list": 5, "drafts.create": 10, "drafts.delete": 10, "drafts.update": 15, "drafts.send": 100,
    "watch": 100, "stop": 50,
}  # fmt: skip
_NEW = _COMMON | {"messages.get": 20, "messages.attachments.get": 20, "threads.get": 40, "drafts.get": 20}
_LEGACY = _COMMON | {"messages.get": 5, "messages.attachments.get": 5, "threads.get": 10, "drafts.get": 5}


@dataclass(frozen=True)
class Plan:
    """Limits in units; `concurrent` is in requests at one time for one user, each part of a batch being one."""

    prices: dict[str, int]
    user_per_minute: int
    project_per_minute: int
    project_per_day: int
    concurrent: int
    minute: int = 60  # seconds: less where a test scales time


_PLANS = {
    "2026": Plan(_NEW, 6_000, 1_200_000, 80_000_000, 100),
    "legacy": Plan(_LEGACY, 15_000, 1_200_000, 1_000_000_000, 100),
}
_LIMITS = frozenset(field.name for field in fields(Plan)) - {"prices"}


def parse_plan(text: str) -> Plan:
    """`2026`, `legacy`, or one of them with limits: `2026:user_per_minute=600000,concurrent=50`.

    Raises ValueError that says what is wrong.
    """
    name, _, limits = text.strip().partition(":")
    if name not in _PLANS:
        raise ValueError(f"Quota {text!r}: the price list is 2026 or legacy, not {name!r}.")
    changes: dict[str, int] = {}
    for limit in filter(None, limits.split(",")):
        found = re.fullmatch(r"\s*(\w+)\s*=\s*([\d_]+)\s*", limit)
        if found is None or found[1] not in _LIMITS or int(found[2]) < 1:
            raise ValueError(f"Quota {text!r}: {limit!r} is not one of {', '.join(sorted(_LIMITS))} and a number.")
        changes[found[1]] = int(found[2])
    return replace(_PLANS[name], **changes)  # type: ignore[arg-type]
