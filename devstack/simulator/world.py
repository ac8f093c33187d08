"""Everything that a running simulator consists of, wired in one place."""

from devstack.simulator import contacts
from devstack.simulator.accounts import Accounts
from devstack.simulator.bill import Bill
from devstack.simulator.config import SimulatorConfig
from devstack.simulator.faults import Faults
from devstack.simulator.keys import SigningKey
from devstack.simulator.loading import load
from devstack.simulator.prices import parse_plan
from devstack.simulator.push import Pusher
from devstack.simulator.quota import Quota
from devstack.simulator.store import Store
from devstack.simulator.tokens import Tokens


class World:
    """The parts that routes share. Raises ValueError for a bad quota, FileNotFoundError for a missing mbox."""

    def __init__(self, config: SimulatorConfig) -> None:
        for account in config.accounts:
            if account.path is not None and not account.path.is_file():
                raise FileNotFoundError(f"There is no mbox {account.path} for {account.email}.")
        self.config = config
        self.quota = Quota(parse_plan(config.quota))
        self.store = Store(config.data)
        self.accounts = Accounts(self.store)
        self.bill = Bill(self.store)
        self.tokens = Tokens(self.store, config.access_token_seconds)
        self.key = SigningKey(self.store)
        self.faults = Faults()
        self.pusher = Pusher(config, self.store, self.key)

    async def open(self) -> None:
        """Load the mail of the configured accounts, and begin to push."""
        for account in self.config.accounts:
            mailbox, _ = self.accounts.create(account.email, account.name)
            if account.path is not None:
                await load(self.store, mailbox, account.path)
                saved = account.path.with_suffix(".contacts.json")
                if saved.is_file():
                    contacts.load(self.store, mailbox.account, saved)
        self.pusher.start()

    async def close(self) -> None:
        """End the pushes and close the file."""
        await self.pusher.stop()
        self.store.close()
