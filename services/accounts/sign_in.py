"""Users and sessions: who somebody is, and how their browser proves it."""

from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Unauthenticated
from base.ids import derived_id, new_secret
from integrations.google.grants import Identity
from models.contracts.accounts.principals import Principal
from models.contracts.accounts.users import User
from models.database import Database
from models.queries.accounts.users import ADDRESS, GOOGLE, DirectoryQueries, SessionQueries, UserQueries
from services.core.keyring import Keyring

SESSION = timedelta(days=30)


class SignIn:
    """Only keyed hashes of tokens, subjects and addresses are in the directory."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def user_of(self, identity: Identity) -> UUID:
        """The user with this Google account; created at the first sign-in, or found by a verified address.

        An address may pass to another person, `sub` never does (OpenID Connect Core, 5.7): whoever signs in with
        another Google account than the address's user gets a user of their own.
        """
        subject = self._keyring.directory_hash("subject", identity.subject)
        async with self._database.directory() as session:
            directory = DirectoryQueries(session)
            user_id = await directory.user_by_identity(subject)
            if user_id is None:
                user_id = await directory.user_by_identity(self._address(identity.email))
                if user_id is not None and await directory.has_google(user_id):
                    user_id = derived_id("user", "google", identity.subject)
        user_id = user_id or _first_id(identity.email)
        await self._save(user_id, identity.email, identity.name, identity.picture_url, subject)
        return user_id

    async def ensure_user(self, email: str) -> UUID:
        """The user with this address, created where there is none: an import may come before a sign-in."""
        async with self._database.directory() as session:
            known = await DirectoryQueries(session).user_by_identity(self._address(email))
        if known is not None:
            return known
        user_id = _first_id(email)
        await self._save(user_id, email.lower(), email.partition("@")[0], None)
        return user_id

    async def open_session(self, user_id: UUID) -> str:
        """A session token of 256 bits; only its hash is kept."""
        token = new_secret()
        async with self._database.directory() as session:
            await SessionQueries(session).add(self._hash(token), user_id, now() + SESSION)
        return token

    async def close_session(self, token: str) -> None:
        """Sign out."""
        async with self._database.directory() as session:
            await SessionQueries(session).end(self._hash(token))

    async def principal(self, token: str) -> Principal:
        """Who acts with this session's token. Raises Unauthenticated."""
        async with self._database.directory() as session:
            user_id = await SessionQueries(session).user(self._hash(token))
        if user_id is None:
            raise Unauthenticated
        return Principal.person(user_id)

    async def user(self, principal: Principal) -> User:
        """The person in whose data the principal acts. Raises Unauthenticated where they are gone."""
        async with self._database.tenant(principal.tenant_id) as session:
            user = await UserQueries(session, principal.tenant_id).get()
        if user is None:
            raise Unauthenticated
        return user

    async def _save(
        self, user_id: UUID, email: str, name: str, picture_url: str | None, subject: bytes | None = None
    ) -> None:
        async with self._database.tenant(user_id) as session:
            await UserQueries(session, user_id).save(email, name, picture_url)
            directory = DirectoryQueries(session)
            await directory.add_identity(self._address(email), ADDRESS, user_id)
            if subject is not None:
                await directory.add_identity(subject, GOOGLE, user_id)

    def _address(self, email: str) -> bytes:
        return self._keyring.directory_hash("email", email.lower())

    def _hash(self, token: str) -> bytes:
        return self._keyring.directory_hash("session", token)


def _first_id(email: str) -> UUID:
    """Two sign-ins at the same moment create the same user."""
    return derived_id("user", email.lower())
