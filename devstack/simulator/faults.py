"""Failures on request: what the control plane asked for happens to the calls that match."""

import re
from dataclasses import dataclass
from typing import Any

KINDS = frozenset({"latency", "late_answer", "status", "reset", "lose_answer", "truncate", "expire_token"})


@dataclass
class Fault:
    """`match` is a regular expression on the method ("messages.get", "token", "batch").

    `reset` breaks the connection before the call is served; `lose_answer` after, and `truncate` in the
    middle of the answer. `latency` waits before the call is served, `late_answer` after: it tells what was.
    It strikes every `every`-th matching call, `times` times in all (None: for ever).
    """

    match: str
    kind: str
    status: int = 503
    seconds: float = 0.0
    times: int | None = None
    every: int = 1
    retry_after: int | None = None
    reason: str = "backendError"
    message: str = ""
    seen: int = 0
    struck: int = 0

    def strikes(self, method: str) -> bool:
        """Whether this call is hit; counts it."""
        if (self.times is not None and self.struck >= self.times) or not re.search(self.match, method):
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.struck += 1
        return True


class ConnectionFault(Exception):
    """The connection is to be reset, or closed after `sent`, the first half of an answer."""

    def __init__(self, sent: bytes | None = None) -> None:
        super().__init__("reset" if sent is None else "truncate")
        self.sent = sent


class Faults:
    """The faults that are on."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def set(self, described: list[dict[str, Any]]) -> None:
        """Replace all. Raises ValueError or TypeError for one that cannot be."""
        faults = [Fault(**fault) for fault in described]
        for fault in faults:
            re.compile(fault.match)
            if fault.kind not in KINDS or fault.every < 1:
                raise ValueError(f"A fault's kind is one of {', '.join(sorted(KINDS))}, and every is at least 1.")
        self._faults = faults

    def put(self, *faults: Fault) -> None:
        """Replace all by these."""
        self._faults = list(faults)

    def clear(self) -> None:
        """No faults."""
        self._faults = []

    def all(self) -> list[Fault]:
        """With their counts."""
        return self._faults

    def struck(self, method: str) -> list[Fault]:
        """The faults that hit this call."""
        return [fault for fault in self._faults if fault.strikes(method)] if self._faults else []
