"""Who was asked about somebody, when, and what they said; and never asking about them again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from base import cursors
from models.contracts.accounts.principals import Principal
from models.contracts.enrichment.sources import ContactEnrichment, Quality, SourceCall, ToldValue
from models.database import Database
from models.queries.core import domain_events
from models.queries.enrichment.calls import CallQueries, CallRow
from models.queries.enrichment.people import EnrichedPeople
from models.queries.enrichment.switches import EVERYWHERE, SwitchQueries
from models.queries.people.memberships import MembershipQueries
from services.core.keyring import Keyring, UserKeys
from services.enrichment import answers
from services.enrichment.planning import quality_of
from services.enrichment.whom import address_hash, person_of

_MOST = 200  # calls about one person that are shown


class History:
    """Raises NotFound for contacts that there are not."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def of_contact(self, principal: Principal, contact_id: UUID) -> ContactEnrichment:
        """All that was asked about a contact."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            person = await person_of(session, user_id, contact_id)
            members = await MembershipQueries(session, user_id).members([person])
            rows = await CallQueries(session, user_id).about(members, _MOST)
            found = await quality_of(session, keys, user_id, person)
            suppressed = await SwitchQueries(session, user_id).suppressed(await _hashes(session, keys, user_id, person))
            asked = await EnrichedPeople(session, user_id).asked(person)
        return ContactEnrichment(
            contact_id=person,
            quality=Quality(
                completeness=found.completeness,
                score=found.score,
                missing=list(found.missing),
                disputed=list(found.disputed),
            ),
            suppressed=EVERYWHERE in suppressed,
            refused_by=sorted(suppressed - {EVERYWHERE}),
            refreshed_at=asked.asked_at if asked else None,
            next_at=asked.due_at if asked else None,
            calls=[_call(keys, row, members) for row in rows],
        )

    async def calls(
        self, principal: Principal, *, source: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[SourceCall], str | None]:
        """All that left this machine, the newest first. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        list_name = f"enrichment_calls.{user_id}"
        after = cursors.decode(list_name, cursor, datetime, UUID)
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await CallQueries(session, user_id).page(source, after, limit + 1)
            known = [row.identity_id for row in rows if row.identity_id is not None]
            persons = await MembershipQueries(session, user_id).persons_of(known)
        shown = rows[:limit]
        more = len(rows) > limit
        next_cursor = cursors.encode(list_name, shown[-1].began_at, shown[-1].id) if more else None
        return [_call(keys, row, persons) for row in shown], next_cursor

    async def suppress(self, principal: Principal, contact_id: UUID, *, suppressed: bool) -> None:
        """Never ask anybody about them, by whichever address; or let them be asked about again."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            person = await person_of(session, user_id, contact_id)
            switches, hashes = SwitchQueries(session, user_id), await _hashes(session, keys, user_id, person)
            if suppressed:
                await switches.suppress(hashes)
            else:
                await switches.allow(hashes)
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})


async def _hashes(session: AsyncSession, keys: UserKeys, user_id: UUID, person: UUID) -> Sequence[bytes]:
    return [address_hash(keys, address) for address in await EnrichedPeople(session, user_id).addresses(person)]


def _call(keys: UserKeys, row: CallRow, persons: Mapping[UUID, UUID]) -> SourceCall:
    table = "enrichment_calls"
    sent: dict[str, str] = orjson.loads(keys.decrypt(table, "query", row.id, row.query))
    told = answers.load(keys.decrypt(table, "answer", row.id, row.answer)).found if row.answer is not None else ()
    identity = row.identity_id
    return SourceCall(
        id=row.id,
        source=row.source,
        contact_id=persons.get(identity, identity) if identity is not None else None,
        company_id=row.company_id,
        sent=sent,
        state=row.state,
        error=row.error or None,
        units=row.units,
        micro_usd=row.micro_usd,
        began_at=row.began_at,
        ended_at=row.ended_at,
        ask_again_at=row.ask_again_at,
        told=[
            ToldValue(about=one.about, field=one.field, value=one.value, confidence=one.confidence, url=one.url)
            for one in told
        ],
    )
