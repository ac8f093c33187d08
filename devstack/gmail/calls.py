"""One call of a Gmail method, alone or as a part of a batch."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from devstack.gmail.errors import invalid
from devstack.gmail.store import Store


@dataclass(frozen=True)
class Call:
    """Who calls, with which path parameters, query and body."""

    store: Store
    account: str
    path: dict[str, str]
    query: dict[str, list[str]]
    body: dict[str, Any] = field(default_factory=dict)
    upload: bytes | None = None  # the message of a media upload

    def one(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return self.query.get(name, [default])[-1]

    def many(self, name: str) -> list[str]:
        """A repeated query parameter."""
        return self.query.get(name, [])

    def flag(self, name: str) -> bool:
        """A query parameter that is true or false."""
        return self.one(name, "false").lower() == "true"

    def count(self, name: str, default: int, most: int) -> int:
        """A number between 1 and `most`."""
        text = self.one(name, str(default))
        if not text.isdigit():
            raise invalid(f"Invalid value for {name}: {text}")
        return max(1, min(int(text), most))


def query_of(text: str) -> dict[str, list[str]]:
    """A query string's parameters."""
    return parse_qs(text, keep_blank_values=True)


def page_start(token: str) -> tuple[int, str] | None:
    """Where a page begins: the (date, id) of the last item before it. Stays valid while mail arrives."""
    if not token:
        return None
    date, dot, key = token.partition(".")
    if not dot or not date.lstrip("-").isdigit():
        raise invalid("Invalid pageToken")
    return int(date), key
