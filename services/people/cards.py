"""What a card says of a person beside their mail, and what its owner types into it: that always comes first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.card import CardValue
from models.contracts.people.facts import PERSON_FIELDS, Fact, FactSource, FactState
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.facts import FactQueries, FactRow
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from services.core.keyring import Keyring, UserKeys
from services.people.fact_selection import shown
from services.people.folding import fold

READABLE = frozenset({"name", "title", "company"})  # what lists show, and are searched by


class Cards:
    """Raises NotFound for contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def card(self, principal: Principal, contact_id: UUID) -> list[CardValue]:
        """What the card shows, field by field, the value to show first at the front."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            members = (await _members(session, user_id, contact_id))[1]
            rows = await FactQueries(session, user_id).of(members)
        return [
            CardValue(
                field=one.field,
                value=one.value,
                source=one.source,
                source_ref=one.source_ref,
                at=one.at,
                identity_id=one.identity_id,
            )
            for one in _shown(keys, rows)
        ]

    async def of_several(self, principal: Principal, persons: Sequence[UUID]) -> dict[UUID, dict[str, list[str]]]:
        """The values that the cards of these persons show, by field."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            members = await MembershipQueries(session, user_id).members(persons)
            rows = await FactQueries(session, user_id).of(members)
        said: defaultdict[UUID, list[FactRow]] = defaultdict(list)
        for row in rows:
            said[members[row.identity_id]].append(row)
        cards: dict[UUID, dict[str, list[str]]] = {}
        for person in persons:
            card: defaultdict[str, list[str]] = defaultdict(list)
            for fact in _shown(keys, said[person]):
                card[fact.field].append(fact.value)
            cards[person] = card
        return cards

    async def edit(self, principal: Principal, contact_id: UUID, wish: Mapping[str, Sequence[str] | None]) -> None:
        """The owner's own values of some fields from now on; others' stay beneath.

        None takes back what they had typed, an empty text says that there is nothing. Values are valid already.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, members = await _members(session, user_id, contact_id)
            facts = FactQueries(session, user_id)
            own = [row for row in await facts.of(members) if row.source == FactSource.OWNER]
            added: list[FactRow] = []
            at = now()
            for field, values in wish.items():
                assert field in PERSON_FIELDS, field  # noqa: S101 - a fault of the caller
                known = {_fact(keys, row).value: row for row in own if row.field == field}
                wanted = list(dict.fromkeys(values or ()))
                await facts.supersede([row.id for value, row in known.items() if value not in wanted])
                added += [_row(keys, person, field, value, at) for value in wanted if value not in known]
            await facts.add(added)
            await refresh_persons(session, user_id, [person])
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})


async def _members(session: AsyncSession, user_id: UUID, contact_id: UUID) -> tuple[UUID, set[UUID]]:
    """The person whom this id leads to, and all identities in it."""
    queries = MembershipQueries(session, user_id)
    person = (await queries.persons_of([contact_id]))[contact_id]
    if not await queries.known([person]):
        raise NotFound("There is no such contact.")
    return person, set(await queries.members([person]))


def _shown(keys: UserKeys, rows: Sequence[FactRow]) -> list[Fact]:
    """What a card shows of one person's facts, field by field."""
    fields: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        fields[row.field].append(_fact(keys, row))
    return [value.facts[0] for field in sorted(fields) for value in shown(fields[field], now())]


def _row(keys: UserKeys, identity_id: UUID, field: str, value: str, at: datetime) -> FactRow:
    fact_id = new_id()
    readable = value if field in READABLE else None
    return FactRow(
        id=fact_id,
        identity_id=identity_id,
        field=field,
        value=keys.encrypt("facts", "value", fact_id, value.encode()),
        readable=readable,
        folded=fold(readable) if readable is not None else None,
        source=FactSource.OWNER,
        source_ref="",
        at=at,
        confidence=1.0,
        expires_at=None,
        state=FactState.ACTIVE,
    )


def _fact(keys: UserKeys, row: FactRow) -> Fact:
    return Fact(
        identity_id=row.identity_id,
        field=row.field,
        value=keys.decrypt("facts", "value", row.id, row.value).decode(),
        source=row.source,
        source_ref=row.source_ref,
        at=row.at,
        confidence=row.confidence,
        expires_at=row.expires_at,
        state=FactState(row.state),
    )
