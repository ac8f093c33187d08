"""What rules compare: a profile of each identity, the keys under which it is found, how many have a term."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.facts import OF_CARDS
from models.queries.core.arrays import Packed, arrays, columns, unnested


@dataclass(frozen=True)
class SeenRow:
    """What mail shows of an identity: `names` as [[display name, mails], …], the most frequent first."""

    id: UUID
    address: str
    person: bool  # no list, no machine
    names: list[tuple[str, int]]
    wrote: int
    first_wrote: datetime | None
    last_wrote: datetime | None


@dataclass(frozen=True)
class SaidRow:
    """A phone, title, company or name that a fact says of an identity; `value` is encrypted."""

    id: UUID
    identity_id: UUID
    field: str
    value: bytes
    readable: str | None
    source: str


@dataclass(frozen=True)
class ProfileRow:
    """A row of `resolution_profiles`. Its lists are written as the text of their JSON, and read as lists."""

    identity_id: UUID
    address: str
    names: Any
    phones: Any
    titles: Any
    companies: Any
    wrote: int
    first_wrote: datetime | None
    last_wrote: datetime | None
    nobodys: bool
    terms: Any
    sketch: str


@dataclass(frozen=True)
class MailRow:
    """The part of a `ProfileRow` that changes with each mail: how often each name is given, and what they wrote."""

    identity_id: UUID
    names: str
    wrote: int
    first_wrote: datetime | None
    last_wrote: datetime | None


_TYPES = {
    "identity_id": "uuid",
    "wrote": "int",
    "first_wrote": "timestamptz",
    "last_wrote": "timestamptz",
    "nobodys": "boolean",
}
_LISTS = ("phones", "titles", "companies", "terms")
_READ = {"names": "CAST(names AS jsonb)"} | {
    name: f"ARRAY(SELECT jsonb_array_elements_text(CAST({name} AS jsonb)))" for name in _LISTS
}
_WRITTEN = ", ".join(_READ.get(name, name) for name in columns(ProfileRow).split(", "))
_REPLACED = ", ".join(f"{name} = excluded.{name}" for name in columns(ProfileRow).split(", ") if name != "identity_id")


_BETWEEN = "\x1f"  # keys: no address or name has it


class ResolutionQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes anything."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def seen(self, identity_ids: Collection[UUID], most_names: int) -> list[SeenRow]:
        """What mail shows of those of these identities that there are, each with its most frequent names."""
        rows = await self._session.execute(
            text("""
                WITH named AS (
                    SELECT identity_id, display, CAST(count(*) AS int) AS mails,
                           CAST(count(*) FILTER (WHERE role = 'from') AS int) AS wrote,
                           min(at) FILTER (WHERE role = 'from') AS first_wrote,
                           max(at) FILTER (WHERE role = 'from') AS last_wrote
                    FROM interactions WHERE user_id = :user_id AND identity_id = ANY(:ids)
                    GROUP BY identity_id, display),
                ranked AS (
                    SELECT identity_id, display, mails, row_number() OVER (
                        PARTITION BY identity_id ORDER BY mails DESC, display COLLATE "C") AS place
                    FROM named WHERE display <> ''),
                names AS (
                    SELECT identity_id, jsonb_agg(jsonb_build_array(display, mails) ORDER BY place) AS names
                    FROM ranked WHERE place <= :most GROUP BY identity_id),
                written AS (
                    SELECT identity_id, CAST(sum(wrote) AS int) AS wrote, min(first_wrote) AS first_wrote,
                           max(last_wrote) AS last_wrote
                    FROM named GROUP BY identity_id)
                SELECT d.id, d.address, d.kind = 'person' AS person, coalesce(n.names, '[]') AS names,
                       coalesce(w.wrote, 0) AS wrote, w.first_wrote, w.last_wrote
                FROM identities d LEFT JOIN names n ON n.identity_id = d.id LEFT JOIN written w ON w.identity_id = d.id
                WHERE d.user_id = :user_id AND d.id = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids), "most": most_names},
        )
        return [SeenRow(*row) for row in rows]

    async def said(self, identity_ids: Collection[UUID]) -> list[SaidRow]:
        """The phones, titles and companies that are said of these, hold, and are not rejected; and names of cards.

        Not what somebody else wrote of them: people are taken for one on their own word.
        """
        rows = await self._session.execute(
            text(f"""
                SELECT {columns(SaidRow)} FROM facts f
                WHERE user_id = :user_id AND identity_id = ANY(:ids) AND source <> 'introduction'
                  AND (field IN ('phone', 'title', 'company') OR field = 'name' AND source = ANY(:cards))
                  AND state IN ('active', 'locked') AND coalesce(expires_at > now(), true)
                  AND NOT EXISTS (
                      SELECT 1 FROM facts r WHERE r.user_id = :user_id AND r.identity_id = f.identity_id
                      AND r.field = f.field AND r.value_key = f.value_key AND r.state = 'rejected')
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id, "ids": list(identity_ids), "cards": sorted(OF_CARDS)},
        )
        return [SaidRow(*row) for row in rows]

    async def profiles(self, identity_ids: Collection[UUID]) -> list[ProfileRow]:
        """Those of these identities that have one."""
        if not identity_ids:
            return []
        rows = await self._session.execute(
            text(f"""
                SELECT {columns(ProfileRow)} FROM resolution_profiles
                WHERE user_id = :user_id AND identity_id = ANY(CAST(:ids AS uuid[]))
            """),  # noqa: S608
            {"user_id": self._user_id, "ids": Packed(list(identity_ids))},
        )
        return [ProfileRow(*row) for row in rows]

    async def sketches(self, identity_ids: Collection[UUID]) -> dict[UUID, str]:
        """Of those of these identities that have a profile, what tells most pairs apart."""
        if not identity_ids:
            return {}
        rows = await self._session.execute(
            text("""
                SELECT identity_id, sketch FROM resolution_profiles
                WHERE user_id = :user_id AND identity_id = ANY(CAST(:ids AS uuid[]))
            """),
            {"user_id": self._user_id, "ids": Packed(list(identity_ids))},
        )
        return {row[0]: row[1] for row in rows}

    async def write(self, rows: Sequence[ProfileRow], gone: Collection[UUID]) -> None:
        """Profiles of those who are others than before; those of `gone` go. List columns of the rows are JSON texts."""
        if gone:
            await self._session.execute(
                text("DELETE FROM resolution_profiles WHERE user_id = :user_id AND identity_id = ANY(:gone)"),
                {"user_id": self._user_id, "gone": list(gone)},
            )
        if not rows:
            return
        await self._session.execute(
            text(f"""
                INSERT INTO resolution_profiles (user_id, {columns(ProfileRow)})
                SELECT :user_id, {_WRITTEN} FROM {unnested(ProfileRow, _TYPES, "made")}
                ON CONFLICT (user_id, identity_id) DO UPDATE SET {_REPLACED}
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, ProfileRow),
        )

    async def count_mail(self, rows: Sequence[MailRow]) -> None:
        """All else of these is as it was."""
        if rows:
            await self._session.execute(
                text(f"""
                    UPDATE resolution_profiles p
                    SET names = CAST(made.names AS jsonb), wrote = made.wrote, first_wrote = made.first_wrote,
                        last_wrote = made.last_wrote
                    FROM {unnested(MailRow, _TYPES, "made")}
                    WHERE p.user_id = :user_id AND p.identity_id = made.identity_id
                      AND (p.names, p.wrote, p.first_wrote, p.last_wrote)
                          IS DISTINCT FROM (CAST(made.names AS jsonb), made.wrote, made.first_wrote, made.last_wrote)
                """),  # noqa: S608 - made of the field names above only
                {"user_id": self._user_id} | arrays(rows, MailRow),
            )

    async def write_keys(self, keys: Mapping[UUID, Collection[str]], known: Set[UUID]) -> None:
        """These identities have these keys, and no others. `known`: those that may have some."""
        # A text for all keys of an identity: as an array, a million of them would take as long to pack as to write.
        texts = {identity: _BETWEEN.join(sorted(theirs)) for identity, theirs in keys.items()}
        before = sorted(known & keys.keys())
        if before:
            await self._session.execute(
                text("""
                    DELETE FROM resolution_keys k
                    USING unnest(CAST(:holders AS uuid[]), CAST(:texts AS text[])) AS theirs (identity_id, texts)
                    WHERE k.user_id = :user_id AND k.identity_id = theirs.identity_id
                      AND k.key <> ALL(string_to_array(theirs.texts, :between))
                """),
                {
                    "user_id": self._user_id,
                    "holders": Packed(before),
                    "texts": Packed([texts[one] for one in before]),
                    "between": _BETWEEN,
                },
            )
        await self._session.execute(
            text("""
                INSERT INTO resolution_keys (user_id, key, identity_id)
                SELECT :user_id, made.key, theirs.identity_id
                FROM unnest(CAST(:holders AS uuid[]), CAST(:texts AS text[])) AS theirs (identity_id, texts),
                     string_to_table(theirs.texts, :between) AS made (key)
                ORDER BY made.key ON CONFLICT DO NOTHING
            """),
            {
                "user_id": self._user_id,
                "holders": Packed(list(texts)),
                "texts": Packed(list(texts.values())),
                "between": _BETWEEN,
            },
        )

    async def count_terms(self, more: Mapping[str, int]) -> None:
        """So many more, or fewer, have each of these terms."""
        changed = sorted((term, count) for term, count in more.items() if count)
        if not changed:
            return
        values = {
            "user_id": self._user_id,
            "terms": Packed([term for term, _ in changed]),
            "counts": Packed([count for _, count in changed]),
        }
        await self._session.execute(
            text("""
                INSERT INTO resolution_terms AS known (user_id, term, holders)
                SELECT :user_id, term, more
                FROM unnest(CAST(:terms AS text[]), CAST(:counts AS int[])) AS changed (term, more)
                ON CONFLICT (user_id, term) DO UPDATE SET holders = known.holders + excluded.holders
            """),
            values,
        )
        await self._session.execute(
            text("DELETE FROM resolution_terms WHERE user_id = :user_id AND term = ANY(:terms) AND holders <= 0"),
            values,
        )

    async def holders(self, terms: Collection[str]) -> dict[str, int]:
        """How many identities have each of these terms; a term that nobody has is left out."""
        if not terms:
            return {}
        rows = await self._session.execute(
            text("""
                SELECT term, holders FROM resolution_terms
                WHERE user_id = :user_id AND term = ANY(CAST(:terms AS text[]))
            """),
            {"user_id": self._user_id, "terms": Packed(sorted(terms))},
        )
        return {row[0]: row[1] for row in rows}
