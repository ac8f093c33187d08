"""Which identities are one person: memberships, their history, and who is never to be merged by a rule."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange, Move
from models.queries.core.arrays import Packed, arrays, columns, unnested
from models.queries.people.by_hand import by_hand
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve

_IDENTITY = """
    SELECT d.id, d.person_id, d.name, kith_shown_address(d.spelling, d.address) AS address, o.id AS company_id,
           o.name AS company, d.sent, d.received, CASE WHEN d.first_at <= d.last_at THEN d.first_at END AS first_at,
           CASE WHEN d.first_at <= d.last_at THEN d.last_at END AS last_at,
           EXISTS (SELECT 1 FROM book_entries b
                   WHERE b.user_id = :user_id AND b.identity_id = d.id AND b.book_id = :hand) AS by_hand,
           EXISTS (SELECT 1 FROM book_entries b
                   WHERE b.user_id = :user_id AND b.identity_id = d.id AND b.book_id <> :hand) AS in_book
    FROM identities d LEFT JOIN companies part ON part.user_id = :user_id AND part.id = d.company_id
    LEFT JOIN companies o ON o.user_id = :user_id AND o.id = part.part_of
    WHERE d.user_id = :user_id AND d.person_id = ANY(:persons) ORDER BY d.last_at DESC, d.address, d.id
"""
_CHANGE = """
    SELECT c.id, c.kind, c.person_id, c.at, c.made_by, c.reasons, c.undone_at,
           array_remove(array_agg(m.identity_id ORDER BY m.identity_id), NULL) AS identities,
           array_remove(array_agg(m.old_person ORDER BY m.identity_id), NULL) AS old_persons,
           array_remove(array_agg(m.new_person ORDER BY m.identity_id), NULL) AS new_persons
    FROM membership_changes c LEFT JOIN membership_moves m ON m.user_id = :user_id AND m.change_id = c.id
    WHERE c.user_id = :user_id AND {which}
    GROUP BY c.user_id, c.id ORDER BY c.at DESC, c.id DESC
"""


@dataclass(frozen=True)
class _ChangeRow:
    """A row of `membership_changes`; `reasons` is the text of its JSON."""

    id: UUID
    kind: str
    at: datetime
    made_by: str
    person_id: UUID
    reasons: str


_MOVES = unnested(Move, {"identity_id": "uuid", "old_person": "uuid", "new_person": "uuid"}, "moved")


class MembershipQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes anything.

    What is said of identities and persons holds of domains and companies as well: see `CompanyMemberships`.
    """

    NOUN, PARTS, FIELD = "contact", "addresses", "identity_ids"

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

    async def parts(self, person: UUID) -> list[UUID]:
        """The ids of what a person is made of, of which there is mail."""
        return [one.id for one in await self.identities([person])]

    async def identities(self, persons: Collection[UUID]) -> list[Identity]:
        """Their identities that there is mail of, the latest first."""
        values = {"user_id": self._user_id, "persons": list(persons), "hand": by_hand(self._user_id)}
        rows = await self._session.execute(text(_IDENTITY), values)
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
        colleagues = await self._session.execute(
            text(f"""
                WITH parts AS (
                    UPDATE companies o SET part_of = moved.new_person FROM {_MOVES}
                    WHERE o.user_id = :user_id AND o.id = moved.identity_id RETURNING o.id)
                SELECT DISTINCT d.person_id
                FROM parts JOIN identities d ON d.user_id = :user_id AND d.company_id = parts.id
            """),  # noqa: S608
            values,
        )
        shown = {row[0] for row in colleagues}  # by their company, too
        persons = {person for move in moves for person in (move.old_person, move.new_person)}
        await refresh_persons(self._session, self._user_id, persons | shown)
        await to_resolve(self._session, self._user_id, persons | {move.identity_id for move in moves})

    async def record(self, changes: Sequence[MembershipChange]) -> None:
        """Write what was changed."""
        rows = [
            _ChangeRow(it.id, it.kind, it.at, it.made_by, it.person_id, orjson.dumps(list(it.reasons)).decode())
            for it in changes
        ]
        await self._session.execute(
            text(f"""
                INSERT INTO membership_changes (user_id, id, kind, at, made_by, person_id, reasons)
                SELECT :user_id, id, kind, at, made_by, person_id, CAST(reasons AS jsonb)
                FROM {unnested(_ChangeRow, {"id": "uuid", "at": "timestamptz", "person_id": "uuid"}, "made")}
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id} | arrays(rows, _ChangeRow),
        )
        moves = [(change.id, move) for change in changes for move in change.moves]
        await self._session.execute(
            text(f"""
                INSERT INTO membership_moves (user_id, change_id, {columns(Move)})
                SELECT :user_id, of.change_id, {columns(Move)}
                FROM ROWS FROM (
                    unnest(CAST(:identity_id AS uuid[])), unnest(CAST(:old_person AS uuid[])),
                    unnest(CAST(:new_person AS uuid[])), unnest(CAST(:changes AS uuid[]))
                ) AS of (identity_id, old_person, new_person, change_id)
            """),  # noqa: S608
            {"user_id": self._user_id, "changes": Packed([change for change, _ in moves])}
            | arrays([move for _, move in moves], Move),
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

    async def later(self, change: MembershipChange) -> list[MembershipChange]:
        """Later changes that still hold and moved any of the identities that this one moved; the latest first."""
        which = """c.undone_at IS NULL AND c.at > :at AND c.id IN (
            SELECT change_id FROM membership_moves v WHERE v.user_id = :user_id AND v.identity_id = ANY(:moved))"""
        rows = await self._session.execute(
            text(_CHANGE.format(which=which)),
            {"user_id": self._user_id, "moved": [move.identity_id for move in change.moves], "at": change.at},
        )
        return [_change(row) for row in rows]

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

    async def apart(self, identity_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        """The pairs of these that no rule is to merge, the smaller id first."""
        rows = await self._session.execute(
            text("""
                SELECT one, other FROM identities_apart
                WHERE user_id = :user_id AND one = ANY(:ids) AND other = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {(row[0], row[1]) for row in rows}

    async def held(self, identity_ids: Collection[UUID]) -> list[MembershipChange]:
        """Changes that hold and that moved one of these, or moved others to or from them; the latest first."""
        found = await self._session.execute(
            text(
                _CHANGE.format(
                    which="""c.undone_at IS NULL AND c.id IN (
                        SELECT change_id FROM membership_moves WHERE user_id = :user_id AND identity_id = ANY(:ids)
                        UNION SELECT change_id FROM membership_moves WHERE user_id = :user_id AND old_person = ANY(:ids)
                        UNION SELECT change_id FROM membership_moves
                              WHERE user_id = :user_id AND new_person = ANY(:ids))"""
                )
            ),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return [_change(row) for row in found]

    async def sizes(self, persons: Collection[UUID]) -> dict[UUID, int]:
        """How many mails went both ways with each of these."""
        rows = await self._session.execute(
            text("SELECT id, sent + received FROM persons WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0]: row[1] for row in rows}

    async def typed_at(self, identity_ids: Collection[UUID]) -> dict[UUID, datetime]:
        """When the owner last typed anything of each of these that they have."""
        rows = await self._session.execute(
            text("""
                SELECT identity_id, max(at) FROM facts
                WHERE user_id = :user_id AND identity_id = ANY(:ids) AND source = 'owner' GROUP BY identity_id
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {row[0]: row[1] for row in rows}


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
