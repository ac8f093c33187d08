"""Which identities are one person: memberships, their history, and who is never to be merged by a rule."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange, Move
from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.persons import refresh_persons

_IDENTITY = """
    SELECT d.id, d.person_id, d.name, kith_shown_address(d.spelling, d.address) AS address, d.company_id,
           o.name AS company, d.sent, d.received, CASE WHEN d.first_at <= d.last_at THEN d.first_at END AS first_at,
           CASE WHEN d.first_at <= d.last_at THEN d.last_at END AS last_at
    FROM identities d LEFT JOIN companies o ON o.user_id = :user_id AND o.id = d.company_id
    WHERE d.user_id = :user_id AND d.person_id = ANY(:persons) ORDER BY d.last_at DESC, d.id
"""
_CHANGE = """
    SELECT c.id, c.kind, c.person_id, c.at, c.made_by, c.reasons, c.undone_at,
           array_agg(m.identity_id ORDER BY m.identity_id) AS identities,
           array_agg(m.old_person ORDER BY m.identity_id) AS old_persons,
           array_agg(m.new_person ORDER BY m.identity_id) AS new_persons
    FROM membership_changes c JOIN membership_moves m ON m.user_id = :user_id AND m.change_id = c.id
    WHERE c.user_id = :user_id AND {which}
    GROUP BY c.user_id, c.id ORDER BY c.at DESC, c.id DESC
