"""What a request may cost is reserved before it is made: two at once cannot both have what is left for one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.settings import Settings
from integrations.llm.errors import LlmError
from models.contracts.ai.usage import DayBudget
from models.queries.core.spending import Spending


class ModelBudgetUsedUp(LlmError):
    """What models may cost you today is used up."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    usual = timedelta(days=1)
    elsewhere = False


@dataclass(frozen=True)
class Cost:
    """Millionths of a US dollar of models whose price is known, tokens of all others."""

    micro_usd: int = 0
    tokens: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.micro_usd + other.micro_usd, self.tokens + other.tokens)


class Budget:
    """A user's day, in UTC."""

    def __init__(self, settings: Settings) -> None:
        self._micro_usd = round(settings.llm_daily_usd * 1_000_000)
        self._tokens = settings.llm_daily_tokens

    async def reserve(self, session: AsyncSession, user_id: UUID, day: date, most: Cost) -> None:
        """Count a request at its highest price. Raises ModelBudgetUsedUp, after which the session is rolled back."""
        bounds = {}
        if most.micro_usd:
            bounds["micro_usd"] = self._micro_usd
        if most.tokens:
            bounds["tokens"] = self._tokens
        spending = _of(session, user_id, day)
        if await spending.take({"micro_usd": most.micro_usd, "tokens": most.tokens}, bounds):
            return
        used = Cost(*await spending.used("micro_usd", "tokens"))
        raise ModelBudgetUsedUp(self._told(used, most), retry_after=_midnight(day) - now())

    async def settle(self, session: AsyncSession, user_id: UUID, day: date, reserved: Cost, cost: Cost) -> None:
        """It came to so much instead."""
        change = {"micro_usd": cost.micro_usd - reserved.micro_usd, "tokens": cost.tokens - reserved.tokens}
        await _of(session, user_id, day).change(change)

    async def shown(self, session: AsyncSession, user_id: UUID, day: date) -> DayBudget:
        """What may be used in a day, and what is."""
        used = Cost(*await _of(session, user_id, day).used("micro_usd", "tokens"))
        return DayBudget(day, self._micro_usd, used.micro_usd, self._tokens, used.tokens)

    def _told(self, used: Cost, most: Cost) -> str:
        if used.micro_usd + most.micro_usd > self._micro_usd:
            what = f"{_usd(self._micro_usd)}, of which {_usd(used.micro_usd)} are used or reserved"
            setting, asked = "KITH_LLM_DAILY_USD", _usd(most.micro_usd)
        else:
            what = f"{self._tokens:,} tokens, of which {used.tokens:,} are used or reserved"
            setting, asked = "KITH_LLM_DAILY_TOKENS", f"{most.tokens:,} tokens"
        return (
            f"Models may take {what}, and this may take {asked}. A new day begins at midnight UTC; "
            f"whoever runs this Kith can raise {setting}."
        )


def _of(session: AsyncSession, user_id: UUID, day: date) -> Spending:
    return Spending(session, "llm_spending", {"user_id": user_id, "day": day})


def _midnight(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def _usd(micro: int) -> str:
    return f"US$ {micro / 1_000_000:.4f}" if 0 < micro < 10_000 else f"US$ {micro / 1_000_000:.2f}"
