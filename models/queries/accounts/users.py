"""Users, and the part of the directory that finds them."""

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.contracts.accounts.users import User
from models.tables.accounts import UserRow
from models.tables.directory import DirectoryMailbox, DirectoryUser

ADDRESS, GOOGLE = "address", "google"  # kinds of identity


class DirectoryQueries:
    """Whose account, and whose mailbox: read before a user is known, by keyed hashes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def user_by_identity(self, identity_hash: bytes) -> UUID | None:
        """Whose Google account or address this is."""
        return await self._session.scalar(
            select(col(DirectoryUser.user_id)).where(col(DirectoryUser.identity_hash) == identity_hash)
        )

    async def has_google(self, user_id: UUID) -> bool:
        """Has this user ever signed in with Google?"""
        found = await self._session.scalar(
            select(col(DirectoryUser.user_id))
            .where(col(DirectoryUser.user_id) == user_id, col(DirectoryUser.kind) == GOOGLE)
            .limit(1)
        )
        return found is not None

    async def signed_in(self, most: int) -> list[UUID]:
        """Some of the users who have ever signed in with Google."""
        found = await self._session.scalars(
            select(col(DirectoryUser.user_id))
            .where(col(DirectoryUser.kind) == GOOGLE)
            .distinct()
            .order_by(col(DirectoryUser.user_id))
            .limit(most)
        )
        return list(found)

    async def add_identity(self, identity_hash: bytes, kind: str, user_id: UUID) -> None:
        """This account or address is that user's, unless it is somebody's already."""
        adding = insert(DirectoryUser).values(identity_hash=identity_hash, kind=kind, user_id=user_id)
        await self._session.execute(adding.on_conflict_do_nothing())

    async def mailboxes_of(self, address_hash: bytes) -> list[tuple[UUID, UUID]]:
        """(user, mailbox) of every mailbox with this address: several users may share one."""
        rows = await self._session.execute(
            select(col(DirectoryMailbox.user_id), col(DirectoryMailbox.mailbox_id)).where(
                col(DirectoryMailbox.address_hash) == address_hash
            )
        )
        return [(row[0], row[1]) for row in rows]

    async def add_mailbox(self, mailbox_id: UUID, user_id: UUID, address_hash: bytes) -> None:
        """Pushes for this address concern that mailbox."""
        adding = insert(DirectoryMailbox).values(mailbox_id=mailbox_id, user_id=user_id, address_hash=address_hash)
        await self._session.execute(adding.on_conflict_do_nothing())

    async def remove_mailbox(self, mailbox_id: UUID) -> None:
        """Pushes no longer concern it."""
        await self._session.execute(delete(DirectoryMailbox).where(col(DirectoryMailbox.mailbox_id) == mailbox_id))


class UserQueries:
    """Questions about one user, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self) -> User | None:
        """Who it is."""
        row = await self._session.scalar(select(UserRow).where(col(UserRow.id) == self._user_id))
        return User(id=row.id, email=row.email, name=row.name, picture_url=row.picture_url) if row else None

    async def save(self, email: str, name: str, picture_url: str | None) -> bool:
        """Create the user, or note what Google says of them now. Is it a new one?"""
        creating = insert(UserRow).values(id=self._user_id, email=email, name=name, picture_url=picture_url)
        created = creating.on_conflict_do_nothing(index_elements=[col(UserRow.id)]).returning(col(UserRow.id))
        if await self._session.scalar(created) is not None:  # of two who come at once, one waits here for the other
            return True
        kept = func.coalesce(picture_url, col(UserRow.picture_url))
        saying = update(UserRow).where(col(UserRow.id) == self._user_id)
        await self._session.execute(saying.values(email=email, name=name, picture_url=kept))
        return False
