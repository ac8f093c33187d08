"""Asking the language models that are set: within a day's budget, with a record of what each request took.

Without any it says so: `configured` is what other services ask before they rely on one.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from base.background import to_the_end
from base.errors import KithError
from integrations.llm.errors import LlmError, ModelAnswerUnreadable
from integrations.llm.protocol import Answer, Count, LanguageModel, Prompt, TextDelta, Tokens, estimate, tokens_of
from integrations.llm.target import Target
from models.contracts.ai.usage import ModelShown, ModelsShown
from services.ai.anonymise.known import NOBODY, Known
from services.ai.anonymise.prompts import Anonymiser
from services.ai.kept import Keep, Kept
from services.ai.ledger import ModelLedger, Request
from services.ai.pricing import Pricing

_ADDRESSES = {"anthropic": "api.anthropic.com", "openai": "api.openai.com", "openai-chat": "api.openai.com"}


class NoModel(KithError):
    """No language model is set. Whoever runs this Kith can name one with KITH_LLM_MODEL."""

    status = HTTPStatus.CONFLICT


class Models:
    """Every method raises NoModel, ModelBudgetUsedUp, or another LlmError."""

    def __init__(
        self,
        targets: Sequence[Target],
        model: LanguageModel | None,
        ledger: ModelLedger,
        pricing: Pricing,
        kept: Kept,
        *,
        anonymise: bool,
    ) -> None:
        """`model` is the chain of the targets; None where there are none. `anonymise` what leaves this machine."""
        self._targets = tuple(targets)
        self._model = model
        self._ledger = ledger
        self._pricing = pricing
        self._kept = kept
        self._anonymise = anonymise

    @property
    def configured(self) -> bool:
        """Whether there is a model to ask. One that is simulated counts: look at `simulated` before trusting it."""
        return self._model is not None

    @property
    def simulated(self) -> bool:
        """Whether what answers understands nothing: say so beside whatever it has written."""
        return any(target.simulated for target in self._targets)

    @property
    def here(self) -> bool:
        """Whether nothing that it is told leaves this machine."""
        return all(target.here for target in self._targets)

    @property
    def anonymised(self) -> bool:
        """Whether models are told placeholders for whom and what a text names."""
        return self._anonymise and not self.here

    async def shown(self) -> ModelsShown:
        """What is set, with prices."""
        chain = []
        for target in self._targets:
            rates = await self._pricing.rates(target)
            host = urlsplit(target.url).netloc or _ADDRESSES[target.vendor]
            shown = ModelShown(
                name=target.label,
                host=host,
                here=target.here,
                simulated=target.simulated,
                input_micro_usd=rates.input if rates else None,
                output_micro_usd=rates.output if rates else None,
            )
            chain.append(shown)
        return ModelsShown(
            configured=self.configured,
            simulated=self.simulated,
            anonymised=self.anonymised,
            chain=chain,
            prices=self._pricing.source if chain else "",
        )

    async def count(self, prompt: Prompt, known: Known = NOBODY) -> Count:
        """How many tokens a prompt has, its tools' schemas included."""
        model = self._expected()
        return await model.count(Anonymiser(known).prompt(prompt) if self.anonymised else prompt)

    async def answer(
        self, user_id: UUID, feature: str, prompt: Prompt, *, known: Known = NOBODY, keep: Keep | None = None
    ) -> Answer:
        """The whole answer at once. `known` is whom the prompt may name."""
        if not self.anonymised:
            return await self._answer(user_id, feature, prompt, keep)
        anonymiser = Anonymiser(known)
        try:
            answer = await self._answer(user_id, feature, anonymiser.prompt(prompt), keep)
        except LlmError as error:
            anonymiser.restore_cut(error)
            raise
        return anonymiser.answer(answer)

    async def stream(
        self, user_id: UUID, feature: str, prompt: Prompt, *, known: Known = NOBODY, keep: Keep | None = None
    ) -> AsyncGenerator[TextDelta | Answer]:
        """Its text as it comes, and the whole answer as the last item. Close it (`aclosing`) to stop the model."""
        anonymiser = Anonymiser(known) if self.anonymised else None
        sent = anonymiser.prompt(prompt) if anonymiser else prompt
        async with aclosing(self._stream(user_id, feature, sent, keep)) as items:
            if anonymiser is None:
                async for item in items:
                    yield item
            else:
                async with aclosing(anonymiser.stream(items)) as restored:
                    async for item in restored:
                        yield item

    async def close(self) -> None:
        """Close its connections."""
        if self._model is not None:
            await self._model.close()

    async def _answer(self, user_id: UUID, feature: str, prompt: Prompt, keep: Keep | None) -> Answer:
        model = self._expected()
        key, kept = await self._look(user_id, feature, prompt, keep)
        if kept is not None:
            return kept
        request = await self._ledger.open(user_id, feature, prompt)
        try:
            answer = await model.answer(prompt)
        except LlmError as error:
            await to_the_end(asyncio.create_task(self._ledger.failed(request, error)))
            raise
        except BaseException:
            await to_the_end(asyncio.create_task(self._ledger.stopped(request, None)))
            raise
        await to_the_end(asyncio.create_task(self._answered(request, answer, key, keep)))
        return answer

    async def _stream(
        self, user_id: UUID, feature: str, prompt: Prompt, keep: Keep | None
    ) -> AsyncGenerator[TextDelta | Answer]:
        model = self._expected()
        key, kept = await self._look(user_id, feature, prompt, keep)
        if kept is not None:
            if kept.text:
                yield TextDelta(kept.text)
            yield kept
            return
        request = await self._ledger.open(user_id, feature, prompt)
        said, answer = 0, None
        try:
            async with aclosing(model.stream(prompt)) as items:
                async for item in items:
                    request.begun()
                    if isinstance(item, Answer):
                        answer = item
                        break
                    said += len(item.text.encode())
                    yield item
            if answer is None:
                raise ModelAnswerUnreadable(model=model.name)
        except LlmError as error:
            await to_the_end(asyncio.create_task(self._ledger.failed(request, error)))
            raise
        except BaseException:  # whoever read has gone
            took = Tokens(estimate(prompt), tokens_of(said), measured=False)
            await to_the_end(asyncio.create_task(self._ledger.stopped(request, took)))
            raise
        await to_the_end(asyncio.create_task(self._answered(request, answer, key, keep)))
        yield answer

    def _expected(self) -> LanguageModel:
        if self._model is None:
            raise NoModel
        return self._model

    async def _look(
        self, user_id: UUID, feature: str, prompt: Prompt, keep: Keep | None
    ) -> tuple[bytes | None, Answer | None]:
        if keep is None:
            return None, None
        key = await self._kept.key(user_id, prompt, keep)
        kept = await self._kept.get(user_id, key)
        if kept is not None:
            await self._ledger.kept(user_id, feature, kept.model)
        return key, kept

    async def _answered(self, request: Request, answer: Answer, key: bytes | None, keep: Keep | None) -> None:
        await self._ledger.answered(request, answer)
        if key is not None and keep is not None:
            await self._kept.put(request.user_id, key, replace(answer, failed=()), keep)
