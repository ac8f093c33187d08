"""Whom the owner wrote down, and who of them was deleted: what a deletion took is kept for a while, to be put back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.ids import derived_id
from models.queries.core.arrays import columns
from models.queries.people.facts import FactRow
from models.queries.people.identity_changes import IdentityRow

# Which columns of which tables are put back.
_TAKEN = {
    "identities": columns(IdentityRow),
    "facts": columns(FactRow),
    "book_entries": "book_id, entry, identity_id, told_at",
    "people_list_members": "list_id, identity_id",
}
_PERSON = "coalesce((SELECT m.person_id FROM memberships m WHERE m.user_id = :user_id AND m.identity_id = t.id), t.id)"
# What is in books that the owner made: by hand, or of a file. Google's would bring back whom it names.
_OWNERS = """
    (e.book_id = :hand OR EXISTS (SELECT 1 FROM contact_imports i WHERE i.user_id = :user_id AND i.id = e.book_id))
"""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def by_hand(user_id: UUID) -> UUID:
    """The address book of those whom the owner wrote down here. Its entries are named after their identities."""
    return derived_id(user_id, "by-hand")


@dataclass(frozen=True)
class DeletionRow:
    """A row of `deleted_people`; `content` is encrypted."""

    id: UUID
    person_id: UUID
    hidden: bool
    at: datetime
    content: bytes


class ByHandQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes anything."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id
        self._key = {"user_id": user_id, "hand": by_hand(user_id)}

    async def known_to_others(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """Those of these identities of whom there is mail, or whom an address book has that is kept elsewhere."""
        rows = await self._session.execute(
            text(f"""
                SELECT d.id FROM identities d WHERE d.user_id = :user_id AND d.id = ANY(:ids) AND (
                    EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = d.id)
                    OR EXISTS (SELECT 1 FROM book_entries e
                               WHERE e.user_id = :user_id AND e.identity_id = d.id AND NOT {_OWNERS}))
            """),  # noqa: S608 - words of this module
            self._key | {"ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def typed(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """Those of these identities that the owner wrote down."""
        rows = await self._session.execute(
            text("""
                SELECT identity_id FROM book_entries
                WHERE user_id = :user_id AND book_id = :hand AND identity_id = ANY(:ids)
            """),
            self._key | {"ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def in_books(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """Those of these identities that another book than the one by hand has."""
        rows = await self._session.execute(
            text("""
                SELECT identity_id FROM book_entries
                WHERE user_id = :user_id AND book_id <> :hand AND identity_id = ANY(:ids)
            """),
            self._key | {"ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def remove(self, identity_id: UUID, person_id: UUID) -> None:
        """Forget an identity that only the owner knows. What was typed of the person stays with them.

        Its company is to be closed, the person made anew.
        """
        values = self._key | {"id": identity_id, "person": person_id}
        for statement in (
            "DELETE FROM book_entries WHERE user_id = :user_id AND book_id = :hand AND identity_id = :id",
            "DELETE FROM memberships WHERE user_id = :user_id AND identity_id = :id",
            "DELETE FROM identities WHERE user_id = :user_id AND id = :id",
            """
            UPDATE facts SET identity_id = :person
            WHERE user_id = :user_id AND identity_id = :id AND source = 'owner'
            """,
            "DELETE FROM facts WHERE user_id = :user_id AND identity_id = :id AND identity_id <> :person",
        ):
            await self._session.execute(text(statement), values)

    async def take(self, members: Collection[UUID], going: Collection[UUID]) -> Rows:
        """Take away what the owner said of `members`, and all that is known of `going`. Returns the rows.

        Identities and companies of `going` go, too: close the companies, make the persons anew.
        """
        which = {
            "identities": "t.id = ANY(:going)",
            "facts": "t.identity_id = ANY(:going) OR t.source = 'owner' AND t.identity_id = ANY(:members)",
            "book_entries": "t.identity_id = ANY(:going) OR t.book_id = :hand AND t.identity_id = ANY(:members)",
            "people_list_members": "t.identity_id = ANY(:members)",
            "memberships": "t.identity_id = ANY(:going)",
        }
        taken: dict[str, Sequence[Mapping[str, Any]]] = {}
        for table, condition in which.items():
            taken[table] = (
                await self._session.scalar(
                    text(f"""
                    WITH gone AS (DELETE FROM {table} t WHERE t.user_id = :user_id AND ({condition}) RETURNING t.*)
                    SELECT coalesce(jsonb_agg(to_jsonb(gone)), '[]') FROM gone
                """),  # noqa: S608 - words of this module
                    self._key | {"going": list(going), "members": list(members)},
                )
                or []
            )
        return taken

    async def companies(self, identity_ids: Collection[UUID]) -> Sequence[Mapping[str, Any]]:
        """(id, domain, name) of the companies of these identities."""
        rows = await self._session.execute(
            text("""
                SELECT CAST(o.id AS text) AS id, o.domain, o.name FROM companies o
                WHERE o.user_id = :user_id AND o.id IN (
                    SELECT company_id FROM identities WHERE user_id = :user_id AND id = ANY(:ids))
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return [dict(row) for row in rows.mappings()]

    async def lost_books(self, book_ids: Collection[UUID]) -> set[UUID]:
        """Those of these books that are no more: imports that were taken back since."""
        rows = await self._session.execute(
            text("""
                SELECT book FROM unnest(CAST(:books AS uuid[])) AS asked (book)
                WHERE book <> :hand AND NOT EXISTS (
                    SELECT 1 FROM contact_imports i
                    WHERE i.user_id = :user_id AND i.id = book AND i.state NOT IN ('undoing', 'undone'))
            """),
            self._key | {"books": list(book_ids)},
        )
        return {row[0] for row in rows}

    async def put_back(self, table: str, rows_json: str) -> None:
        """Rows that were taken from this table; what has come there since stays."""
        names = ", ".join(f"t.{name}" for name in _TAKEN[table].split(", "))
        person = ("person_id, ", f"{_PERSON}, ") if table == "identities" else ("", "")
        await self._session.execute(
            text(f"""
                INSERT INTO {table} (user_id, {person[0]}{_TAKEN[table]})
                SELECT :user_id, {person[1]}{names}
                FROM jsonb_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS jsonb)) AS t
                ON CONFLICT DO NOTHING
            """),  # noqa: S608 - words of this module
            {"user_id": self._user_id, "rows": rows_json},
        )

    async def add(self, row: DeletionRow) -> None:
        """Somebody was deleted."""
        await self._session.execute(
            text("""
                INSERT INTO deleted_people (user_id, id, person_id, hidden, at, content)
                VALUES (:user_id, :id, :person_id, :hidden, :at, :content)
            """),
            {"user_id": self._user_id} | vars(row),
        )

    async def plan(self, deletion_id: UUID, until: datetime) -> None:
        """From then on nobody can undo it."""
        await self._session.execute(
            text("""
                INSERT INTO directory_deleted_people (deletion_id, user_id, due_at) VALUES (:id, :user_id, :until)
            """),
            {"user_id": self._user_id, "id": deletion_id, "until": until},
        )

    async def one(self, deletion_id: UUID) -> DeletionRow | None:
        """One that can be undone."""
        rows = await self._session.execute(
            text(f"SELECT {columns(DeletionRow)} FROM deleted_people WHERE user_id = :user_id AND id = :id"),  # noqa: S608
            {"user_id": self._user_id, "id": deletion_id},
        )
        row = rows.mappings().one_or_none()
        return DeletionRow(**row) if row else None

    async def all(self, most: int) -> list[DeletionRow]:
        """The latest first."""
        rows = await self._session.execute(
            text(f"""
                SELECT {columns(DeletionRow)} FROM deleted_people WHERE user_id = :user_id
                ORDER BY at DESC, id DESC LIMIT :most
            """),  # noqa: S608
            {"user_id": self._user_id, "most": most},
        )
        return [DeletionRow(**row) for row in rows.mappings()]

    async def forget(self, deletion_ids: Collection[UUID]) -> int:
        """Nobody can undo these any more. Returns how many there were."""
        rows = await self._session.execute(
            text("DELETE FROM deleted_people WHERE user_id = :user_id AND id = ANY(:ids) RETURNING id"),
            {"user_id": self._user_id, "ids": list(deletion_ids)},
        )
        return len(rows.all())
