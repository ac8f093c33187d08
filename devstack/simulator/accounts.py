"""The accounts of a simulator."""

import hashlib

from devstack.simulator.errors import not_found
from devstack.simulator.mailbox import Mailbox
from devstack.simulator.store import Store


class Accounts:
    """Finds and creates mailboxes by address, whatever its case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, email: str, name: str) -> tuple[Mailbox, bool]:
        """The mailbox of an address, and whether it is new. An existing one keeps its name."""
        email = email.strip().lower()
        found = self.find(email)
        if found is not None:
            return found, False
        subject = str(int.from_bytes(hashlib.sha256(email.encode()).digest()[:8]) + 10**20)
        self._store.run(
            "INSERT INTO accounts (email, name, subject) VALUES (?, ?, ?)",
            *(email, name or email.split("@")[0], subject),
        )
        return self.get(email), True

    def find(self, email: str) -> Mailbox | None:
        """The mailbox of an address, or None."""
        row = self._store.one("SELECT * FROM accounts WHERE email = ?", email.strip().lower())
        return None if row is None else Mailbox(self._store, row)

    def get(self, email: str) -> Mailbox:
        """The mailbox of an address. Raises 404."""
        found = self.find(email)
        if found is None:
            raise not_found(f"There is no account {email} in this simulator.")
        return found

    def by_id(self, account: int) -> Mailbox:
        """The mailbox behind a token."""
        return Mailbox(self._store, self._store.need("SELECT * FROM accounts WHERE id = ?", account))

    def all(self) -> list[Mailbox]:
        """Every mailbox, in the order of their creation."""
        return [Mailbox(self._store, row) for row in self._store.all("SELECT * FROM accounts ORDER BY id")]
