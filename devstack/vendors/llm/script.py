"""What the simulated models say: what a test has scripted, in its order, else that they are simulated."""

import math
import re
from dataclasses import dataclass, field
from typing import Any

NAME = "simulated-model"


@dataclass(frozen=True)
class Reply:
    """One answer. It goes to the first request that `match` is found in: "PROTOCOL MODEL", then all that was said.

    A protocol is "messages", "chat", "responses" or "embeddings". `status` other than 200 makes an error of `error`
    (the vendor's type) and `message`. `arguments` of tools are sent as they are, JSON or not. `cut` ends the answer
    cleanly after so many events of a stream, and half of a plain body; `break_after` sends an error event after so
    many; `malformed` sends what is no JSON. `stop` "" is the protocol's own reason; "length" and "refusal" are others.
    """

    match: str = ""
    text: str = ""
    tools: list[dict[str, str]] = field(default_factory=list)  # {"name", "arguments"}
    stop: str = ""
    status: int = 200
    error: str = ""
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    break_after: int | None = None
    malformed: bool = False
    piece: int = 7  # characters in a delta: words are split
    pause: float = 0  # seconds before each event
    usage: dict[str, int] = field(default_factory=dict)  # {"input", "output", "cache_read"} instead of what is counted
    times: int = 1


@dataclass
class Script:
    """The replies that wait, and every request that came, the oldest first."""

    waiting: list[list[Any]] = field(default_factory=list)  # [reply, how often it is given still]
    heard: list[dict[str, Any]] = field(default_factory=list)

    def put(self, *replies: Reply) -> None:
        """Give these, after what waits already. Raises re.error for one that cannot match."""
        for reply in replies:
            re.compile(reply.match)
        self.waiting.extend([reply, reply.times] for reply in replies)

    def take(self, protocol: str, body: dict[str, Any]) -> Reply:
        """The answer to a request."""
        self.heard.append({"protocol": protocol, "body": body})
        said = f"{protocol} {body.get('model')}\n{_texts(body)}"
        for one in self.waiting:
            if re.search(one[0].match, said, re.DOTALL):
                one[1] -= 1
                if not one[1]:
                    self.waiting.remove(one)
                reply: Reply = one[0]
                return reply
        return Reply(text=_plain(body))

    def clear(self) -> None:
        """As at the start."""
        self.waiting.clear()
        self.heard.clear()


def tokens(*told: Any) -> int:
    """Tokens as these models count: one for each four characters of all there is, schemas of tools included."""
    return math.ceil(sum(len(one) for one in map(_texts, told)) / 4)


def asked(body: dict[str, Any]) -> int:
    """Tokens of a request."""
    return tokens(*(body.get(name) for name in ("system", "instructions", "messages", "input", "tools")))


def pieces(text: str, size: int) -> list[str]:
    """A text in deltas."""
    return [text[at : at + size] for at in range(0, len(text), max(size, 1))]


def _plain(body: dict[str, Any]) -> str:
    said = body.get("messages") or body.get("input") or []
    words = len(_texts(said[-1] if isinstance(said, list) and said else said).split())
    return f"This is a simulated model: it has understood nothing of the {words} words it was told."


def _texts(told: Any) -> str:
    if isinstance(told, str):
        return told
    if isinstance(told, dict):
        return " ".join(f"{name} {_texts(value)}" for name, value in told.items())
    if isinstance(told, list):
        return " ".join(map(_texts, told))
    return "" if told is None else str(told)
