"""What Gmail charges: quota units a method, and limits a minute and a day.

Source: Google's page "Usage limits" of the Gmail API, as it is since May 2026 for new Cloud projects, and as
it was before for those that used the API already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from base.errors import InvalidSettings

_SINCE_2026 = {
    "getProfile": 1,
    "labels.list": 1,
    "labels.get": 1,
    "settings.sendAs.list": 1,
    "history.list": 2,
    "messages.list": 5,
    "messages.get": 20,
    "attachments.get": 20,
    "threads.list": 10,
    "threads.get": 40,
    "messages.modify": 5,
    "messages.trash": 5,
    "messages.untrash": 5,
    "messages.send": 100,
    "threads.modify": 10,
    "threads.trash": 10,
    "threads.untrash": 10,
    "drafts.list": 5,
    "drafts.create": 10,
    "drafts.update": 15,
    "drafts.delete": 10,
    "drafts.send": 100,
    "watch": 100,
    "stop": 50,
}
_LEGACY = _SINCE_2026 | {"messages.get": 5, "attachments.get": 5, "threads.get": 10}


@dataclass(frozen=True)
class Quota:
    """A price list (units a method) with its limits (units)."""

    prices: Mapping[str, int]
    user_per_minute: int
    project_per_minute: int = 1_200_000
    project_per_day: int = 80_000_000
    concurrent: int = 50  # requests of one user at once; each part of a batch is one
    learning: bool = False  # which list it is, is to be learned from the answers
    minute: int = 60  # seconds that Google's minute lasts: less only where a test scales time

    def legacy(self) -> "Quota":
        """The old list with these limits, where they are not a user's minute."""
        old = _LISTS["legacy"]
        return replace(self, prices=old.prices, user_per_minute=old.user_per_minute)

    @classmethod
    def parse(cls, text: str) -> "Quota":
        """`auto`, `2026`, `legacy`, or one with limits of its own: `2026:user_per_minute=60000,concurrent=100`.

        Raises InvalidSettings that names the part which is wrong.
        """
        name, _, limits = text.partition(":")
        if name not in _LISTS:
            raise _invalid(f"there is no price list {name!r}, only {' and '.join(_LISTS)}")
        changes: dict[str, Any] = {}
        for limit in filter(None, limits.split(",")):
            key, _, value = limit.partition("=")
            if key not in _LIMITS:
                raise _invalid(f"there is no limit {key!r}, only {', '.join(sorted(_LIMITS))}")
            if not value.isdecimal() or len(value) > _MOST_DIGITS or int(value) == 0:
                raise _invalid(f"{key} must be a positive whole number, not {value!r}")
            changes[key] = int(value)
        return replace(_LISTS[name], **changes)


_LISTS = {
    "auto": Quota(_SINCE_2026, user_per_minute=6_000, learning=True),
    "2026": Quota(_SINCE_2026, user_per_minute=6_000),
    "legacy": Quota(_LEGACY, user_per_minute=15_000),
}
_MOST_DIGITS = 15
_LIMITS = {field.name for field in fields(Quota)} - {"prices", "learning"}


def _invalid(problem: str) -> InvalidSettings:
    return InvalidSettings(f"KITH_GMAIL_QUOTA: {problem}.", field="KITH_GMAIL_QUOTA")
