"""Sessions: how a browser proves who has signed in there."""

from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Unauthenticated
from base.ids import new_secret
from models.contracts.accounts.principals import Principal
from models.database import Database
from models.queries.accounts.sessions import SessionQueries
from services.core.keyring import Keyring

SESSION = timedelta(days=30)  # however much it is used
IDLE = timedelta(days=7)  # where nobody uses it


class Sessions:
    """Only keyed hashes of their tokens are in the directory, and nothing remembers them: ended is ended at once."""

    def __init__(self, database: Database, keyring: Keyring, issuer: str) -> None:
        """`issuer` says who somebody is: who owns the deployment under another does not under this one."""
        self._database = database
        self._keyring = keyring
        self._issuer = issuer

    async def open(self, user_id: UUID) -> str:
        """A session token of 256 bits."""
        token = new_secret()
        async with self._database.directory() as session:
            await SessionQueries(session, IDLE).add(self.hash(token), user_id, now() + SESSION)
        return token

    async def close(self, token: str) -> None:
        """Sign out."""
        async with self._database.directory() as session:
            await SessionQueries(session, IDLE).end(self.hash(token))

    async def close_others(self, principal: Principal, token: str) -> int:
        """Sign this person out everywhere but here. Returns how many sessions that were."""
        async with self._database.directory() as session:
            return await SessionQueries(session, IDLE).end_others(principal.tenant_id, self.hash(token))

    async def principal(self, token: str) -> Principal:
        """Who acts with this token. Raises Unauthenticated."""
        async with self._database.directory() as session:
            found = await SessionQueries(session, IDLE).user(self.hash(token), self._issuer)
        if found is None:
            raise Unauthenticated
        user_id, is_owner = found
        return Principal.person(user_id, is_owner=is_owner)

    def hash(self, token: str) -> bytes:
        """By which the directory knows it."""
        return self._keyring.directory_hash("session", token)
