"""A call of an API method, whole or as a part of a batch, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from devstack.simulator.discovery import Method, Query
from devstack.simulator.errors import bad_request, invalid
from devstack.simulator.mailbox import Mailbox
from devstack.simulator.push import Pusher

_PREFIX = "https://www.googleapis.com/auth/"
_WIDER_THAN_METADATA = frozenset(
    {"https://mail.google.com/", f"{_PREFIX}gmail.modify", f"{_PREFIX}gmail.readonly", f"{_PREFIX}gmail.compose"}
)


@dataclass(frozen=True)
class Request:
    """As it came: `path` is percent-encoded and without query; header names are in lower case."""

    verb: str
    path: str
    query: Query
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """As it goes out. An empty body is a 204."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A request that may be served: method and mailbox are known, the token covers them."""

    request: Request
    method: Method
    names: dict[str, str]
    mailbox: Mailbox
    scopes: frozenset[str]
    pusher: Pusher
    topic: str
    history_seconds: int
    page_size: int
    bare_label_list: bool
    accounts: Callable[[str], Mailbox | None]

    def text(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return self.request.query.get(name, [default])[-1]

    def texts(self, name: str) -> list[str]:
        """A repeated query parameter."""
        return self.request.query.get(name, [])

    def flag(self, name: str) -> bool:
        """A boolean query parameter."""
        return self.text(name).lower() == "true"

    def size(self, default: int = 100) -> int:
        """maxResults: Gmail gives no more than 500, whatever is asked."""
        asked = int(self.text("maxResults", str(default)))
        return max(1, min(asked or default, self.page_size))

    def json(self) -> dict[str, Any]:
        """The JSON body. Raises 400."""
        if not self.request.body:
            return {}
        try:
            body = orjson.loads(self.request.body)
        except ValueError as error:
            raise bad_request("Invalid JSON payload received.") from error
        if not isinstance(body, dict):
            raise bad_request("Invalid JSON payload received. Root element must be a message.")
        return body

    def json_texts(self, name: str, most: int) -> list[str]:
        """A list of strings in the JSON body. Raises 400."""
        values = self.json().get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise bad_request(f"Invalid value at '{name}'")
        if len(values) > most:
            raise invalid(f"Too many values at '{name}': at most {most}")
        return values

    def metadata_only(self) -> bool:
        """Whether the token shows headers and labels, but neither bodies nor search."""
        return not self.scopes & _WIDER_THAN_METADATA


Reply = bytes | dict[str, Any] | None
Handler = Callable[[Call], Reply]
HANDLERS: dict[str, Handler] = {}


def handles(*methods: str) -> Callable[[Handler], Handler]:
    """Register the function that answers these methods."""

    def register(handler: Handler) -> Handler:
        for method in methods:
            HANDLERS[method] = handler
        return handler

    return register
