"""Whose account an operator means, who names an address at the command line."""

from uuid import UUID

from base.errors import NotFound
from models.database import Database
from models.queries.accounts.users import DirectoryQueries, UserQueries
from services.accounts.sign_in import SignIn
from services.core.keyring import Keyring

_NAMED = 3  # accounts that a message names


class NobodyWouldSeeIt(NotFound):
    """Nobody signs in here with this address, so nobody would see this mail."""


class AccountLookup:
    """Finds the account that mail of an address belongs to."""

    def __init__(self, database: Database, keyring: Keyring, sign_in: SignIn) -> None:
        self._database = database
        self._keyring = keyring
        self._sign_in = sign_in

    async def of_mail(self, address: str) -> UUID:
        """The account of who signs in with the address, or has the only mailbox of that address here.

        Where nobody has signed in yet, it is made for whoever will. Raises NobodyWouldSeeIt where others have.
        """
        async with self._database.directory() as session:
            directory = DirectoryQueries(session)
            known = await directory.user_by_identity(self._keyring.directory_hash("email", address.lower()))
            owners = await directory.mailboxes_of(self._keyring.directory_hash("mailbox", address.lower()))
            here = await directory.signed_in(_NAMED + 1)
        if known is not None:
            return known
        if len(users := {user_id for user_id, _ in owners}) == 1:
            return users.pop()
        if here:
            raise NobodyWouldSeeIt(await self._advice(address, here))
        return await self._sign_in.ensure_user(address)

    async def _advice(self, address: str, here: list[UUID]) -> str:
        names = []
        for user_id in here[:_NAMED]:
            async with self._database.tenant(user_id) as session:
                user = await UserQueries(session, user_id).get()
            names += [f"--account {user.email}"] if user else []
        others = ", or somebody else's" if len(here) > _NAMED else ""
        return (
            f"Nobody signs in here as {address}, so nobody would see this mail. Say whose account it goes to: "
            f"{', '.join(sorted(names))}{others}; or --account {address}, if they will sign in later."
        )
