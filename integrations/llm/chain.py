"""Several models as one: the next where one fails, until something of an answer was shown."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

from integrations.llm.errors import LlmError
from integrations.llm.protocol import Answer, Count, Failed, LanguageModel, Prompt, TextDelta

_EVER = timedelta.max


class Chain:
    """A LanguageModel. Where all fail it raises the error that is worth the earliest try, else the first model's."""

    def __init__(self, models: Sequence[LanguageModel]) -> None:
        """At least one."""
        self._models = tuple(models)
        self.name = ",".join(model.name for model in models)

    async def answer(self, prompt: Prompt) -> Answer:
        """Of the first that gives one."""
        errors: list[LlmError] = []
        for model in self._models:
            try:
                return replace(await model.answer(prompt), failed=_failed(errors))
            except LlmError as error:
                errors.append(error)
                if not error.elsewhere:
                    break
        raise _told(errors)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[TextDelta | Answer]:
        """Of the first that begins one: a reader has seen it, so what breaks off after that is not begun anew."""
        errors: list[LlmError] = []
        for model in self._models:
            begun = False
            try:
                async with aclosing(model.stream(prompt)) as items:
                    async for item in items:
                        begun = True
                        yield replace(item, failed=_failed(errors)) if isinstance(item, Answer) else item
                return
            except LlmError as error:
                errors.append(error)
                if begun or not error.elsewhere:
                    error.failed = _failed(errors[:-1])
                    raise
        raise _told(errors)

    async def count(self, prompt: Prompt) -> Count:
        """Of the first."""
        return await self._models[0].count(prompt)

    async def close(self) -> None:
        """All of them."""
        for model in self._models:
            await model.close()


def _failed(errors: Sequence[LlmError]) -> tuple[Failed, ...]:
    return tuple(Failed(error.model, error.code, error.tokens) for error in errors)


def _told(errors: Sequence[LlmError]) -> LlmError:
    last = errors[-1]
    told = last if not last.elsewhere else min(errors, key=lambda one: _EVER if one.wait is None else one.wait)
    told.failed = _failed([error for error in errors if error is not told])
    return told
