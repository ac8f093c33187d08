"""What the owner types of somebody, written as facts of their own."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from models.contracts.people.by_hand import CUSTOM, label_and_value
from models.contracts.people.fact_selection import said
from models.contracts.people.facts import MANY_VALUED, PERSON_FIELDS, Fact, FactSource
from models.queries.people.facts import FactQueries, FactRow
from services.core.keyring import UserKeys
from services.people.evidence import is_typed
from services.people.facts import CLOSENESS, fact_of, fact_row

TYPED = PERSON_FIELDS | {CLOSENESS, CUSTOM}
Wish = Mapping[str, Sequence[str] | None]


async def write_typed(
    session: AsyncSession, user_id: UUID, keys: UserKeys, members: tuple[UUID, Collection[UUID]], wish: Wish
) -> None:
    """The owner's own values of some fields from now on; others' stay beneath. Make the person anew after it.

    None takes back what they had typed, an empty text says that there is nothing. Values are valid already; of a field
    that the owner named they are `by_hand.labelled`. `members`: the person, and all identities in it. In a tenant
    transaction that holds `IdentityChanges.lock`.
    """
    person, identities = members
    facts = FactQueries(session, user_id)
    own = [fact for row in await facts.of(identities) if is_typed(fact := fact_of(keys, row))]
    added: list[FactRow] = []
    at = now()
    for field, values in wish.items():
        assert field in TYPED, field  # noqa: S101 - a fault of the caller
        known = {said(fact): fact.id for fact in own if fact.field == field}
        wanted = list(dict.fromkeys(values or ()))
        await facts.supersede([one for value, one in known.items() if one and value not in wanted])
        added += [fact_row(keys, _typed(person, field, value, at)) for value in wanted if value not in known]
    await facts.add(added)


async def beside_typed(
    session: AsyncSession, user_id: UUID, keys: UserKeys, identities: Collection[UUID], wish: Wish
) -> Wish:
    """The wish, with what was typed before of fields that have many values: those come to it, and none goes."""
    rows = await FactQueries(session, user_id).of(identities)
    own = [fact for row in rows if is_typed(fact := fact_of(keys, row))]
    return {
        field: [*(said(fact) for fact in own if fact.field == field), *(values or ())]
        if field in MANY_VALUED
        else values
        for field, values in wish.items()
    }


def _typed(identity_id: UUID, field: str, value: str, at: datetime) -> Fact:
    label, value = label_and_value(value) if field == CUSTOM else ("", value)
    return Fact(
        identity_id=identity_id,
        field=field,
        value=value,
        source=FactSource.OWNER,
        source_ref="",
        at=at,
        label=label,
    )
