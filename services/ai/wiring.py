"""The models that are set, from settings and what stands below."""

from dataclasses import dataclass

from integrations.llm.lazy import chain
from integrations.llm.target import targets
from services.ai.budget import Budget
from services.ai.kept import Kept
from services.ai.ledger import ModelLedger
from services.ai.models import Models
from services.ai.pricing import Pricing
from services.ai.usage import ModelUsage
from services.core.wiring import CoreServices


@dataclass(frozen=True)
class AiServices:
    """Asking models, and what that costs."""

    models: Models
    kept: Kept
    usage: ModelUsage

    @classmethod
    def build(cls, core: CoreServices) -> "AiServices":
        """Nothing is loaded before somebody asks a model. Raises InvalidSettings."""
        settings, database = core.settings, core.database
        found = targets(settings)
        pricing, budget = Pricing(settings.llm_prices), Budget(settings)
        ledger = ModelLedger(database, found, pricing, budget)
        kept = Kept(database, core.keyring, found)
        models = Models(found, chain(found) if found else None, ledger, pricing, kept, anonymise=settings.llm_anonymise)
        return cls(models=models, kept=kept, usage=ModelUsage(database, models, budget))

    async def close(self) -> None:
        """Close its connections."""
        await self.models.close()
