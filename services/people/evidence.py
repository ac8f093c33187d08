"""Why a card shows what it shows: who says so and where, what else is said, and what the owner thinks of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from models.contracts.people.card import CardValue, Evidence, KnownValue, MailPlace, Standing
from models.contracts.people.fact_selection import RankedValue, comparable, ranked, shown
from models.contracts.people.facts import MANY_VALUED, Fact, FactSource, FactState

Mails = Mapping[UUID, tuple[UUID, str]]  # mailbox and thread of each message


def is_typed(fact: Fact) -> bool:
    """Is it the owner's own? Their word on what others say is another matter."""
    return fact.source == FactSource.OWNER and fact.state is FactState.ACTIVE


def card_value(value: RankedValue, mails: Mails) -> CardValue:
    """What is shown, with the first of those who say so."""
    first = value.facts[0]
    return CardValue(
        **vars(_evidence(first, mails)),
        field=first.field,
        value=value.value,
        label=_label(value.facts),
        locked=value.locked,
    )


def known_values(facts: Sequence[Fact], mails: Mails, now: datetime) -> list[KnownValue]:
    """Of the facts of one field."""
    on_card = {value.value for value in shown(facts, now)}
    order = ranked(facts, now)
    kept = {comparable(value.facts[0].field, value.value) for value in order}
    found = [_known(value, mails, Standing.SHOWN if value.value in on_card else Standing.OUTWEIGHED) for value in order]
    rejected: dict[str, list[Fact]] = {}
    for fact in facts:
        if (key := comparable(fact.field, fact.value)) not in kept and fact.value:
            rejected.setdefault(key, []).append(fact)
    for said in rejected.values():
        said.sort(key=lambda fact: (fact.source == FactSource.OWNER, -fact.at.timestamp(), str(fact.id)))
        value = RankedValue(facts=tuple(said), belief=0.0, own=False, locked=False, expired=False)
        found.append(_known(value, mails, Standing.REJECTED))
    return found


def verdict_on(judged: Fact, facts: Sequence[Fact], verdict: FactState, at: datetime) -> tuple[list[Fact], list[Fact]]:
    """What the owner's word on a fact changes: their earlier words that hold no more, and the new ones.

    A verdict is a fact of the owner's own on every identity of which the value is said: it goes where they go.
    """
    same = [fact for fact in facts if _is_same(fact, judged)]
    settled = [fact for fact in same if _is_verdict(fact)]
    if verdict is FactState.LOCKED and judged.field not in MANY_VALUED:  # there can be one right value only
        others = [fact for fact in facts if fact.field == judged.field and fact not in same]
        settled += [fact for fact in others if _is_verdict(fact) and fact.state is FactState.LOCKED]
    identities = {fact.identity_id for fact in same} if verdict is not FactState.ACTIVE else set()
    return settled, [
        Fact(
            identity_id=identity_id,
            field=judged.field,
            value=judged.value,
            source=FactSource.OWNER,
            source_ref="",
            at=at,
            state=verdict,
            label=judged.label,
        )
        for identity_id in sorted(identities)
    ]


def _known(value: RankedValue, mails: Mails, standing: Standing) -> KnownValue:
    return KnownValue(
        field=value.facts[0].field,
        value=value.value,
        label=_label(value.facts),
        standing=standing,
        locked=value.locked,
        belief=value.belief,
        evidence=[_evidence(fact, mails) for fact in value.facts],
    )


def _evidence(fact: Fact, mails: Mails) -> Evidence:
    assert fact.id is not None  # noqa: S101 - it comes from the database
    found = mails.get(fact.message_id) if fact.message_id else None
    start, end = fact.place or (None, None)
    return Evidence(
        id=fact.id,
        source=fact.source,
        source_ref=fact.source_ref,
        at=fact.at,
        confidence=fact.confidence,
        identity_id=fact.identity_id,
        mail=MailPlace(message_id=fact.message_id, mailbox_id=found[0], thread_id=found[1], start=start, end=end)
        if fact.message_id and found
        else None,
    )


def _label(facts: Sequence[Fact]) -> str:
    return next((fact.label for fact in facts if fact.label), "")


def _is_same(fact: Fact, other: Fact) -> bool:
    return fact.field == other.field and comparable(fact.field, fact.value) == comparable(other.field, other.value)


def _is_verdict(fact: Fact) -> bool:
    return fact.source == FactSource.OWNER and not is_typed(fact)
