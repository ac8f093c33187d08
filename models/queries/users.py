"""Users, their sessions, and the part of the directory that finds them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.accounts import User

ADDRESS, GOOGLE = "address", "google"  # kinds of identity


class _Directory:
    """Tables without content, which are read before a user is known, by keyed hashes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def _one(self, statement: str, **values: object) -> Any:
        return await self._session.scalar(text(statement), values)

    async def _run(self, statement: str, **values: object) -> None:
        await self._session.execute(text(statement), values)


class DirectoryQueries(_Directory):
    """Whose account, and whose mailbox."""

    async def user_by_identity(self, identity_hash: bytes) -> UUID | None:
        """Whose Google account or address this is."""
        found: UUID | None = await self._one(
            "SELECT user_id FROM directory_users WHERE identity_hash = :hash", hash=identity_hash
        )
        return found

    async def has_google(self, user_id: UUID) -> bool:
        """Has this user ever signed in with Google?"""
        return bool(
            await self._one(
                "SELECT EXISTS (SELECT 1 FROM directory_users WHERE user_id = :user_id AND kind = 'google')",
                user_id=user_id,
            )
        )

    async def add_identity(self, identity_hash: bytes, kind: str, user_id: UUID) -> None:
        """This account or address is that user's, unless it is somebody's already."""
        await self._run(
            """
            INSERT INTO directory_users (identity_hash, kind, user_id) VALUES (:hash, :kind, :user_id)
            ON CONFLICT DO NOTHING
            """,
            hash=identity_hash,
            kind=kind,
            user_id=user_id,
        )

    async def mailboxes_of(self, address_hash: bytes) -> list[tuple[UUID, UUID]]:
        """(user, mailbox) of every mailbox with this address: several users may share one."""
        rows = await self._session.execute(
            text("SELECT user_id, mailbox_id FROM directory_mailboxes WHERE address_hash = :hash"),
            {"hash": address_hash},
        )
        return [(row[0], row[1]) for row in rows]

    async def add_mailbox(self, mailbox_id: UUID, user_id: UUID, address_hash: bytes) -> None:
        """Pushes for this address concern that mailbox."""
        await self._run(
            """
            INSERT INTO directory_mailboxes (mailbox_id, user_id, address_hash) VALUES (:mailbox_id, :user_id, :hash)
            ON CONFLICT DO NOTHING
            """,
            mailbox_id=mailbox_id,
            user_id=user_id,
            hash=address_hash,
        )

    async def set_watch(self, mailbox_id: UUID, expires_at: datetime) -> None:
        """Gmail pushes changes of this mailbox until then."""
        await self._run(
            "UPDATE directory_mailboxes SET watch_expires_at = :expires_at WHERE mailbox_id = :mailbox_id",
            mailbox_id=mailbox_id,
            expires_at=expires_at,
        )

    async def remove_mailbox(self, mailbox_id: UUID) -> None:
        """Pushes no longer concern it."""
        await self._run("DELETE FROM directory_mailboxes WHERE mailbox_id = :mailbox_id", mailbox_id=mailbox_id)


class SessionQueries(_Directory):
    """Sessions, by the keyed hashes of their tokens."""

    async def user(self, token_hash: bytes) -> UUID | None:
        """Whose session this is, while it lasts."""
        found: UUID | None = await self._one(
            "SELECT user_id FROM directory_sessions WHERE token_hash = :hash AND expires_at > now()",
            hash=token_hash,
        )
        return found

    async def add(self, token_hash: bytes, user_id: UUID, expires_at: datetime) -> None:
        """Remember a session, and forget those that have ended."""
        await self._run("DELETE FROM directory_sessions WHERE expires_at < now()")
        await self._run(
            "INSERT INTO directory_sessions (token_hash, user_id, expires_at) VALUES (:hash, :user_id, :expires_at)",
            hash=token_hash,
            user_id=user_id,
            expires_at=expires_at,
        )

    async def end(self, token_hash: bytes) -> None:
        """Sign out."""
        await self._run("DELETE FROM directory_sessions WHERE token_hash = :hash", hash=token_hash)


class UserQueries:
    """Questions about one user, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self) -> User | None:
        """Who it is."""
        rows = await self._session.execute(
            text("SELECT id, email, name, picture_url FROM users WHERE id = :user_id"),
            {"user_id": self._user_id},
        )
        row = rows.one_or_none()
        return User(id=row[0], email=row[1], name=row[2], picture_url=row[3]) if row else None

    async def save(self, email: str, name: str, picture_url: str | None) -> None:
        """Create the user, or note what Google says of them now."""
        await self._session.execute(
            text("""
                INSERT INTO users (id, email, name, picture_url) VALUES (:user_id, :email, :name, :picture_url)
                ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name,
                    picture_url = coalesce(excluded.picture_url, users.picture_url)
            """),
            {"user_id": self._user_id, "email": email, "name": name, "picture_url": picture_url},
        )
