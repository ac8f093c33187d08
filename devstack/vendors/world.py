"""What all vendors of one server share: who called, what is left of a limit, and the faults that are on."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from devstack.simulator.faults import Faults
from devstack.vendors.llm.script import Script


@dataclass(frozen=True)
class Call:
    """A request as a vendor got it."""

    vendor: str
    verb: str
    path: str
    query: str
    headers: dict[str, str]


@dataclass
class Window:
    """So many calls in each span of `seconds`, counted from the first one on."""

    calls: int
    seconds: float
    now: Callable[[], float]
    used: int = 0
    begun: float = float("-inf")

    def take(self) -> bool:
        """Whether one more call is within the limit; counts it."""
        if self.now() >= self.begun + self.seconds:
            self.begun, self.used = self.now(), 0
        if self.used >= self.calls:
            return False
        self.used += 1
        return True

    @property
    def left(self) -> int:
        """Calls until the limit."""
        return self.calls - self.used

    @property
    def resets_at(self) -> float:
        """Seconds since 1970 when it begins anew."""
        return self.begun + self.seconds

    @property
    def wait(self) -> int:
        """Whole seconds until then."""
        return max(int(self.resets_at - self.now()) + 1, 1)


@dataclass
class World:
    """The state of one server."""

    now: Callable[[], float] = time.time
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    script: Script = field(default_factory=Script)  # of the simulated models
    credits: dict[str, int] = field(default_factory=dict)  # of a vendor's plan; absent: as many as anybody wants
    bill: Counter[str] = field(default_factory=Counter)  # credits that each vendor has taken
    uncrawled: set[str] = field(default_factory=set)  # domains that a vendor looks at only once it is asked
    lag: float = 0  # seconds that a vendor's copies lag behind
    erased: set[str] = field(default_factory=set)  # addresses of people who asked vendors to forget them
    _once: set[tuple[str, str]] = field(default_factory=set)
    _windows: dict[str, Window] = field(default_factory=dict)
    _limits: dict[str, tuple[int, float]] = field(default_factory=dict)

    def window(self, name: str, calls: int, seconds: float) -> Window:
        """The limit of that name ("hunter.second"), made at its first use; `limit` may have set it tighter."""
        if name not in self._windows:
            self._windows[name] = Window(*self._limits.get(name, (calls, seconds)), self.now)
        return self._windows[name]

    def limit(self, name: str, calls: int, seconds: float) -> None:
        """Set a limit otherwise than the vendor documents it, from now on."""
        self._limits[name] = (calls, seconds)
        self._windows.pop(name, None)

    def broke(self, vendor: str) -> bool:
        """Whether nothing is left of the plan."""
        return self.credits.get(vendor, 1) < 1

    def spend(self, vendor: str) -> None:
        """Bill a credit."""
        self.bill[vendor] += 1
        if vendor in self.credits:
            self.credits[vendor] -= 1

    def spend_once(self, vendor: str, what: str) -> None:
        """Bill a credit, if not for the same before."""
        if (vendor, what) not in self._once:
            self._once.add((vendor, what))
            self.spend(vendor)

    def reset(self) -> None:
        """As at the start."""
        self.faults.clear()
        self.calls.clear()
        self.script.clear()
        self.credits.clear()
        self.bill.clear()
        self.uncrawled.clear()
        self.lag = 0
        self.erased.clear()
        self._once.clear()
        self._windows.clear()
        self._limits.clear()
