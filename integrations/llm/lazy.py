"""A model that loads its vendor's library at its first use, beside the event loop."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from integrations.llm.chain import Chain
from integrations.llm.protocol import Answer, Count, LanguageModel, Prompt, TextDelta
from integrations.llm.target import Target

if TYPE_CHECKING:
    from integrations.llm.direct import DirectModel


def chain(found: Sequence[Target]) -> LanguageModel:
    """The models as one. At least one."""
    return Chain([LazyModel(target) for target in found])


class LazyModel:
    """A LanguageModel. Vendors' libraries take seconds to load: nobody waits for them who asks no model."""

    def __init__(self, target: Target) -> None:
        self.name = target.label
        self._target = target
        self._loading = asyncio.Lock()
        self._model: DirectModel | None = None

    async def answer(self, prompt: Prompt) -> Answer:
        """As the protocol says."""
        return await (await self._loaded()).answer(prompt)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[TextDelta | Answer]:
        """As the protocol says."""
        async with aclosing((await self._loaded()).stream(prompt)) as items:
            async for item in items:
                yield item

    async def count(self, prompt: Prompt) -> Count:
        """As the protocol says."""
        return await (await self._loaded()).count(prompt)

    async def close(self) -> None:
        """Nothing to close where nobody has asked."""
        if self._model is not None:
            await self._model.close()

    async def _loaded(self) -> "DirectModel":
        async with self._loading:
            if self._model is None:
                self._model = await asyncio.to_thread(_load, self._target)
            return self._model


def _load(target: Target) -> "DirectModel":
    from integrations.llm.direct import DirectModel

    return DirectModel(target)
