"""Users and sessions: who somebody is, and how their browser proves it."""

from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Unauthenticated
from base.ids import derived_id, new_secret
from integrations.google.oauth import Identity
from models.contracts.accounts import User
from models.database import Database
from models.queries.users import DirectoryQueries, UserQueries
from services.keyring import Keyring

SESSION = timedelta(days=30)


class SignIn:
    """Only keyed hashes of tokens, subjects and addresses are in the directory."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def user_of(self, identity: Identity) -> UUID:
        """The user with this Google account; created at the first sign-in, or found by a verified address."""
        subject = self._keyring.directory_hash("subject", identity.subject)
        async with self._database.directory() as session:
            known = await DirectoryQueries(session).user_by_identity(subject)
        user_id = known or await self.user_by_email(identity.email)
        await self._save(user_id, identity.email, identity.name, identity.picture_url, subject)
        return user_id

    async def user_by_email(self, email: str) -> UUID:
        """The id of the user with this address: theirs, or the one that they will have."""
        address = self._keyring.directory_hash("email", email.lower())
        async with self._database.directory() as session:
            known = await DirectoryQueries(session).user_by_identity(address)
        return known or derived_id("user", email.lower())

    async def ensure_user(self, email: str) -> UUID:
        """The user with this address, created where there is none: an import may come before a sign-in."""
        user_id = await self.user_by_email(email)
        async with self._database.tenant(user_id) as session:
            known = await UserQueries(session, user_id).get()
        if known is None:
            await self._save(user_id, email.lower(), email.partition("@")[0], None)
        return user_id

    async def open_session(self, user_id: UUID) -> str:
        """A session token of 256 bits; only its hash is kept."""
        token = new_secret()
        async with self._database.directory() as session:
            await DirectoryQueries(session).add_session(self._hash(token), user_id, now() + SESSION)
        return token

    async def close_session(self, token: str) -> None:
        """Sign out."""
        async with self._database.directory() as session:
            await DirectoryQueries(session).end_session(self._hash(token))

    async def user_of_session(self, token: str) -> User:
        """Who is signed in with this token. Raises Unauthenticated."""
        async with self._database.directory() as session:
            user_id = await DirectoryQueries(session).user_by_session(self._hash(token))
        if user_id is None:
            raise Unauthenticated
        async with self._database.tenant(user_id) as session:
            user = await UserQueries(session, user_id).get()
        if user is None:
            raise Unauthenticated
        return user

    async def _save(
        self, user_id: UUID, email: str, name: str, picture_url: str | None, subject: bytes | None = None
    ) -> None:
        async with self._database.tenant(user_id) as session:
            await UserQueries(session, user_id).save(email, name, picture_url)
            directory = DirectoryQueries(session)
            await directory.add_identity(self._keyring.directory_hash("email", email), user_id)
            if subject is not None:
                await directory.add_identity(subject, user_id)

    def _hash(self, token: str) -> bytes:
        return self._keyring.directory_hash("session", token)
