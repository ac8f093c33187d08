"""Facts as they lie in the database, and the one way in which a source's word replaces what it said before."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.folding import fold
from base.ids import new_id
from models.contracts.people.by_hand import CUSTOM, label_and_value
from models.contracts.people.fact_selection import comparable, said
from models.contracts.people.facts import Fact, FactState
from models.queries.people.facts import FactQueries, FactRow
from models.queries.people.identity_changes import IdentityChanges
from services.core.keyring import UserKeys
from services.people.blind_terms import fact_terms

CLOSENESS = "closeness"  # the field in which the owner says that somebody is closer than their mail tells, or is not
READABLE = frozenset({"name", "title", "company", CLOSENESS})  # what lists show, and are searched or sorted by


def value_key(keys: UserKeys, field: str, value: str) -> bytes:
    """Equal for what is the same value of a field, however it is spelled: found without being read."""
    return keys.prf(f"fact:{field}:{comparable(field, value)}".encode("utf-8", "surrogatepass"))


def fact_row(keys: UserKeys, fact: Fact, fact_id: UUID | None = None) -> FactRow:
    """The row to store; its value is encrypted, and with it the label of a field that the owner named."""
    fact_id, text = fact_id or new_id(), said(fact)
    readable = fact.value if fact.field in READABLE else None
    start, end = fact.place or (None, None)
    return FactRow(
        id=fact_id,
        identity_id=fact.identity_id,
        field=fact.field,
        value=keys.encrypt("facts", "value", fact_id, text.encode()),
        readable=readable,
        folded=fold(readable) if readable is not None else None,
        source=fact.source,
        source_ref=fact.source_ref,
        at=fact.at,
        confidence=fact.confidence,
        expires_at=fact.expires_at,
        state=fact.state,
        label="" if fact.field == CUSTOM else fact.label,
        message_id=fact.message_id,
        place_start=start,
        place_end=end,
        value_key=value_key(keys, fact.field, text),
        terms=fact_terms(keys, fact.field, text),
    )


def fact_of(keys: UserKeys, row: FactRow) -> Fact:
    """What a row says."""
    place = None if row.place_start is None or row.place_end is None else (row.place_start, row.place_end)
    text = keys.decrypt("facts", "value", row.id, row.value).decode()
    label, value = label_and_value(text) if row.field == CUSTOM else (row.label, text)
    return Fact(
        identity_id=row.identity_id,
        field=row.field,
        value=value,
        source=row.source,
        source_ref=row.source_ref,
        at=row.at,
        confidence=row.confidence,
        expires_at=row.expires_at,
        state=FactState(row.state),
        label=label,
        message_id=row.message_id,
        place=place,
        id=row.id,
    )


async def tell(
    session: AsyncSession, keys: UserKeys, user_id: UUID, before: Iterable[FactRow], told: Sequence[Fact]
) -> None:
    """A source other than mail says `told` now, instead of `before`: rows that `FactQueries.of` gave of it.

    What it says again keeps its row and its state, what it says no more is superseded, unless the owner has rejected or
    locked it. Their persons are made anew. In a tenant transaction that holds `IdentityChanges.lock`; the caller tells
    of it by `contact.updated`. For a vendor `before` is all it said of an identity, for an address book of one card.
    """
    known = {_key(fact_of(keys, row)): row for row in before}
    anew = {_key(fact): fact for fact in told}
    facts = FactQueries(session, user_id)
    gone = [row for key, row in known.items() if key not in anew and row.state == FactState.ACTIVE]
    again = [fact_row(keys, fact, known[key].id) for key, fact in anew.items() if key in known]
    fresh = [fact_row(keys, fact) for key, fact in anew.items() if key not in known]
    if gone:
        await facts.supersede([row.id for row in gone])
    if again:
        await facts.confirm(again)
    if fresh:
        await facts.add(fresh)
    await IdentityChanges(session, user_id).show(_identities([*gone, *again, *fresh]))


def _key(fact: Fact) -> tuple[UUID, str, str]:
    return fact.identity_id, fact.field, comparable(fact.field, fact.value)


def _identities(rows: Collection[FactRow]) -> set[UUID]:
    return {row.identity_id for row in rows}
