"""Of persons' readable facts, what lists show: name, title and company, as a card would choose them."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from models.contracts.people.fact_selection import ranked
from models.contracts.people.facts import Fact, FactState
from models.queries.core.arrays import arrays, unnested

_FACTS = """
    SELECT members.person_id, f.identity_id, f.field, f.readable, f.folded, f.source, f.source_ref, f.at, f.confidence,
           f.expires_at, f.state, f.message_id
    FROM (SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id AND person_id = ANY(:ids)
          UNION ALL SELECT id, id FROM unnest(CAST(:ids AS uuid[])) AS own (id)) AS members
    JOIN facts f ON f.user_id = :user_id AND f.identity_id = members.identity_id
         AND f.state <> 'superseded' AND f.readable IS NOT NULL AND f.field <> 'closeness'
"""
# The company that the address tells, and whether the best name that mail gives is one that somebody wrote.
_PERSONS = """
    SELECT p.id, coalesce(o.name, '') AS company,
           (SELECT max(d.name_rank) > 0 FROM identities d WHERE d.user_id = :user_id AND d.person_id = p.id) AS is_named
    FROM persons p LEFT JOIN companies d ON d.user_id = :user_id AND d.id = p.company_id
    LEFT JOIN companies o ON o.user_id = :user_id AND o.id = d.part_of
    WHERE p.user_id = :user_id AND p.id = ANY(:ids)
"""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Chosen:
    """None: nothing is said. A stated company of "" is none, whatever the address says."""

    id: UUID
    name: str | None
    folded_name: str | None
    title: str | None
    stated_company: str | None
    name_counts: bool  # more than the one that mail gives: it is the owner's own, or mail gives only a guess


_SHOW = f"""
    UPDATE persons p SET
        name = CASE WHEN said.name_counts THEN coalesce(said.name, p.name) ELSE p.name END,
        folded_name = CASE WHEN said.name_counts THEN coalesce(said.folded_name, p.folded_name)
                           ELSE p.folded_name END,
        title = nullif(said.title, ''), stated_company = said.stated_company
    FROM {unnested(_Chosen, {"id": "uuid", "name_counts": "boolean"}, "said")}
    WHERE p.user_id = :user_id AND p.id = said.id
"""  # noqa: S608 - made of the field names above only


async def show_chosen(session: AsyncSession, user_id: UUID, persons: Collection[UUID]) -> None:
    """Write into these persons, which are made of their identities just now, what is to be shown of their facts."""
    found = (await session.execute(text(_FACTS), {"user_id": user_id, "ids": sorted(persons)})).all()
    said: defaultdict[UUID, defaultdict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    folded: dict[str, str] = {}
    for row in found:
        fact = Fact(
            identity_id=row.identity_id,
            field=row.field,
            value=row.readable,
            source=row.source,
            source_ref=row.source_ref,
            at=row.at,
            confidence=row.confidence,
            expires_at=row.expires_at,
            state=FactState(row.state),
            message_id=row.message_id,
        )
        said[row.person_id][row.field].append(fact)
        folded[row.readable] = row.folded
    if not said:
        return
    rows = await session.execute(text(_PERSONS), {"user_id": user_id, "ids": sorted(said)})
    chosen = [_chosen(row, said[row.id], folded) for row in rows]
    await session.execute(text(_SHOW), {"user_id": user_id} | arrays(chosen, _Chosen))


def _chosen(person: Any, fields: Mapping[str, Sequence[Fact]], folded: Mapping[str, str]) -> _Chosen:
    first = {field: order[0] for field, facts in fields.items() if (order := ranked(facts, now()))}
    name, title, company = (first.get(field) for field in ("name", "title", "company"))
    stated = company.value if company else None
    if company and stated and not company.own and is_same_firm(person.company, folded[stated]):
        stated = None  # the address says the same, and leads to the company's page
    return _Chosen(
        id=person.id,
        name=name.value if name else None,
        folded_name=folded[name.value] if name else None,
        title=title.value if title else None,
        stated_company=stated,
        name_counts=name is not None and (name.own or name.locked or not person.is_named),
    )


def is_same_firm(employer: str, stated: str) -> bool:
    """Is the company that an address tells ("Northwind", "Ibm") what somebody says in full? `stated` is folded."""
    told = "".join(_WORD.findall(employer.lower()))
    words = _WORD.findall(stated)
    return bool(told and words) and (told in "".join(words) or told == "".join(word[0] for word in words))
