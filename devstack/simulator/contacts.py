"""Google contacts of accounts, as they are kept: persons of the People API, each with the change that made it so."""

import time
from pathlib import Path
from typing import Any

import orjson

from devstack.simulator.store import Store


def put(store: Store, account: int, kind: str, resource: str, person: dict[str, Any] | None) -> None:
    """A contact is as this says from now on; None: it is deleted."""
    with store.transaction():
        version = store.need("SELECT coalesce(max(version), 0) + 1 AS next FROM contacts")["next"]
        body = None if person is None else orjson.dumps(person).decode()
        store.run(
            "INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "body = excluded.body, version = excluded.version, changed = excluded.changed",
            *(account, kind, resource, body, version, time.time()),
        )


def load(store: Store, account: int, path: Path) -> None:
    """Contacts of a file that are not there yet: {kind: {resource: person}}."""
    told: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes())
    known = {row["resource"] for row in store.all("SELECT resource FROM contacts WHERE account = ?", account)}
    for kind, persons in told.items():
        for resource, person in persons.items():
            if resource not in known:
                put(store, account, kind, resource, person)


def newest(store: Store) -> int:
    """The number of the last change of any account."""
    return int(store.need("SELECT coalesce(max(version), 0) AS newest FROM contacts")["newest"])


def expire(store: Store, account: int) -> None:
    """Every sync token that was given out is too old."""
    last = newest(store)
    store.set_meta(f"contacts_floor:{account}", str(last + 1))
    with store.transaction():
        store.run("UPDATE contacts SET version = version + ? WHERE account = ?", last + 1, account)
