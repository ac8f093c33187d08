"""Examples of models and what they cost for the OpenAPI document."""

from datetime import date

from models.contracts.ai.usage import DayBudget, ModelShown, ModelsShown, Usage, UsageLine

_DAY = date(2026, 11, 20)
_MODEL = ModelShown(
    name="anthropic:claude-opus-5-5",
    host="api.anthropic.com",
    here=False,
    simulated=False,
    input_micro_usd=4_000_000,
    output_micro_usd=20_000_000,
)
_LINE = UsageLine(
    day=_DAY,
    model=_MODEL.name,
    feature="ask",
    calls=12,
    failed=1,
    kept=3,
    input_tokens=48_200,
    cached_tokens=20_000,
    output_tokens=3_900,
    micro_usd=194_800,
    unpriced=0,
    estimated=0,
    median_first_ms=620,
    median_total_ms=4_100,
)
USAGE = Usage(
    models=ModelsShown(configured=True, simulated=False, anonymised=True, chain=[_MODEL], prices="genai-prices 0.2.3"),
    budget=DayBudget(day=_DAY, micro_usd=2_000_000, used_micro_usd=194_800, tokens=2_000_000, used_tokens=0),
    since=date(2026, 10, 22),
    lines=[_LINE],
)
