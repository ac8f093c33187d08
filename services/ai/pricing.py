"""What models cost: by the operator's own list, else by that of the package genai-prices. Unknown stays unknown."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from integrations.llm.protocol import Tokens
from integrations.llm.target import Target

_PROVIDERS = {"anthropic": "anthropic", "openai": "openai", "openai-chat": "openai"}
_MILLION = 1_000_000


@dataclass(frozen=True)
class Rates:
    """Millionths of a US dollar for a million tokens."""

    input: int
    output: int


class Pricing:
    """The list takes half a second to load: at its first use, beside the event loop."""

    def __init__(self, own: Mapping[str, tuple[float, float]]) -> None:
        """`own` has US dollars for a million tokens in and out, by a model's name or its label."""
        self._own = own

    @property
    def source(self) -> str:
        """Whose prices these are. The list is that of the installed version, and nobody fetches a newer one."""
        return f"genai-prices {version('genai-prices')}"

    async def price(self, target: Target, tokens: Tokens) -> int | None:
        """Millionths of a US dollar, rounded up; None where nobody knows."""
        own = self._own.get(target.label, self._own.get(target.name))
        if own is not None:
            return math.ceil(tokens.input * own[0] + tokens.output * own[1])
        provider = _PROVIDERS.get(target.vendor)
        if provider is None:  # a server of one's own costs what nobody can look up
            return None
        return await asyncio.to_thread(_listed, provider, target.name, tokens)

    async def rates(self, target: Target) -> Rates | None:
        """What a million tokens cost, where few are sent at once; None where nobody knows."""
        cheap = [await self.price(target, one) for one in (Tokens(input=1000), Tokens(output=1000))]
        if cheap[0] is None or cheap[1] is None:
            return None
        return Rates(cheap[0] * 1000, cheap[1] * 1000)


def _listed(provider: str, name: str, tokens: Tokens) -> int | None:
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cache_read,
        cache_write_tokens=tokens.cache_write,
    )
    try:
        return math.ceil(calc_price(usage, name, provider_id=provider).total_price * _MILLION)
    except LookupError:
        return None
