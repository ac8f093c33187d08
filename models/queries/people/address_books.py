"""What the entries of address books speak of, and whom nothing else knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.memberships import MembershipChange
from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.facts import FACT_TYPES, FactRow
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.persons import refresh_persons

NO_ADDRESS = "urn:uuid:"  # begins what stands for the address of somebody who has none


@dataclass(frozen=True)
class KnownIdentity:
    """An identity that is here already."""

    id: UUID
    person_id: UUID
    kind: str


@dataclass(frozen=True)
class ListedIdentity:
    """Somebody whom an address book names, as an identity without any mail yet."""

    id: UUID
    address: str
    name: str
    folded_name: str
    company_id: UUID | None


@dataclass(frozen=True)
class EntryRow:
    """An entry of a book, and one identity that it speaks of."""

    entry: str
    identity_id: UUID


_LISTED = unnested(ListedIdentity, {"id": "uuid", "company_id": "uuid"}, "listed")
_ENTRY = unnested(EntryRow, {"identity_id": "uuid"}, "said")


class AddressBookQueries:
    """One book of one user, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID, book_id: UUID) -> None:
        self._session = session
        self._user_id = user_id
        self._key = {"user_id": user_id, "book_id": book_id}

    async def known(self, identity_ids: Collection[UUID]) -> dict[UUID, KnownIdentity]:
        """Those of these identities that are here."""
        rows = await self._session.execute(
            text("SELECT id, person_id, kind FROM identities WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {row.id: KnownIdentity(row.id, row.person_id, row.kind) for row in rows}

    async def add_identities(self, rows: Sequence[ListedIdentity]) -> None:
        """Write people of whom there is no mail. Whose address is known is left as it is. Make their persons later."""
        await self._session.execute(
            text(f"""
                INSERT INTO identities (user_id, id, person_id, kind_rank, address, spelling, spelling_rank,
                                        spelling_at, name, name_rank, name_at, folded_name, company_id, weighed_at,
                                        first_at, last_at)
                SELECT :user_id, id, coalesce((SELECT m.person_id FROM memberships m
                                               WHERE m.user_id = :user_id AND m.identity_id = listed.id), id),
                       0, address, kith_shown_address('', address), -1, '0001-01-01Z', name, -1, '0001-01-01Z',
                       folded_name, company_id, '0001-01-01Z', '9999-01-01Z', '0001-01-01Z'
                FROM {_LISTED} ON CONFLICT DO NOTHING
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id} | arrays(rows, ListedIdentity),
        )

    async def set_facts(self, entries: Collection[str], rows: Sequence[FactRow], source: str) -> None:
        """From now on these entries say this and nothing else. What the owner made of a fact stays with it."""
        values = self._key | {
            "refs": [self.ref(entry) for entry in entries],
            "kept": [row.id for row in rows],
            "source": source,
        }
        await self._session.execute(
            text("""
                DELETE FROM facts f USING book_entries e
                WHERE e.user_id = :user_id AND e.book_id = :book_id AND f.user_id = :user_id
                  AND f.identity_id = e.identity_id AND f.source = :source AND f.source_ref = ANY(:refs)
                  AND f.id <> ALL(:kept)
            """),
            values,
        )
        await self._session.execute(
            text(f"""
                INSERT INTO facts (user_id, {columns(FactRow)})
                SELECT :user_id, {columns(FactRow)} FROM {unnested(FactRow, FACT_TYPES, "said")} ON CONFLICT DO NOTHING
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, FactRow),
        )

    def ref(self, entry: str) -> str:
        """How facts name an entry."""
        return f"{self._key['book_id']}:{entry}"

    async def set_entries(self, entries: Collection[str], rows: Sequence[EntryRow]) -> set[UUID]:
        """These entries speak of these identities, and of no others. Returns those of whom they do not any more."""
        values = self._key | {"entries": list(entries)} | arrays(rows, EntryRow)
        left = await self._session.execute(
            text(f"""
                DELETE FROM book_entries b WHERE user_id = :user_id AND book_id = :book_id AND entry = ANY(:entries)
                  AND NOT EXISTS (SELECT 1 FROM {_ENTRY}
                                  WHERE said.entry = b.entry AND said.identity_id = b.identity_id)
                RETURNING identity_id
            """),  # noqa: S608
            values,
        )
        await self._session.execute(
            text(f"""
                INSERT INTO book_entries (user_id, book_id, entry, identity_id)
                SELECT :user_id, :book_id, entry, identity_id FROM {_ENTRY} ON CONFLICT DO NOTHING
            """),  # noqa: S608
            values,
        )
        return {row[0] for row in left}

    async def shared(self, rows: Sequence[EntryRow]) -> set[tuple[str, UUID]]:
        """Which of these another entry of the book speaks of, too: an address that several cards have binds nobody."""
        found = await self._session.execute(
            text(f"""
                SELECT said.entry, said.identity_id FROM {_ENTRY}
                WHERE EXISTS (SELECT 1 FROM book_entries b WHERE b.user_id = :user_id AND b.book_id = :book_id
                              AND b.identity_id = said.identity_id AND b.entry <> said.entry)
            """),  # noqa: S608
            self._key | arrays(rows, EntryRow),
        )
        return {(row[0], row[1]) for row in found}

    async def merged(self, entry: str, change_id: UUID) -> None:
        """An entry with several addresses made this change."""
        await self._session.execute(
            text(
                "INSERT INTO book_merges (user_id, book_id, entry, change_id) VALUES (:user_id, :book_id, :entry, :id)"
            ),
            self._key | {"entry": entry, "id": change_id},
        )

    async def merges(self, entries: Collection[str]) -> list[UUID]:
        """Changes that these entries made, the latest first."""
        rows = await self._session.execute(
            text("""
                SELECT c.id FROM book_merges b JOIN membership_changes c ON c.user_id = :user_id AND c.id = b.change_id
                WHERE b.user_id = :user_id AND b.book_id = :book_id AND b.entry = ANY(:entries)
                ORDER BY c.at DESC, c.id DESC
            """),
            self._key | {"entries": list(entries)},
        )
        return [row[0] for row in rows]

    async def hand_on(self, change: MembershipChange, going: Collection[str]) -> bool:
        """Has another entry, none of those that are going, come since with addresses of both sides?

        It found them merged: so the merge is its own now. An earlier one did not want it.
        """
        rows = await self._session.execute(
            text("""
                INSERT INTO book_merges (user_id, book_id, entry, change_id)
                SELECT :user_id, moved.book_id, moved.entry, :change
                FROM book_entries moved JOIN book_entries stayed
                  ON stayed.user_id = :user_id AND stayed.book_id = moved.book_id AND stayed.entry = moved.entry
                JOIN identities d ON d.user_id = :user_id AND d.id = stayed.identity_id AND d.person_id = :kept
                WHERE moved.user_id = :user_id AND moved.identity_id = ANY(:moved)
                  AND stayed.identity_id <> ALL(:moved) AND moved.told_at > :at
                  AND (moved.book_id <> :book_id OR moved.entry <> ALL(:going))
                ORDER BY moved.book_id, moved.entry LIMIT 1
                ON CONFLICT DO NOTHING RETURNING 1
            """),
            self._key
            | {
                "change": change.id,
                "kept": change.person_id,
                "at": change.at,
                "moved": [move.identity_id for move in change.moves],
                "going": list(going),
            },
        )
        return rows.one_or_none() is not None

    async def forget_merges(self, entries: Collection[str]) -> None:
        """Nobody remembers that these entries made any."""
        await self._session.execute(
            text("DELETE FROM book_merges WHERE user_id = :user_id AND book_id = :book_id AND entry = ANY(:entries)"),
            self._key | {"entries": list(entries)},
        )

    async def entries(self, most: int | None = None) -> list[str]:
        """The entries that speak of anybody, or some of them."""
        rows = await self._session.execute(
            text("""
                SELECT DISTINCT entry FROM book_entries WHERE user_id = :user_id AND book_id = :book_id
                ORDER BY entry LIMIT :most
            """),
            self._key | {"most": most},
        )
        return [row[0] for row in rows]

    async def count(self) -> int:
        """How many entries speak of anybody."""
        found = await self._session.scalar(
            text("SELECT count(DISTINCT entry) FROM book_entries WHERE user_id = :user_id AND book_id = :book_id"),
            self._key,
        )
        return int(found or 0)

    async def forget_strangers(self, identity_ids: Collection[UUID]) -> int:
        """Forget those of these whom no mail, no address book and no word of the owner's knows. Returns how many."""
        values = {"user_id": self._user_id, "ids": list(identity_ids)}
        rows = await self._session.execute(
            text("""
                DELETE FROM identities d WHERE user_id = :user_id AND id = ANY(:ids)
                  AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = d.id)
                  AND NOT EXISTS (SELECT 1 FROM book_entries b WHERE b.user_id = :user_id AND b.identity_id = d.id)
                  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.user_id = :user_id AND f.identity_id = d.id
                                  AND f.source = 'owner' AND f.state <> 'superseded')
                RETURNING id, person_id, company_id
            """),
            values,
        )
        gone = rows.all()
        values["ids"] = [row.id for row in gone]
        for table in ("facts", "memberships"):
            await self._session.execute(
                text(f"DELETE FROM {table} WHERE user_id = :user_id AND identity_id = ANY(:ids)"),  # noqa: S608
                values,
            )
        await refresh_persons(self._session, self._user_id, {row.person_id for row in gone})
        await IdentityChanges(self._session, self._user_id).close({row.company_id for row in gone})
        return len(gone)
