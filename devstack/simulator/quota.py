"""Enforces a plan: a sliding minute per user and project, a day's threshold, concurrency."""

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from devstack.simulator.errors import ApiError
from devstack.simulator.prices import Plan

_PACIFIC = timedelta(hours=-8)  # Google's days end at midnight in California
_CONSUMER = "of service 'gmail.googleapis.com' for consumer 'project_number:764086051850'."


class Window:
    """Units spent in the last `length` seconds."""

    def __init__(self, length: float) -> None:
        self._length = length
        self._spent: deque[tuple[float, int]] = deque()
        self.total = 0

    def forget(self, now: float) -> None:
        """Drop what is older than the window."""
        while self._spent and self._spent[0][0] <= now - self._length:
            self.total -= self._spent.popleft()[1]

    def spend(self, now: float, units: int) -> None:
        """Count units."""
        self._spent.append((now, units))
        self.total += units

    def wait(self, now: float) -> float:
        """Seconds until something leaves the window."""
        return self._spent[0][0] + self._length - now if self._spent else 0.0


class Quota:
    """Admits requests or raises what Gmail answers. Keeps its windows in memory: a restart starts anew."""

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        self.plan = plan
        self._clock = clock
        self._users: dict[str, Window] = {}
        self._project = Window(plan.minute)
        self._day = ""
        self._day_units = 0
        self._running: dict[str, int] = {}
        self._refusals = count()

    def price(self, method: str) -> int:
        """Units of one request."""
        return self.plan.prices[method]

    def admit(self, user: str, units: int) -> int:
        """Spend units. Gives what the user has spent in this minute; raises the 403 or 429 of a full window."""
        now = self._clock()
        window = self._users.setdefault(user, Window(self.plan.minute))
        window.forget(now)
        self._project.forget(now)
        self._turn_day()
        if window.total + units > self.plan.user_per_minute:
            raise self._refused("Queries per minute per user", "userRateLimitExceeded", window.wait(now))
        if self._project.total + units > self.plan.project_per_minute:
            raise self._refused("Queries per minute", "rateLimitExceeded", self._project.wait(now))
        if self._day_units + units > self.plan.project_per_day:
            raise self._refused("Queries per day", "dailyLimitExceeded", None)
        window.spend(now, units)
        self._project.spend(now, units)
        self._day_units += units
        return window.total

    def enter(self, user: str) -> None:
        """One more request at the same time. Raises the 429 of too many."""
        running = self._running.get(user, 0)
        if running >= self.plan.concurrent:
            message = "Too many concurrent requests for user"
            raise ApiError(429, message, "rateLimitExceeded")
        self._running[user] = running + 1

    def leave(self, user: str) -> None:
        """A request is answered."""
        self._running[user] -= 1

    def _turn_day(self) -> None:
        today = str((datetime.now(UTC) + _PACIFIC).date())
        if today != self._day:
            self._day, self._day_units = today, 0

    def _refused(self, limit: str, reason: str, wait: float | None) -> ApiError:
        """Gmail words it in several ways, and says when to come back only now and then."""
        turn = next(self._refusals)
        headers = {"retry-after": str(int(wait) + 1)} if wait is not None and turn % 3 == 2 else {}
        if turn % 2 == 0 or reason == "dailyLimitExceeded":
            message = f"Quota exceeded for quota metric 'Queries' and limit '{limit}' {_CONSUMER}"
            shown = reason if turn % 4 else reason.replace("userRate", "rate")
            return ApiError(403, message, shown, domain="usageLimits", headers=headers)
        message = "Resource has been exhausted (e.g. check quota)."
        return ApiError(429, message, "rateLimitExceeded", headers=headers)
