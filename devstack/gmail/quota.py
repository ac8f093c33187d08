"""Google's quota: units a method, enforced over a sliding minute for each user and for the project."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from devstack.gmail.errors import ApiError

PRICES = {
    "getProfile": 1,
    "labels.list": 1,
    "labels.get": 1,
    "labels.create": 5,
    "labels.update": 5,
    "labels.patch": 5,
    "labels.delete": 5,
    "history.list": 2,
    "messages.list": 5,
    "messages.get": 20,
    "messages.attachments.get": 20,
    "messages.modify": 5,
    "messages.trash": 5,
    "messages.untrash": 5,
    "messages.delete": 10,
    "messages.batchModify": 50,
    "messages.batchDelete": 50,
    "messages.send": 100,
    "messages.insert": 25,
    "messages.import": 25,
    "threads.list": 10,
    "threads.get": 40,
    "threads.modify": 10,
    "threads.trash": 10,
    "threads.untrash": 10,
    "threads.delete": 20,
    "drafts.list": 5,
    "drafts.get": 20,
    "drafts.create": 10,
    "drafts.update": 15,
    "drafts.delete": 10,
    "drafts.send": 100,
    "watch": 100,
    "stop": 50,
}
LEGACY = PRICES | {"messages.get": 5, "messages.attachments.get": 5, "threads.get": 10}
_MINUTE = 60.0


@dataclass
class Window:
    """Units spent in the last minute."""

    limit: int
    spent: int = 0
    peak: int = 0
    entries: deque[tuple[float, int]] = field(default_factory=deque)

    def fits(self, units: int, now: float) -> bool:
        """Would these units still be within the limit?"""
        while self.entries and self.entries[0][0] <= now - _MINUTE:
            self.spent -= self.entries.popleft()[1]
        return self.spent + units <= self.limit

    def take(self, units: int, now: float) -> None:
        """Spend them."""
        self.entries.append((now, units))
        self.spent += units
        self.peak = max(self.peak, self.spent)


class Quota:
    """Charges every call, and keeps the bill."""

    def __init__(self, text: str) -> None:
        name, _, changes = text.partition(":")
        self.prices = {"2026": PRICES, "legacy": LEGACY}[name]
        self.limits = {
            "user_per_minute": 6_000 if name == "2026" else 15_000,
            "project_per_minute": 1_200_000,
            "project_per_day": 80_000_000,
            "concurrent": 50,
        }
        for change in filter(None, changes.split(",")):
            key, _, value = change.partition("=")
            if key not in self.limits:
                raise ValueError(f"There is no limit {key!r}, only {', '.join(self.limits)}.")
            self.limits[key] = int(value)
        self.reset()

    def reset(self) -> None:
        """Forget the bill and the last minute."""
        self.units: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.requests: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.refused: dict[str, int] = defaultdict(int)
        self._users: dict[str, Window] = defaultdict(lambda: Window(self.limits["user_per_minute"]))
        self._project = Window(self.limits["project_per_minute"])
        self._day = Window(self.limits["project_per_day"])

    def charge(self, account: str, method: str) -> None:
        """Take the method's units from every window, or raise Google's 429 or 403."""
        units = self.prices[method]
        now = time.monotonic()
        user = self._users[account]
        if not user.fits(units, now):
            self.refused[account] += 1
            wait = max(1, round(user.entries[0][0] + _MINUTE - now))
            # Google answers in one way or the other, and often without Retry-After.
            if self.refused[account] % 2:
                raise ApiError(
                    429, "Resource has been exhausted (e.g. check quota).", "rateLimitExceeded", retry_after=wait
                )
            raise ApiError(
                403,
                "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service "
                "'gmail.googleapis.com'.",
                "rateLimitExceeded",
                domain="usageLimits",
            )
        if not self._project.fits(units, now) or not self._day.fits(units, now):
            self.refused[account] += 1
            raise ApiError(
                403,
                "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'.",
                "rateLimitExceeded",
                domain="usageLimits",
            )
        for window in (user, self._project, self._day):
            window.take(units, now)
        self.units[account][method] += units
        self.requests[account][method] += 1

    def too_many(self, account: str) -> ApiError:
        """The answer to more requests at once than a user may have."""
        self.refused[account] += 1
        return ApiError(429, "Too many concurrent requests for user", "rateLimitExceeded")

    def bill(self) -> dict[str, object]:
        """Units and requests by account and method, and how often a request was refused."""
        return {
            account: {
                "units": sum(methods.values()),
                "by_method": dict(methods),
                "requests": dict(self.requests[account]),
                "refused": self.refused[account],
                "peak_minute": self._users[account].peak,
            }
            for account, methods in list(self.units.items())
        }
