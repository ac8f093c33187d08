"""Lists of people, and who is in them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.lists import PeopleList

# Who is in a list by any of their identities, those included of which no mail is left.
_MEMBERS = """
    SELECT coalesce(m.person_id, l.identity_id) AS person_id, l.list_id, l.identity_id
    FROM people_list_members l
    LEFT JOIN memberships m ON m.user_id = :user_id AND m.identity_id = l.identity_id
    WHERE l.user_id = :user_id
"""
_LIST = f"""
    SELECT n.id, n.name, n.search, CASE WHEN n.search IS NULL THEN (
               SELECT count(DISTINCT p.id) FROM ({_MEMBERS} AND l.list_id = n.id) AS members
               JOIN persons p ON p.user_id = :user_id AND p.id = members.person_id AND NOT p.hidden) END AS people
    FROM people_lists n WHERE n.user_id = :user_id
"""  # noqa: S608 - literals


class ListQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes who is in one."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self) -> list[PeopleList]:
        """By name."""
        rows = await self._session.execute(
            text(_LIST + 'ORDER BY n.folded_name COLLATE "C", n.id'), {"user_id": self._user_id}
        )
        return [PeopleList(**row) for row in rows.mappings()]

    async def one(self, list_id: UUID) -> PeopleList | None:
        """One of them."""
        rows = await self._session.execute(text(_LIST + "AND n.id = :id"), {"user_id": self._user_id, "id": list_id})
        row = rows.mappings().one_or_none()
        return PeopleList(**row) if row else None

    async def named(self, folded_name: str) -> UUID | None:
        """The id of the list that is called so."""
        found: UUID | None = await self._session.scalar(
            text("SELECT id FROM people_lists WHERE user_id = :user_id AND folded_name = :name"),
            {"user_id": self._user_id, "name": folded_name},
        )
        return found

    async def write(self, list_id: UUID, name: str, folded_name: str, search: str | None) -> None:
        """Make it, or call it so from now on."""
        await self._session.execute(
            text("""
                INSERT INTO people_lists (user_id, id, name, folded_name, search)
                VALUES (:user_id, :id, :name, :folded_name, :search)
                ON CONFLICT (user_id, id) DO UPDATE
                SET name = excluded.name, folded_name = excluded.folded_name, search = excluded.search
            """),
            {"user_id": self._user_id, "id": list_id, "name": name, "folded_name": folded_name, "search": search},
        )

    async def remove(self, list_id: UUID) -> None:
        """Nobody is in it any more. People stay."""
        await self._session.execute(
            text("DELETE FROM people_lists WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": list_id},
        )

    async def of(self, person_id: UUID) -> list[PeopleList]:
        """Those that a person is in."""
        rows = await self._session.execute(
            text(
                f"""{_LIST} AND n.id IN (SELECT list_id FROM ({_MEMBERS}) AS members WHERE person_id = :person)
                     ORDER BY n.folded_name COLLATE "C", n.id"""  # noqa: S608 - literals
            ),
            {"user_id": self._user_id, "person": person_id},
        )
        return [PeopleList(**row) for row in rows.mappings()]

    async def members(self, list_id: UUID, persons: Collection[UUID]) -> set[UUID]:
        """Those of these persons who are in it."""
        rows = await self._session.execute(
            text(f"""
                SELECT DISTINCT person_id FROM ({_MEMBERS} AND l.list_id = :list) AS found WHERE person_id = ANY(:ids)
            """),  # noqa: S608
            {"user_id": self._user_id, "list": list_id, "ids": list(persons)},
        )
        return {row[0] for row in rows}

    async def add(self, list_id: UUID, persons: Sequence[UUID]) -> None:
        """From now on these are in it."""
        await self._session.execute(
            text("""
                INSERT INTO people_list_members (user_id, list_id, identity_id)
                SELECT :user_id, :list, id FROM unnest(CAST(:ids AS uuid[])) AS added (id) ON CONFLICT DO NOTHING
            """),
            {"user_id": self._user_id, "list": list_id, "ids": list(persons)},
        )

    async def take_out(self, list_id: UUID, persons: Sequence[UUID]) -> None:
        """These are not in it any more, by none of their identities."""
        await self._session.execute(
            text(f"""
                DELETE FROM people_list_members WHERE user_id = :user_id AND list_id = :list AND identity_id IN (
                    SELECT identity_id FROM ({_MEMBERS} AND l.list_id = :list) AS found WHERE person_id = ANY(:ids))
            """),  # noqa: S608
            {"user_id": self._user_id, "list": list_id, "ids": list(persons)},
        )

    async def hidden(self, persons: Collection[UUID]) -> set[UUID]:
        """Those of these persons who are hidden."""
        rows = await self._session.execute(
            text("SELECT identity_id FROM hidden_people WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0] for row in rows}

    async def hide(self, persons: Sequence[UUID], *, hidden: bool) -> None:
        """Hide them, or show them again. Make the persons anew after it."""
        statement = (
            "INSERT INTO hidden_people (user_id, identity_id)"
            " SELECT :user_id, id FROM unnest(CAST(:ids AS uuid[])) AS more (id) ON CONFLICT DO NOTHING"
            if hidden
            else "DELETE FROM hidden_people WHERE user_id = :user_id AND identity_id = ANY(:ids)"
        )
        await self._session.execute(text(statement), {"user_id": self._user_id, "ids": list(persons)})
