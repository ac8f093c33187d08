"""Which models are asked, and what that has taken and cost."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class ModelShown:
    """One model of the chain. Prices are millionths of a US dollar for a million tokens; None: nobody knows it."""

    name: str
    host: str  # where it is asked
    here: bool  # on this machine: nothing leaves it
    simulated: bool  # it only plays a model, and understands nothing
    input_micro_usd: int | None
    output_micro_usd: int | None


@dataclass(frozen=True)
class ModelsShown:
    """What is set. `configured` is False where no model can be asked: everything works without."""

    configured: bool
    simulated: bool
    anonymised: bool  # told placeholders for people, addresses, numbers and links
    chain: list[ModelShown] = field(default_factory=list)
    prices: str = ""  # whose list of prices, and as of when


@dataclass(frozen=True)
class DayBudget:
    """What a user may use in a day (UTC). Used is what was spent and what is reserved for requests under way."""

    day: date
    micro_usd: int
    used_micro_usd: int
    tokens: int  # of models whose price nobody knows
    used_tokens: int


@dataclass(frozen=True)
class UsageLine:
    """A day's requests of a feature to a model. Latencies are milliseconds, None where nothing was measured."""

    day: date
    model: str
    feature: str
    calls: int  # requests that went out
    failed: int  # of these
    kept: int  # besides, answered from what was kept
    input_tokens: int
    cached_tokens: int  # of these, read from the vendor's own cache
    output_tokens: int
    micro_usd: int  # of those whose price is known
    unpriced: int  # requests whose price nobody knows
    estimated: int  # requests whose tokens the server did not tell
    median_first_ms: int | None
    median_total_ms: int | None


@dataclass(frozen=True)
class Usage:
    """What models have taken and cost, the newest day first."""

    models: ModelsShown
    budget: DayBudget
    since: date
    lines: list[UsageLine]
