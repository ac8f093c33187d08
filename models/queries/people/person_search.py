"""What people are found by: kept beside `persons` in the same transaction, and asked past row-level security."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.folding import fold
from base.trigrams import ends, lexeme, lexemes, named
from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.matching import Wording


@dataclass(frozen=True)
class _Row:
    """A row of `person_search`."""

    person_id: UUID
    names: str
    words: str
    terms: str
    digest: int


_TYPES = {"person_id": "uuid", "digest": "bigint"}
# All names and addresses of a person's identities, what the list shows of them, and the blind words of what is
# encrypted: of those persons of whom any of it has changed.
_CHANGED = """
    SELECT made.*, hashtextextended(made::text, 0) AS digest
    FROM (SELECT p.id AS person_id, theirs.names || p.name AS names,
                 theirs.others || coalesce(p.title, '') || coalesce(p.stated_company, '') || said.values AS others,
                 said.terms
          FROM persons p
          CROSS JOIN LATERAL (
              SELECT array_agg(DISTINCT d.name ORDER BY d.name) AS names,
                     array_agg(DISTINCT said.value ORDER BY said.value) FILTER (WHERE said.value <> '') AS others
              FROM identities d LEFT JOIN companies part ON part.user_id = :user_id AND part.id = d.company_id
              LEFT JOIN companies o ON o.user_id = :user_id AND o.id = part.part_of
              CROSS JOIN LATERAL unnest(
                  ARRAY[kith_shown_address('', d.address), d.spelling]
                  || CASE WHEN p.stated_company IS NULL THEN ARRAY[part.name, o.name] END) AS said (value)
              WHERE d.user_id = :user_id AND d.person_id = p.id) AS theirs
          CROSS JOIN LATERAL (
              SELECT coalesce(string_agg(f.terms, ' ' ORDER BY f.id), '') AS terms,
                     array_agg(f.readable ORDER BY f.id) FILTER (
                         WHERE f.field = 'name' OR f.field = 'company' AND p.stated_company IS NULL) AS values
              FROM facts f
              WHERE f.user_id = :user_id AND f.state IN ('active', 'locked')
                AND f.identity_id = ANY(ARRAY(SELECT m.identity_id FROM memberships m
                                              WHERE m.user_id = :user_id AND m.person_id = p.id
                                              UNION ALL SELECT p.id))) AS said
          WHERE p.user_id = :user_id AND p.id = ANY(:ids)) AS made
    LEFT JOIN person_search s ON s.user_id = :user_id AND s.person_id = made.person_id
    WHERE s.digest IS DISTINCT FROM hashtextextended(made::text, 0)
"""


async def refresh_search(session: AsyncSession, user_id: UUID, ids: Collection[UUID]) -> None:
    """Make what these persons are found by, where it has changed. `refresh_persons` ends with it.

    Who changes the name of a company ends with it, too, for its people.
    """
    changed = await session.execute(text(_CHANGED), {"user_id": user_id, "ids": sorted(set(ids))})
    rows = [_row(user_id, row.person_id, row.names, row.others, row.terms, row.digest) for row in changed]
    if not rows:
        return
    await session.execute(
        text(f"""
            INSERT INTO person_search (user_id, {columns(_Row)})
            SELECT :user_id, person_id, names, words, CAST(terms AS tsvector), digest
            FROM {unnested(_Row, _TYPES, "made")}
            ON CONFLICT (user_id, person_id) DO UPDATE SET
                names = excluded.names, words = excluded.words, terms = excluded.terms, digest = excluded.digest
        """),  # noqa: S608 - made of the field names above only
        {"user_id": user_id} | arrays(rows, _Row),
    )


class PersonSearchQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def find(self, query: str, most: int) -> list[UUID]:
        """Some persons whose terms match a tsquery, in no order, at most this many."""
        rows = await self._session.execute(
            text("SELECT * FROM kith_find_people(CAST(:query AS tsquery), :most)"), {"query": query, "most": most}
        )
        return [row[0] for row in rows]

    async def few(self, query: str, most: int) -> list[UUID] | None:
        """All persons whose terms match a tsquery; None where they are more than that, whoever they are."""
        rows = await self._session.execute(
            text("""
                WITH found AS MATERIALIZED (
                    SELECT person FROM kith_find_people(CAST(:query AS tsquery), :beyond) AS found (person)),
                counted AS (SELECT count(*) AS many FROM found)
                SELECT CASE WHEN many < :beyond THEN ARRAY(SELECT person FROM found) END FROM counted
            """),
            {"query": query, "beyond": most + 1},
        )
        return rows.scalar_one()  # type: ignore[no-any-return]

    async def levels(self, persons: Collection[UUID], wording: Wording) -> dict[UUID, int]:
        """How well each of these matches, without those who do not."""
        rows = await self._session.execute(
            text(f"""
                SELECT person_id, level FROM (
                    SELECT s.person_id, {wording.level()} AS level FROM person_search s
                    WHERE s.user_id = :user_id AND s.person_id = ANY(:ids)) AS found WHERE level IS NOT NULL
            """),  # noqa: S608 - made of the names of parameters only
            {"user_id": self._user_id, "ids": list(persons)} | wording.parameters(),
        )
        return {row[0]: row[1] for row in rows}

    async def words(self, persons: Collection[UUID]) -> dict[UUID, str]:
        """The readable words by which each of these is found."""
        rows = await self._session.execute(
            text("SELECT person_id, words FROM person_search WHERE user_id = :user_id AND person_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0]: row[1] for row in rows}

    async def facts_without_terms(self, most: int) -> list[tuple[UUID, UUID, str, bytes]]:
        """(id, identity, field, encrypted value) of some that are not found yet."""
        rows = await self._session.execute(
            text("""
                SELECT id, identity_id, field, value FROM facts
                WHERE user_id = :user_id AND terms IS NULL AND field IN ('note', 'phone', 'custom')
                  AND state IN ('active', 'locked') LIMIT :most
            """),
            {"user_id": self._user_id, "most": most},
        )
        return [(row.id, row.identity_id, row.field, row.value) for row in rows]

    async def set_terms(self, terms: Mapping[UUID, str]) -> None:
        """The blind words of these facts."""
        await self._session.execute(
            text("""
                UPDATE facts f SET terms = made.terms
                FROM unnest(CAST(:ids AS uuid[]), CAST(:terms AS text[])) AS made (id, terms)
                WHERE f.user_id = :user_id AND f.id = made.id
            """),
            {"user_id": self._user_id, "ids": list(terms), "terms": list(terms.values())},
        )


def _row(user_id: UUID, person_id: UUID, names: Sequence[str], others: Sequence[str], blind: str, digest: int) -> _Row:
    called = _words(names)
    found = list(dict.fromkeys((*called, *_words(others))))
    names_text = _between_blanks(called)
    whole = {lexeme(user_id, named(word)) for word in names_text.split()}
    return _Row(
        person_id=person_id,
        names=names_text,
        words=_between_blanks(found),
        terms=" ".join([*sorted(lexemes(user_id, found) | whole), blind]),
        digest=digest,
    )


def _words(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for one in texts for word in fold(one).split()))


def _between_blanks(words: Iterable[str]) -> str:
    """With the ends of compound words, so that what begins one of their parts stands behind a blank."""
    return f" {' '.join(dict.fromkeys(end for word in words for end in ends(word)))} "
