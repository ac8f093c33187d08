"""What was served and refused, per account and method. CachedObject in the file, so that a restart adds to it."""

from collections import Counter
from typing import Any

from devstack.simulator.store import Store

_SERVED = (
    "INSERT INTO bill VALUES (?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, units = units + excluded.units"
)
_REFUSED = "INSERT INTO refusals VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET requests = requests + excluded.requests"
_PEAK = "INSERT INTO peaks VALUES (?, ?) ON CONFLICT DO UPDATE SET units = max(units, excluded.units)"


class Bill:
    """Counts admitted requests as Google bills them: every part of a batch, also those that find nothing.

    Written once for each HTTP request (`flush`), however many parts it has.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._requests: Counter[tuple[str, str]] = Counter()
        self._units: Counter[tuple[str, str]] = Counter()
        self._refusals: Counter[tuple[str, int]] = Counter()
        self._peaks: dict[str, int] = {}

    def served(self, email: str, method: str, units: int, in_window: int) -> None:
        """A request was admitted; `in_window` is what the user has spent in the last 60 s."""
        self._requests[email, method] += 1
        self._units[email, method] += units
        self._peaks[email] = max(in_window, self._peaks.get(email, 0))

    def refused(self, email: str, code: int) -> None:
        """A request was answered 403 or 429 for its rate; it costs nothing."""
        self._refusals[email, code] += 1

    def flush(self) -> None:
        """Write what was counted since the last time."""
        if not self._requests and not self._refusals:
            return
        with self._store.transaction():
            served = [(*key, number, self._units[key]) for key, number in self._requests.items()]
            self._store.many(_SERVED, served)
            self._store.many(_REFUSED, [(*key, number) for key, number in self._refusals.items()])
            self._store.many(_PEAK, list(self._peaks.items()))
        for counted in (self._requests, self._units, self._refusals, self._peaks):
            counted.clear()

    def reset(self) -> None:
        """Start at nothing."""
        self.flush()
        with self._store.transaction():
            for table in ("bill", "refusals", "peaks"):
                self._store.run(f"DELETE FROM {table}")  # noqa: S608

    def report(self) -> dict[str, Any]:
        """{units, requests, refused_429, refused_403, accounts: {email: the same, methods and peak}}."""
        self.flush()
        accounts: dict[str, dict[str, Any]] = {}

        def of(email: str) -> dict[str, Any]:
            empty = {"units": 0, "requests": 0, "refused_429": 0, "refused_403": 0, "peak_units_per_minute": 0}
            return accounts.setdefault(email, {**empty, "methods": {}})

        for row in self._store.all("SELECT * FROM bill ORDER BY account, method"):
            account = of(row["account"])
            account["units"] += row["units"]
            account["requests"] += row["requests"]
            account["methods"][row["method"]] = {"requests": row["requests"], "units": row["units"]}
        for row in self._store.all("SELECT * FROM refusals"):
            of(row["account"])[f"refused_{row['code']}"] = row["requests"]
        for row in self._store.all("SELECT * FROM peaks"):
            of(row["account"])["peak_units_per_minute"] = row["units"]
        totals = {
            key: sum(account[key] for account in accounts.values())
            for key in ("units", "requests", "refused_429", "refused_403")
        }
        return {**totals, "accounts": accounts}
