"""What is known of a question before it is asked, the fence before a call, and the record after it.

A call is written down, with what it costs at most, in the transaction that lets it through. Whoever dies after that
leaves the row: a free call is made again once its deadline has passed, a billed one is not, since nobody knows whether
the vendor has served it. It counts as spent, and a person may ask anew.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import QuotaWait
from base.ids import new_id
from integrations.enrichment.source import Query
from models.contracts.enrichment.jobs import Outcome
from models.contracts.enrichment.sources import CallState
from models.database import Database
from models.queries.enrichment.budgets import BudgetQueries, Spent
from models.queries.enrichment.calls import CallQueries, CallRow, Ended, NewCall
from models.queries.enrichment.switches import EVERYWHERE, SwitchQueries
from services.core.keyring import Keyring, UserKeys
from services.enrichment.catalog import Catalog, Offer
from services.enrichment.whom import Whom

RECORDING = timedelta(seconds=30)  # beyond what a call may last, until nobody is on it any more
JUST_NOW = timedelta(minutes=10)  # an answer of then is good enough for who asks anew: a click twice costs once
_LOOK = timedelta(seconds=5)  # until another look at a call that somebody else has just begun
UNSURE_AGAIN = timedelta(days=30)  # until what may have been billed is asked again by itself


@dataclass(frozen=True, kw_only=True)
class Question:
    """One source about one somebody. `since` is when whoever asks began; `again`: an older answer is not good enough.

    `patience` is the longest wait for the source that whoever asks would rather wait than be told to come back.
    """

    user_id: UUID
    name: str
    offer: Offer
    query: Query  # all that leaves
    whom: Whom
    asked_for: bytes
    since: datetime
    again: bool
    patience: timedelta

    @property
    def reserved(self) -> Spent:
        """What a call costs at most."""
        price = self.offer.source.price.call
        return Spent(price.units, price.micro_usd)

    def is_taken(self, call: CallRow) -> bool:
        """Whether what this call told is among the facts of whom this is about."""
        personal = self.query.email is not None or self.query.handle is not None
        same = not personal or call.identity_id == self.whom.identity_id
        return call.applied and same and call.company_id == self.whom.company_id

    def wait(self, wait: timedelta, why: str) -> Outcome:
        """Postponed; raises QuotaWait where that is short enough to be waited for."""
        if wait <= self.patience:
            raise QuotaWait(why, retry_after=max(wait, timedelta(0)))  # two clocks: what the database waits for is over
        return Outcome.POSTPONED


def is_stale(question: Question, call: CallRow) -> bool:
    """Is an answer older than a person wants it, who asks anew? What is never to be asked again is not."""
    return question.again and call.ask_again_at is not None and call.began_at < question.since - JUST_NOW


def month(at: datetime) -> str:
    """Whose budget a moment belongs to: a calendar month in UTC."""
    return f"{at:%Y-%m}"


def key_hash(offer: Offer) -> bytes:
    """Tells one key of a source from another, and nothing of either."""
    return sha256(b"enrichment key:" + offer.key.encode()).digest()[:8]


def written(query: Query) -> bytes:
    """A query as it is kept: what is in it, in one order."""
    said = {name: value for name, value in vars(query).items() if value}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def asked_for(keys: UserKeys, name: str, query: Query) -> bytes:
    """By which the same question is found again."""
    said = replace(query, email=query.email.lower() if query.email else None)
    return keys.prf(b"enrichment:" + name.encode() + b":" + written(said))


class CallLedger:
    """One for all sources."""

    def __init__(self, database: Database, keyring: Keyring, catalog: Catalog) -> None:
        self._database = database
        self._keyring = keyring
        self._catalog = catalog

    async def allowed(self, user_id: UUID, whom: Whom) -> list[str]:
        """The sources that are offered, switched on, and not forbidden for whom this is."""
        async with self._database.tenant(user_id) as session:
            switches = SwitchQueries(session, user_id)
            on = [name for name, switch in (await switches.all()).items() if switch.enabled]
            suppressed = await switches.suppressed(whom.hashes)
        if EVERYWHERE in suppressed:
            return []
        offers = self._catalog.offers
        return sorted(name for name in on if name in offers and offers[name].askable and name not in suppressed)

    async def look(self, question: Question) -> CallRow | Outcome | None:
        """The call whose answer is good still, why nobody is to be asked, or None. Raises QuotaWait."""
        async with self._database.tenant(question.user_id) as session:
            return await self._standing(session, question)

    async def open(self, question: Question) -> UUID | CallRow | Outcome:
        """Write down a call that is made now; its id. Else as `look`."""
        keys = await self._keyring.user_keys(question.user_id)
        call_id, at = new_id(), now()
        call = NewCall(
            id=call_id,
            source=question.name,
            asked_for=question.asked_for,
            identity_id=question.whom.identity_id,
            company_id=question.whom.company_id,
            query=keys.encrypt("enrichment_calls", "query", call_id, written(question.query)),
            units=question.reserved.units,
            micro_usd=question.reserved.micro_usd,
            month=month(at),
            lasts=question.offer.source.timeout + RECORDING,
        )
        async with self._database.tenant(question.user_id) as session:
            known = await self._standing(session, question)
            if known is not None:
                return known
            if not await CallQueries(session, question.user_id).open(call):
                return question.wait(timedelta(seconds=1), "Another job asks the same just now.")
            if question.offer.billed and not await self._reserve(session, question, call.month):
                await session.rollback()
                return Outcome.POSTPONED
        return call_id

    async def record(
        self, question: Question, call_id: UUID, ended: Ended, *, rest: tuple[timedelta, str] | None, erased: bool
    ) -> None:
        """Say what a call came to. `rest`: nobody asks the source for so long. `erased`: never again about them."""
        async with self._database.tenant(question.user_id) as session:
            before = await CallQueries(session, question.user_id).end(call_id, ended)
            switches = SwitchQueries(session, question.user_id)
            if erased and question.whom.hashes:
                await switches.suppress(question.whom.hashes, question.name)
            if before is not None and question.offer.billed:
                await BudgetQueries(session, question.user_id).settle(
                    question.name,
                    before.month,
                    Spent(before.units, before.micro_usd),
                    Spent(ended.units, ended.micro_usd),
                )
            if rest is not None:
                await switches.rest(question.name, *rest, key_hash(question.offer))

    async def _reserve(self, session: AsyncSession, question: Question, in_month: str) -> bool:
        switch = (await SwitchQueries(session, question.user_id).all())[question.name]
        units = question.offer.monthly_units
        own = units if switch.monthly_units is None else min(switch.monthly_units, units)
        return await BudgetQueries(session, question.user_id).reserve(
            question.name,
            in_month,
            question.reserved,
            own=own,
            source_units=units,
            money=self._catalog.monthly_micro_usd,
        )

    async def _standing(self, session: AsyncSession, question: Question) -> CallRow | Outcome | None:
        switches = SwitchQueries(session, question.user_id)
        switch = (await switches.all()).get(question.name)
        if not question.offer.askable or switch is None or not switch.enabled:
            return Outcome.SKIPPED
        suppressed = await switches.suppressed(question.whom.hashes)
        if EVERYWHERE in suppressed:
            return Outcome.SKIPPED
        if question.name in suppressed:
            return Outcome.REFUSED
        latest = await CallQueries(session, question.user_id).latest(question.asked_for)
        known = await self._of_latest(session, question, latest) if latest is not None else None
        if known is not None:
            return known
        rest = (await switches.rests()).get(question.name)
        if rest is not None and rest.key_hash == key_hash(question.offer):
            return question.wait(rest.until - now(), f"{question.name} asks to be left alone for a while.")
        return None

    async def _of_latest(self, session: AsyncSession, question: Question, call: CallRow) -> CallRow | Outcome | None:
        if call.state is CallState.CALLING:
            if call.left > timedelta(0):
                return question.wait(
                    min(call.left, _LOOK) + timedelta(seconds=1), "Another job asks the same just now."
                )
            call = await _lost(session, question, call)
        if call.state is CallState.FAILED or is_stale(question, call):
            return None
        if call.ask_again_at is not None and call.ask_again_at <= now():
            return None
        return {CallState.UNSURE: Outcome.UNSURE, CallState.REFUSED: Outcome.REFUSED}.get(call.state, call)


async def _lost(session: AsyncSession, question: Question, call: CallRow) -> CallRow:
    """Whoever made this call is gone, and with it what it came to."""
    again_at = call.began_at + UNSURE_AGAIN
    free = not (call.units or call.micro_usd)
    ended = Ended(
        state=CallState.FAILED if free else CallState.UNSURE,
        units=call.units,
        micro_usd=call.micro_usd,
        error="Kith was stopped before the answer was recorded.",
        ask_again_at=None if free else again_at,
    )
    await CallQueries(session, question.user_id).end(call.id, ended)
    return replace(call, state=ended.state, ask_again_at=ended.ask_again_at)
