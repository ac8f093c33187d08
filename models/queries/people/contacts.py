"""Persons (and machines, and lists) to show, with their strength as of a moment."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.contacts import Contact, ContactKind
from models.queries.mail.correspondents import PERSON
from models.queries.people.matching import Match

_CONTACT = """
    SELECT p.id, p.kind, p.name, p.address, p.title,
           CASE WHEN p.stated_company IS NULL THEN o.id END AS company_id,
           coalesce(nullif(p.stated_company, ''), CASE WHEN p.stated_company IS NULL THEN o.name END) AS company,
           kith_strength(p.closeness, p.correction, :at) AS strength, p.sent, p.received, p.first_at, p.last_at,
           p.hidden
"""
_FROM = """
    FROM persons p LEFT JOIN companies d ON d.user_id = :user_id AND d.id = p.company_id
    LEFT JOIN companies o ON o.user_id = :user_id AND o.id = d.part_of
    WHERE p.user_id = :user_id
"""
_ONE = _CONTACT + _FROM
# Sort value, whose index begins with user and kind, and direction by what the caller asks for: names of this module
# only, never a caller's text. Who is corrected has a place that changes with time: they are few, and sorted apart.
_SORTS = {
    "strength": (
        (
            ("p.closeness", "p.correction IS NULL"),
            ("kith_order(p.closeness, p.correction, :at)", "p.correction IS NOT NULL"),
        ),
        "DESC",
        "<",
        "float8",
    ),
    "name": ((('p.folded_name COLLATE "C"', "true"),), "ASC", ">", "text"),
    "recent": ((("p.last_at", "true"),), "DESC", "<", "timestamptz"),
}
# Which persons are shown, by what is asked for. Those of a list or a company are looked up first: they are few.
_OF_LIST = """
    AND p.id = ANY(ARRAY(SELECT coalesce(m.person_id, l.identity_id) FROM people_list_members l
                         LEFT JOIN memberships m ON m.user_id = :user_id AND m.identity_id = l.identity_id
                         WHERE l.user_id = :user_id AND l.list_id = CAST(:list_id AS uuid)))
"""
_OF_COMPANY = """
    AND p.id = ANY(ARRAY(SELECT d.person_id FROM identities d
                         WHERE d.user_id = :user_id AND d.company_id IN (
                             SELECT part.id FROM companies part
                             JOIN companies asked ON asked.user_id = :user_id AND asked.id = CAST(:company_id AS uuid)
                                 AND asked.part_of = part.part_of
                             WHERE part.user_id = :user_id)))
"""
_OF_MAILBOX = """
    AND EXISTS (SELECT 1 FROM identities d JOIN interactions i ON i.user_id = :user_id AND i.identity_id = d.id
                WHERE d.user_id = :user_id AND d.person_id = p.id AND i.mailbox_id = CAST(:mailbox_id AS uuid))
"""


class ContactQueries:
    """Questions about one user's people, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def page(
        self,
        *,
        at: datetime,
        sort: str,
        kind: ContactKind | None,
        company_id: UUID | None,
        mailbox_id: UUID | None,
        list_id: UUID | None,
        hidden: bool,
        match: Match | None,
        after: Sequence[Any] | None,
        most: int,
    ) -> list[tuple[Contact, object]]:
        """(contact, sort value), narrowed by what is given, after the (sort value, id) of the last one shown."""
        parts, order, beyond, value_type = _SORTS[sort]
        value, contact_id = after or (None, None)
        asked = ((_OF_LIST, list_id), (_OF_COMPANY, company_id), (_OF_MAILBOX, mailbox_id))
        narrowed = "".join(condition for condition, of in asked if of) + (match.condition() if match else "")
        # Only what is asked for stands in the statement: an alternative would keep the index from being used.
        lists = " UNION ALL ".join(
            f"""
                (SELECT * FROM (
                    {_CONTACT}, {column} AS sort_value {_FROM}
                    AND {which} AND p.kind = kinds.kind AND p.hidden = :hidden {narrowed}
                    {"" if after is None else _after(column, beyond, value_type)}
                    ORDER BY {column} {order}, p.id {order} LIMIT :most) AS listed)
            """  # noqa: S608 - made of this module's own names
            for column, which in parts
        )
        rows = await self._session.execute(
            text(f"""
                SELECT shown.* FROM unnest(CAST(:kinds AS text[])) AS kinds (kind), LATERAL ({lists}) AS shown
                ORDER BY sort_value {order}, id {order} LIMIT :most
            """),  # noqa: S608 - made of this module's own names
            {
                "user_id": self._user_id,
                "at": at,
                "kinds": list(ContactKind) if kind is None else [kind],
                "company_id": company_id,
                "mailbox_id": mailbox_id,
                "list_id": list_id,
                "hidden": hidden,
                "value": value,
                "contact_id": contact_id,
                "most": most,
            }
            | (match.parameters() if match else {}),
        )
        return [(_contact(row), row.sort_value) for row in rows]

    async def one(self, contact_id: UUID, at: datetime) -> Contact | None:
        """The contact with this id, or with one that it had before."""
        rows = await self._session.execute(
            text(_ONE + " AND p.id = " + PERSON),
            {"user_id": self._user_id, "at": at, "contact_id": contact_id},
        )
        row = rows.one_or_none()
        return _contact(row) if row else None

    async def of_persons(self, ids: Collection[UUID], at: datetime) -> list[Contact]:
        """Those of these persons that there are."""
        rows = await self._session.execute(
            text(_ONE + " AND p.id = ANY(:ids)"), {"user_id": self._user_id, "at": at, "ids": sorted(ids)}
        )
        return [_contact(row) for row in rows]

    async def of_identities(self, ids: Sequence[UUID], at: datetime) -> dict[UUID, Contact]:
        """Whose these identities are; without those that there are not."""
        known = await self._session.execute(
            text("SELECT id, person_id FROM identities WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(ids)},
        )
        persons = {row.id: row.person_id for row in known}
        contacts = {one.id: one for one in await self.of_persons(set(persons.values()), at)}
        return {identity: contacts[person] for identity, person in persons.items()}


def _after(column: str, beyond: str, value_type: str) -> str:
    """The condition on what comes after the last one shown."""
    return f"AND ({column}, p.id) {beyond} (CAST(:value AS {value_type}), CAST(:contact_id AS uuid))"


def _contact(row: Any) -> Contact:
    met = row.first_at <= row.last_at  # else there is no mail yet: an address book names them
    return Contact(
        id=row.id,
        kind=ContactKind(row.kind),
        name=row.name,
        address=row.address,
        title=row.title,
        company_id=row.company_id,
        company=row.company,
        strength=row.strength,
        sent=row.sent,
        received=row.received,
        first_at=row.first_at if met else None,
        last_at=row.last_at if met else None,
        hidden=row.hidden,
    )
