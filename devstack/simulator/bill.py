"""What was served and refused, per account and method. Kept in the file, so that a restart adds to it."""

from typing import Any

from devstack.simulator.store import Store

_SERVED = (
    "INSERT INTO bill VALUES (?, ?, 1, ?) "
    "ON CONFLICT DO UPDATE SET requests = requests + 1, units = units + excluded.units"
)
_REFUSED = "INSERT INTO refusals VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET requests = requests + 1"
_PEAK = "INSERT INTO peaks VALUES (?, ?) ON CONFLICT DO UPDATE SET units = max(units, excluded.units)"


class Bill:
    """Counts admitted requests as Google bills them: every part of a batch, also those that find nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def served(self, email: str, method: str, units: int, in_window: int) -> None:
        """A request was admitted; `in_window` is what the user has spent in the last 60 s."""
        self._store.run(_SERVED, email, method, units)
        self._store.run(_PEAK, email, in_window)

    def refused(self, email: str, code: int) -> None:
        """A request was answered 403 or 429 for its rate; it costs nothing."""
        self._store.run(_REFUSED, email, code)

    def reset(self) -> None:
        """Start at nothing."""
        with self._store.transaction():
            for table in ("bill", "refusals", "peaks"):
                self._store.run(f"DELETE FROM {table}")  # noqa: S608

    def report(self) -> dict[str, Any]:
        """{units, requests, refused_429, refused_403, accounts: {email: the same and methods, peak}}."""
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
