"""Faults on request: what a vendor does on a bad day, at the rate a test asks for."""

import asyncio
import re
from dataclasses import dataclass

from devstack.gmail.errors import ApiError, unauthenticated


@dataclass
class Fault:
    """`match` is a regular expression on the method's name; every `every`-th call is hit, `times` times at most."""

    match: str
    kind: str  # "latency", "status", "reset", "truncate" or "expire_token"
    status: int = 503
    reason: str = "backendError"
    seconds: float = 0.0
    retry_after: int | None = None
    times: int = 1_000_000_000
    every: int = 1
    seen: int = 0


class Damage(Exception):
    """The answer is to be cut off: "reset" before it, "truncate" in the middle."""


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    async def strike(self, method: str) -> None:
        """Do to this call what is asked for. Raises ApiError or Damage."""
        for fault in self.active:
            if fault.times <= 0 or not re.search(fault.match, method):
                continue
            fault.seen += 1
            if fault.seen % fault.every:
                continue
            fault.times -= 1
            if fault.kind == "latency":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "status":
                raise ApiError(fault.status, "Backend Error", fault.reason, retry_after=fault.retry_after)
            elif fault.kind == "expire_token":
                raise unauthenticated()
            else:
                raise Damage(fault.kind)