"""
_MOVES = unnested(Move, {"identity_id": "uuid", "old_person": "uuid", "new_person": "uuid"}, "moved")


class MembershipQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes anything."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def persons_of(self, identity_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """In which person each of these identities is, or would be if there were mail of it."""
        rows = await self._session.execute(
            text("SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        moved: dict[UUID, UUID] = {row[0]: row[1] for row in rows}
        return {one: moved.get(one, one) for one in identity_ids}

    async def known(self, persons: Collection[UUID]) -> set[UUID]:
        """Those of these persons that there are."""
        rows = await self._session.execute(
            text("SELECT id FROM persons WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0] for row in rows}

    async def identities(self, persons: Collection[UUID]) -> list[Identity]:
        """Their identities that there is mail of, the latest first."""
        rows = await self._session.execute(text(_IDENTITY), {"user_id": self._user_id, "persons": list(persons)})
        return [Identity(**row) for row in rows.mappings()]

    async def members(self, persons: Collection[UUID]) -> dict[UUID, UUID]:
        """Each identity that is in one of these persons, with that person: also those that no mail is left of."""
        rows = await self._session.execute(
            text("""
                SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id AND person_id = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0]: row[1] for row in rows} | {person: person for person in persons}

    async def move(self, moves: Sequence[Move]) -> None:
        """Put identities where these say, and make the persons on both sides anew."""
        values = {"user_id": self._user_id} | arrays(moves, Move)
        await self._session.execute(
            text(f"""
                DELETE FROM memberships m USING {_MOVES}
                WHERE m.user_id = :user_id AND m.identity_id = moved.identity_id
            """),  # noqa: S608 - made of the field names above only
            values,
        )
        await self._session.execute(
            text(f"""
                INSERT INTO memberships (user_id, identity_id, person_id)
                SELECT :user_id, identity_id, new_person FROM {_MOVES} WHERE identity_id <> new_person
            """),  # noqa: S608
            values,
        )
        await self._session.execute(
            text(f"""
                UPDATE identities d SET person_id = moved.new_person FROM {_MOVES}
                WHERE d.user_id = :user_id AND d.id = moved.identity_id
            """),  # noqa: S608
            values,
        )
        persons = {person for move in moves for person in (move.old_person, move.new_person)}
        await refresh_persons(self._session, self._user_id, persons)

    async def record(self, change: MembershipChange) -> None:
        """Write what was changed."""
        await self._session.execute(
            text("""
                INSERT INTO membership_changes (user_id, id, kind, at, made_by, person_id, reasons)
                VALUES (:user_id, :id, :kind, :at, :made_by, :person_id, to_jsonb(CAST(:reasons AS text[])))
            """),
            {
                "user_id": self._user_id,
                "id": change.id,
                "kind": change.kind,
                "at": change.at,
                "made_by": change.made_by,
                "person_id": change.person_id,
                "reasons": list(change.reasons),
            },
        )
        await self._session.execute(
            text(f"""
                INSERT INTO membership_moves (user_id, change_id, {columns(Move)})
                SELECT :user_id, :change, {columns(Move)} FROM {_MOVES}
            """),  # noqa: S608
            {"user_id": self._user_id, "change": change.id} | arrays(change.moves, Move),
        )

    async def change(self, change_id: UUID) -> MembershipChange | None:
        """One change."""
        rows = await self._session.execute(
            text(_CHANGE.format(which="c.id = :id")), {"user_id": self._user_id, "id": change_id}
        )
        row = rows.one_or_none()
        return _change(row) if row else None

    async def changes(self, person_id: UUID) -> list[MembershipChange]:
        """Those that this person, or whoever is in it now, took part in; the latest first."""
        rows = await self._session.execute(
            text(
                _CHANGE.format(
                    which="""c.id IN (
                        SELECT change_id FROM membership_moves v
                        WHERE v.user_id = :user_id AND (v.old_person = :person OR v.new_person = :person))"""
                )
            ),
            {"user_id": self._user_id, "person": person_id},
        )
        return [_change(row) for row in rows]

    async def any_moved_since(self, change: MembershipChange) -> bool:
        """Has a later change that still holds moved any of the identities that this one moved?"""
        found = await self._session.scalar(
            text("""
                SELECT EXISTS (
                    SELECT 1 FROM membership_moves v
                    JOIN membership_changes c ON c.user_id = :user_id AND c.id = v.change_id
                    WHERE v.user_id = :user_id AND v.identity_id = ANY(:moved) AND c.undone_at IS NULL AND c.at > :at)
            """),
            {
                "user_id": self._user_id,
                "moved": [move.identity_id for move in change.moves],
                "at": change.at,
            },
        )
        return bool(found)

    async def set_undone(self, change_id: UUID) -> None:
        """It holds no more, nor what it kept apart."""
        values = {"user_id": self._user_id, "id": change_id}
        await self._session.execute(
            text("UPDATE membership_changes SET undone_at = now() WHERE user_id = :user_id AND id = :id"), values
        )
        await self._session.execute(
            text("DELETE FROM identities_apart WHERE user_id = :user_id AND change_id = :id"), values
        )

    async def keep_apart(self, pairs: Iterable[tuple[UUID, UUID]], change_id: UUID) -> None:
        """No rule is to merge these again. The change is why."""
        ordered = sorted((min(pair), max(pair)) for pair in pairs)
        await self._session.execute(
            text("""
                INSERT INTO identities_apart (user_id, one, other, change_id)
                SELECT :user_id, pair.one, pair.other, :change
                FROM unnest(CAST(:ones AS uuid[]), CAST(:others AS uuid[])) AS pair (one, other)
                ON CONFLICT DO NOTHING
            """),
            {
                "user_id": self._user_id,
                "change": change_id,
                "ones": [one for one, _ in ordered],
                "others": [other for _, other in ordered],
            },
        )

    async def apart(self) -> set[tuple[UUID, UUID]]:
        """The pairs that no rule is to merge, the smaller id first."""
        rows = await self._session.execute(
            text("SELECT one, other FROM identities_apart WHERE user_id = :user_id"), {"user_id": self._user_id}
        )
        return {(row[0], row[1]) for row in rows}


def _change(row: Any) -> MembershipChange:
    moves = zip(row.identities, row.old_persons, row.new_persons, strict=True)
    return MembershipChange(
        id=row.id,
        kind=ChangeKind(row.kind),
        person_id=row.person_id,
        at=row.at,
        made_by=MadeBy(row.made_by),
        reasons=row.reasons,
        moves=[Move(identity_id=one, old_person=old, new_person=new) for one, old, new in moves],
        undone_at=row.undone_at,
    )
