"""Asks one source about somebody: once, within its limits and budgets, with a record of it whatever happens."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from base.background import to_the_end
from base.clock import now
from base.errors import Unavailable
from integrations.enrichment.errors import (
    CreditsUsedUp,
    KeyRefused,
    NeverAgain,
    SourceBusy,
    SourceFailed,
    SourceRefused,
)
from integrations.enrichment.limiter import NoRoom, SourceLimiter
from integrations.enrichment.source import About, Answer
from models.contracts.enrichment.jobs import AskResult, Outcome
from models.contracts.enrichment.sources import CallState
from models.queries.enrichment.calls import CallRow, Ended
from services.core.keyring import Keyring
from services.enrichment import answers
from services.enrichment.applying import Applying
from services.enrichment.catalog import Catalog
from services.enrichment.freshness import ask_again_at, keep_until
from services.enrichment.ledger import UNSURE_AGAIN, CallLedger, Question, asked_for
from services.enrichment.whom import Whom

WAITED = timedelta(minutes=15)  # by a job for a source; what rests longer is asked by a later round
_ALTOGETHER = timedelta(hours=1)  # that a job waits for one source
_BUSY = timedelta(minutes=1)  # the rest of a source that asks to slow down and does not say how long
_OFF = timedelta(days=1)  # without credits or with a refused key: it may be mended meanwhile
_REFUSED = timedelta(days=30)  # until a request that was refused is made again
_SHORT = timedelta(seconds=2)  # of waiting for a place while holding a job's
_LOOKS = 8  # for one


class Asking:
    """Raises QuotaWait where a short wait will do, SourceFailed where another attempt may."""

    def __init__(
        self, keyring: Keyring, catalog: Catalog, ledger: CallLedger, limiter: SourceLimiter, applying: Applying
    ) -> None:
        self._keyring = keyring
        self._catalog = catalog
        self._ledger = ledger
        self._limiter = limiter
        self._applying = applying

    async def allowed(self, user_id: UUID, whom: Whom) -> list[str]:
        """The sources that may be asked about them: the user has switched them on, nobody has forbidden it."""
        return await self._ledger.allowed(user_id, whom)

    async def question(
        self, user_id: UUID, name: str, whom: Whom, *, since: datetime, again: bool, patience: timedelta = WAITED
    ) -> Question | None:
        """What would be asked; None where there is no such source, or nothing that it could be asked by."""
        offer = self._catalog.offers.get(name)
        query = whom.query.only(offer.source.needs) if offer is not None else None
        if offer is None or query is None:
            return None
        keys = await self._keyring.user_keys(user_id)
        waited = now() - since > _ALTOGETHER
        return Question(
            user_id=user_id,
            name=name,
            offer=offer,
            query=query,
            whom=whom,
            asked_for=asked_for(keys, name, query),
            since=since,
            again=again,
            patience=timedelta(0) if waited else patience,
        )

    async def ask(self, question: Question) -> AskResult:
        """Ask unless that is known, and put what is told among the facts."""
        known: AskResult | CallRow | Outcome | None = await self._ledger.look(question)
        for _ in range(_LOOKS):
            if known is not None:
                break
            known = await self._ask_in_turn(question)
        if known is None:
            known = question.wait(_SHORT, f"All places for calls of {question.name} are taken.")
        if isinstance(known, Outcome):
            return AskResult(outcome=known)
        if isinstance(known, AskResult):
            return known
        return AskResult(outcome=Outcome.KNOWN, facts=await self._apply(question, known))

    async def _ask_in_turn(self, question: Question) -> AskResult | CallRow | Outcome | None:
        """None: a place may be free now."""
        try:
            async with self._limiter.place(question.offer.source, question.user_id):
                opened = await self._ledger.open(question)
                if not isinstance(opened, UUID):
                    return opened
                return await to_the_end(asyncio.create_task(self._call(question, opened)))
        except NoRoom as full:
            if full.wait > _SHORT:
                return question.wait(full.wait, f"{question.name} takes no more calls for a while.")
            await asyncio.sleep(full.wait.total_seconds())
            return None

    async def _call(self, question: Question, call_id: UUID) -> AskResult:
        """Make the call, and record what it came to before anything else."""
        source = question.offer.source
        rest: tuple[timedelta, str] | None = None
        failure: Unavailable | None = None
        try:
            async with asyncio.timeout(source.timeout.total_seconds()):
                answer = await source.ask(question.query)
        except SourceBusy as busy:
            ended, rest = _failed(busy.detail), (busy.retry_after or _BUSY, busy.code)
            failure = busy
        except (SourceFailed, TimeoutError) as error:
            perhaps = error.perhaps_served if isinstance(error, SourceFailed) else True
            failure = error if isinstance(error, SourceFailed) else SourceFailed("This source takes too long.")
            ended = self._perhaps(question, failure.detail) if perhaps else _failed(failure.detail)
        except (CreditsUsedUp, KeyRefused) as error:
            ended, rest = _refused(error.detail, timedelta(0)), (_OFF, error.code)
        except NeverAgain as error:
            ended = _refused(error.detail, None)
        except SourceRefused as error:
            ended = _refused(error.detail, _REFUSED)
        except Exception as error:
            await self._record(
                question, call_id, self._perhaps(question, f"Kith has a fault ({type(error).__name__}).")
            )
            raise
        else:
            return await self._answered(question, call_id, answer)
        await self._record(question, call_id, ended, rest)
        if rest is not None and isinstance(failure, SourceBusy):
            return AskResult(outcome=question.wait(rest[0], failure.detail))
        if failure is not None and ended.state is CallState.FAILED:
            raise failure
        return AskResult(outcome=Outcome.UNSURE if ended.state is CallState.UNSURE else Outcome.REFUSED)

    async def _answered(self, question: Question, call_id: UUID, answer: Answer) -> AskResult:
        """Keep it, rest where nothing is left of a limit, and take its facts."""
        keys = await self._keyring.user_keys(question.user_id)
        at, keep = now(), question.offer.source.terms.keep
        told = sorted({found.field for found in answer.found})
        about_person = {found.field for found in answer.found if found.about is About.PERSON}
        settled = question.whom.settled & about_person
        ended = Ended(
            state=CallState.ANSWERED if answer.found else CallState.NOTHING,
            units=answer.cost.units,
            micro_usd=answer.cost.micro_usd,
            answer=keys.encrypt("enrichment_calls", "answer", call_id, answers.dump(answer)),
            told=told,
            ask_again_at=ask_again_at(at, told, settled, keep, answer.again_in),
            keep_until=keep_until(at, keep),
        )
        waits = answer.resets_at - at if answer.left == 0 and answer.resets_at is not None else None
        rest = (waits, SourceBusy.__name__) if waits is not None and waits > timedelta(0) else None
        await self._record(question, call_id, ended, rest)
        facts = await self._take(question, call_id, answer, at)
        return AskResult(outcome=Outcome.ANSWERED if answer.found else Outcome.NOTHING, facts=facts)

    async def _apply(self, question: Question, call: CallRow) -> int:
        """Take the facts of an answer that came before: its process died, or somebody else asked."""
        if call.answer is None or question.is_taken(call):
            return 0
        keys = await self._keyring.user_keys(question.user_id)
        answer = answers.load(keys.decrypt("enrichment_calls", "answer", call.id, call.answer))
        return await self._take(question, call.id, answer, call.ended_at or call.began_at)

    async def _take(self, question: Question, call_id: UUID, answer: Answer, at: datetime) -> int:
        return await self._applying.apply(
            question.user_id,
            call_id,
            question.name,
            answer,
            question.offer.source.terms,
            at,
            identity_id=question.whom.identity_id,
            company_id=question.whom.company_id,
        )

    async def _record(
        self, question: Question, call_id: UUID, ended: Ended, rest: tuple[timedelta, str] | None = None
    ) -> None:
        erased = ended.state is CallState.REFUSED and ended.ask_again_at is None
        await self._ledger.record(question, call_id, ended, rest=rest, erased=erased)

    def _perhaps(self, question: Question, error: str) -> Ended:
        """Of a free call nobody needs to know; a billed one may have been served."""
        if not question.offer.billed:
            return _failed(error)
        spent = question.reserved
        again_at = now() + UNSURE_AGAIN
        return Ended(
            state=CallState.UNSURE,
            units=spent.units,
            micro_usd=spent.micro_usd,
            error=error,
            ask_again_at=again_at,
        )


def _failed(error: str) -> Ended:
    return Ended(state=CallState.FAILED, units=0, micro_usd=0, error=error)


def _refused(error: str, again_in: timedelta | None) -> Ended:
    again_at = None if again_in is None else now() + again_in
    return Ended(state=CallState.REFUSED, units=0, micro_usd=0, error=error, ask_again_at=again_at)
