"""What a card says of a person beside their mail, and what its owner types into it: that always comes first."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.by_hand import CUSTOM, CustomLabel, label_and_value
from models.contracts.people.card import CardValue, KnownValue
from models.contracts.people.fact_selection import said, shown
from models.contracts.people.facts import PERSON_FIELDS, Fact, FactState
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.facts import FactQueries, FactRow
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from services.core.keyring import Keyring, UserKeys
from services.people.evidence import Mails, card_value, known_values
from services.people.facts import fact_of
from services.people.identity_resolution import IdentityResolution
from services.people.resolution_profiles import COMPARED_BY
from services.people.typed_facts import Wish, write_typed
from services.people.verdicts import keep_verdict

_MOST_CUSTOM = 10_000  # facts that are looked at for the names of fields


class Cards:
    """Raises NotFound for contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database, keyring: Keyring, resolution: IdentityResolution) -> None:
        self._resolution = resolution
        self._database = database
        self._keyring = keyring

    async def card(self, principal: Principal, contact_id: UUID) -> list[CardValue]:
        """What the card shows, field by field, the value to show first at the front."""
        known, mails = await self._facts(principal, contact_id)
        return [card_value(value, mails) for field in sorted(known) for value in shown(known[field], now())]

    async def known(self, principal: Principal, contact_id: UUID) -> list[KnownValue]:
        """All that is said of them and who says so, field by field: what is shown first, what was rejected last."""
        known, mails = await self._facts(principal, contact_id)
        return [value for field in sorted(known) for value in known_values(known[field], mails, now())]

    async def _facts(self, principal: Principal, contact_id: UUID) -> tuple[dict[str, list[Fact]], Mails]:
        """What holds or was rejected, by field, and where the mail is that says so."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            queries = FactQueries(session, user_id)
            rows = await queries.of((await members_of(session, user_id, contact_id))[1])
            mails = await queries.mails({row.message_id for row in rows if row.message_id is not None})
        return _opened(keys, rows), mails

    async def of_several(self, principal: Principal, persons: Sequence[UUID]) -> dict[UUID, dict[str, list[str]]]:
        """The values that the cards of these persons show, by field; of the owner's own fields `by_hand.labelled`."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            members = await MembershipQueries(session, user_id).members(persons)
            rows = await FactQueries(session, user_id).of(members)
        of: defaultdict[UUID, list[FactRow]] = defaultdict(list)
        for row in rows:
            of[members[row.identity_id]].append(row)
        cards: dict[UUID, dict[str, list[str]]] = {}
        for person in persons:
            card: defaultdict[str, list[str]] = defaultdict(list)
            for field, facts in sorted(_opened(keys, of[person]).items()):
                card[field] += [said(one.facts[0]) for one in shown(facts, now())]
            cards[person] = card
        return cards

    async def labels(self, principal: Principal) -> list[CustomLabel]:
        """What the owner calls fields of their own, the one that most people have first."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await FactQueries(session, user_id).custom(_MOST_CUSTOM)
        of: defaultdict[str, set[UUID]] = defaultdict(set)
        for fact_id, identity_id, value in rows:
            of[label_and_value(keys.decrypt("facts", "value", fact_id, value).decode())[0]].add(identity_id)
        order = sorted(of, key=lambda label: (-len(of[label]), label))
        return [CustomLabel(label=label, people=len(of[label])) for label in order]

    async def edit(self, principal: Principal, contact_id: UUID, wish: Wish) -> None:
        """The owner's own values of some fields from now on: see `write_typed`. What rules compare may join two."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, members = await members_of(session, user_id, contact_id)
            await write_typed(session, user_id, keys, (person, members), wish)
            await refresh_persons(session, user_id, [person], moments=())
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        if not COMPARED_BY.isdisjoint(wish):
            await self._resolution.catch_up(user_id)

    async def judge(self, principal: Principal, contact_id: UUID, fact_id: UUID, verdict: FactState) -> None:
        """The owner's word on what this fact says, whoever says it: LOCKED is right, REJECTED wrong, ACTIVE neither.

        It outlives the mail that said so. Raises NotFound, Invalid for what the owner typed.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, members = await members_of(session, user_id, contact_id)
            await keep_verdict(session, user_id, keys, members, fact_id, verdict)
            await refresh_persons(session, user_id, [person])
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})


async def members_of(session: AsyncSession, user_id: UUID, contact_id: UUID) -> tuple[UUID, set[UUID]]:
    """The person whom this id leads to, and all identities in it."""
    queries = MembershipQueries(session, user_id)
    person = (await queries.persons_of([contact_id]))[contact_id]
    if not await queries.known([person]):
        raise NotFound("There is no such contact.")
    return person, set(await queries.members([person]))


def _opened(keys: UserKeys, rows: Sequence[FactRow]) -> dict[str, list[Fact]]:
    """By field."""
    fields: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        if row.field in PERSON_FIELDS or row.field == CUSTOM:
            fields[row.field].append(fact_of(keys, row))
    return fields
