"""Sessions: how a browser proves who has signed in there."""

from datetime import timedelta
from uuid import UUID

import orjson

from base.clock import now
from base.errors import NotFound, Unauthenticated
from base.ids import new_id, new_secret
from models.contracts.accounts.principals import Principal
from models.contracts.accounts.sessions import Session
from models.database import Database
from models.queries.accounts.sessions import SessionQueries
from services.core.keyring import Keyring

SESSION = timedelta(days=30)  # however much it is used
IDLE = timedelta(days=7)  # where nobody uses it
_LONGEST = 300  # characters that a browser says of itself
_ABOUT = ("session_details", "about")
_UNKNOWN = {"agent": "", "address": ""}


class Sessions:
    """Only keyed hashes of their tokens are in the directory, and nothing remembers them: ended is ended at once."""

    def __init__(self, database: Database, keyring: Keyring, issuer: str) -> None:
        """`issuer` says who somebody is: who owns the deployment under another does not under this one."""
        self._database = database
        self._keyring = keyring
        self._issuer = issuer

    async def open(self, user_id: UUID, *, agent: str = "", address: str = "") -> str:
        """A session token of 256 bits. Which browser it is for and from where is kept under the user's own key."""
        token, session_id = new_secret(), new_id()
        keys = await self._keyring.user_keys(user_id)
        about = orjson.dumps({"agent": _shown(agent), "address": _shown(address)})
        sealed = keys.encrypt(*_ABOUT, session_id, about)
        async with self._database.tenant(user_id) as session:
            queries = SessionQueries(session, IDLE)
            await queries.add(self.hash(token), user_id, session_id, now() + SESSION)
            queries.describe(user_id, session_id, sealed)
        return token

    async def all(self, principal: Principal, token: str) -> list[Session]:
        """Where this person is signed in, `token` being the one that asks."""
        keys, own = await self._keyring.user_keys(principal.tenant_id), self.hash(token)
        async with self._database.tenant(principal.tenant_id) as session:
            rows = await SessionQueries(session, IDLE).of_user(principal.tenant_id)
        return [
            Session(
                id=row.session_id,
                created_at=row.created_at,
                seen_at=row.seen_at,
                expires_at=row.expires_at,
                current=row.token_hash == own,
                **(orjson.loads(keys.decrypt(*_ABOUT, row.session_id, about)) if about else _UNKNOWN),
            )
            for row, about in rows
        ]

    async def end(self, principal: Principal, session_id: UUID) -> None:
        """Sign this person out in one browser. Raises NotFound."""
        async with self._database.directory() as session:
            if not await SessionQueries(session, IDLE).end_one(principal.tenant_id, session_id):
                raise NotFound("There is no such session.")

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


def _shown(text: str) -> str:
    return "".join(filter(str.isprintable, text))[:_LONGEST]
