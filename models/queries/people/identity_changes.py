"""What becomes of identities as mail comes and goes: counts and weights that follow the interactions exactly."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.meetings import MeetingQueries
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve
from models.queries.people.strength import Moments


@dataclass(frozen=True)
class IdentityRow:
    """An identity as one batch saw it: counts and weights are to be added to what is known."""

    id: UUID
    kind_rank: int
    address: str  # the canonical spelling
    spelling: str  # the best of those that were written
    spelling_rank: int
    spelling_at: datetime
    name: str
    name_rank: int
    name_at: datetime
    folded_name: str
    company_id: UUID | None
    sent: int
    received: int
    sent_weight: float  # decayed to `weighed_at`, as `received_weight`
    received_weight: float
    weighed_at: datetime
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Merged:
    """How many people are new, and the companies that somebody is of no more."""

    new: int
    left: set[UUID]


_TYPES = {
    "id": "uuid",
    "kind_rank": "int",
    "spelling_rank": "int",
    "spelling_at": "timestamptz",
    "name_rank": "int",
    "name_at": "timestamptz",
    "company_id": "uuid",
    "sent": "int",
    "received": "int",
    "sent_weight": "float8",
    "received_weight": "float8",
    "weighed_at": "timestamptz",
    "first_at": "timestamptz",
    "last_at": "timestamptz",
}
# The better name, then the newer one; the alphabet decides the rest, so that the order of batches does not.
_BETTER = (
    '(excluded.name_rank, excluded.name_at, excluded.name COLLATE "C") > (c.name_rank, c.name_at, c.name COLLATE "C")'
)
_BETTER_SPELT = (
    '(excluded.spelling_rank, excluded.spelling_at, excluded.spelling COLLATE "C")'
    ' > (c.spelling_rank, c.spelling_at, c.spelling COLLATE "C")'
)


class IdentityChanges:
    """Changes of one user's identities, and so of their persons, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def lock(self) -> None:
        """Take turns with everybody else who counts this user's people, until the transaction ends.

        Batches of two mailboxes may name the same people. Whoever locks a mailbox or the ledger as well does
        so after this, else the two could wait for each other.
        """
        await self._session.execute(
            text("SELECT 1 FROM users WHERE id = :user_id FOR NO KEY UPDATE"), {"user_id": self._user_id}
        )

    async def merge(self, rows: Sequence[IdentityRow], moments: Moments, told: Collection[UUID]) -> Merged:
        """Add what a batch saw to what is known, in any order of batches.

        `moments` are those of all interactions that the batch added, and of meetings of which it said anything; `told`
        those of whom other facts may hold.
        """
        merged = await self._session.execute(
            text(f"""
                INSERT INTO identities AS c (user_id, person_id, {columns(IdentityRow)})
                SELECT :user_id, coalesce((SELECT m.person_id FROM memberships m
                                           WHERE m.user_id = :user_id AND m.identity_id = batch.id), id),
                       {columns(IdentityRow)}
                FROM {unnested(IdentityRow, _TYPES, "batch")}
                ON CONFLICT (user_id, address) DO UPDATE SET
                    kind_rank = greatest(c.kind_rank, excluded.kind_rank),
                    name = CASE WHEN {_BETTER} THEN excluded.name ELSE c.name END,
                    folded_name = CASE WHEN {_BETTER} THEN excluded.folded_name ELSE c.folded_name END,
                    company_id = CASE WHEN {_BETTER} THEN excluded.company_id ELSE c.company_id END,
                    spelling = CASE WHEN {_BETTER_SPELT} THEN excluded.spelling ELSE c.spelling END,
                    spelling_at = CASE WHEN {_BETTER_SPELT} THEN excluded.spelling_at ELSE c.spelling_at END,
                    spelling_rank = greatest(c.spelling_rank, excluded.spelling_rank),
                    name_at = CASE WHEN {_BETTER} THEN excluded.name_at ELSE c.name_at END,
                    name_rank = greatest(c.name_rank, excluded.name_rank),
                    sent = c.sent + excluded.sent, received = c.received + excluded.received,
                    sent_weight = kith_decayed(c.sent_weight, c.weighed_at, excluded.weighed_at)
                        + kith_decayed(excluded.sent_weight, excluded.weighed_at, c.weighed_at),
                    received_weight = kith_decayed(c.received_weight, c.weighed_at, excluded.weighed_at)
                        + kith_decayed(excluded.received_weight, excluded.weighed_at, c.weighed_at),
                    weighed_at = greatest(c.weighed_at, excluded.weighed_at),
                    first_at = least(c.first_at, excluded.first_at),
                    last_at = greatest(c.last_at, excluded.last_at)
                RETURNING id, person_id, old.id IS NULL AS is_new, new.kind AS kind, old.company_id AS company_id,
                    (old.kind_rank, old.name, old.name_rank, old.company_id, old.spelling) IS DISTINCT FROM
                    (new.kind_rank, new.name, new.name_rank, new.company_id, new.spelling) AS is_other,
                    old.company_id IS DISTINCT FROM new.company_id AS has_left
            """),  # noqa: S608 - made of the names above only
            {"user_id": self._user_id} | arrays(rows, IdentityRow),
        )
        found = merged.all()
        ids = {row.id for row in found}
        new = [row.id for row in found if row.is_new]
        moments = {*moments, *await MeetingQueries(self._session, self._user_id).with_identities(new)}
        others = {row.person_id for row in found if row.is_other or row.id in told}
        others |= await self._persons(set(told) - ids)
        met = await self._persons({identity for identity, _ in moments} - ids)
        persons = {row.person_id for row in found} | others | met
        await refresh_persons(self._session, self._user_id, persons, moments, others)
        await to_resolve(self._session, self._user_id, [row.id for row in rows])
        left = {row.company_id for row in found if row.has_left and row.company_id}
        return Merged(sum(row.is_new and row.kind == "person" for row in found), left)

    async def meet(self, moments: Moments) -> None:
        """Count what these identities have met the owner at these moments anew."""
        persons = await self._persons({identity for identity, _ in moments})
        await refresh_persons(self._session, self._user_id, persons, moments, others=())

    async def recount(self, identity_ids: Collection[UUID]) -> None:
        """Count these identities' interactions anew.

        Who has none left is forgotten, but for whom the owner typed anything of, or has in an address book; as is a
        company without people.
        """
        values = {"user_id": self._user_id, "ids": list(identity_ids)}
        counted = await self._session.execute(
            text("""
                UPDATE identities c SET sent = found.sent, received = found.received,
                    sent_weight = found.sent_weight, received_weight = found.received_weight,
                    weighed_at = found.newest, first_at = found.oldest, last_at = found.newest
                FROM (SELECT identity_id, newest, min(at) AS oldest,
                             count(*) FILTER (WHERE direction = 'sent') AS sent,
                             count(*) FILTER (WHERE direction = 'received') AS received,
                             coalesce(sum(kith_decayed(weight, at, newest))
                                      FILTER (WHERE direction = 'sent'), 0) AS sent_weight,
                             coalesce(sum(kith_decayed(weight, at, newest))
                                      FILTER (WHERE direction = 'received'), 0) AS received_weight
                      FROM (SELECT *, max(at) OVER (PARTITION BY identity_id) AS newest FROM interactions
                            WHERE user_id = :user_id AND identity_id = ANY(:ids)) AS theirs
                      GROUP BY identity_id, newest) AS found
                WHERE c.user_id = :user_id AND c.id = found.identity_id
                RETURNING c.person_id
            """),
            values,
        )
        gone = await self._session.execute(
            text("""
                DELETE FROM identities c WHERE user_id = :user_id AND id = ANY(:ids)
                  AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = c.id)
                  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.user_id = :user_id AND f.identity_id = c.id
                                  AND f.source = 'owner' AND f.state IN ('active', 'locked'))
                  AND NOT EXISTS (SELECT 1 FROM book_entries b WHERE b.user_id = :user_id AND b.identity_id = c.id)
                RETURNING company_id, person_id
            """),
            values,
        )
        kept = await self._session.execute(
            text("""
                UPDATE identities c SET sent = 0, received = 0, sent_weight = 0, received_weight = 0
                WHERE user_id = :user_id AND id = ANY(:ids)
                  AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = c.id)
                RETURNING c.person_id
            """),
            values,
        )
        lost = gone.all()
        await self._refresh([row.person_id for row in (*counted, *kept, *lost)])
        await to_resolve(self._session, self._user_id, identity_ids)
        await self.close({row.company_id for row in lost})

    async def named(self, addresses: Collection[str]) -> set[UUID]:
        """The identities with one of these addresses (in their shortest spelling), however theirs is spelled."""
        rows = await self._session.execute(
            text("SELECT id FROM identities WHERE user_id = :user_id AND shortest = ANY(:addresses)"),
            {"user_id": self._user_id, "addresses": sorted(addresses)},
        )
        return {row[0] for row in rows}

    async def disown(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """These turned out to be the owner: nobody else, and what was sent from their addresses was outgoing.

        Their messages are to be looked at anew. Returns the mailboxes that have some.
        """
        values = {"user_id": self._user_id, "ids": list(identity_ids)}
        mailboxes = await self._session.execute(
            text("""
                UPDATE ledger l SET extracted = false
                FROM messages m
                WHERE m.user_id = :user_id AND m.id IN (
                        SELECT message_id FROM interactions WHERE user_id = :user_id AND identity_id = ANY(:ids))
                  AND l.user_id = :user_id AND l.mailbox_id = m.mailbox_id AND l.source_id = m.source_id
                RETURNING l.mailbox_id
            """),
            values,
        )
        await self._session.execute(
            text("DELETE FROM interactions WHERE user_id = :user_id AND identity_id = ANY(:ids)"), values
        )
        await self._session.execute(
            text("DELETE FROM book_entries WHERE user_id = :user_id AND identity_id = ANY(:ids)"), values
        )
        await self._session.execute(
            text("""
                DELETE FROM facts WHERE user_id = :user_id AND identity_id = ANY(:ids) AND message_id IS NOT NULL
            """),
            values,
        )
        gone = await self._session.execute(
            text("DELETE FROM identities WHERE user_id = :user_id AND id = ANY(:ids) RETURNING company_id, person_id"),
            values,
        )
        lost = gone.all()
        await self._refresh([row.person_id for row in lost])
        await to_resolve(self._session, self._user_id, identity_ids)
        await self.close({row.company_id for row in lost})
        return {row[0] for row in mailboxes}

    async def show(self, identity_ids: Collection[UUID]) -> None:
        """Of these identities other facts hold than before: make their persons anew."""
        await refresh_persons(self._session, self._user_id, await self._persons(identity_ids), moments=())

    async def _persons(self, identity_ids: Collection[UUID]) -> set[UUID]:
        if not identity_ids:
            return set()
        rows = await self._session.execute(
            text("SELECT person_id FROM identities WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def _refresh(self, persons: Collection[UUID]) -> None:
        await refresh_persons(self._session, self._user_id, persons)

    async def close(self, companies: Collection[UUID | None]) -> None:
        """Forget those of these companies that nobody is of any more, nor any other domain is part of."""
        await self._session.execute(
            text("""
                DELETE FROM companies o WHERE user_id = :user_id AND id = ANY(:ids)
                  AND NOT EXISTS (SELECT 1 FROM identities c WHERE c.user_id = :user_id AND c.company_id = o.id)
                  AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = :user_id AND m.person_id = o.id)
            """),
            {"user_id": self._user_id, "ids": [company for company in companies if company is not None]},
        )
