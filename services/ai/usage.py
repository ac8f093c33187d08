"""What models have taken and cost, for whom it may concern: the user."""

from datetime import UTC, timedelta

from base.clock import now
from models.contracts.accounts.principals import Principal
from models.contracts.ai.usage import Usage
from models.database import Database
from models.queries.ai.calls import ModelCallQueries
from services.ai.budget import Budget
from services.ai.models import Models


class ModelUsage:
    """Reads the record of requests."""

    def __init__(self, database: Database, models: Models, budget: Budget) -> None:
        self._database = database
        self._models = models
        self._budget = budget

    async def of(self, principal: Principal, days: int) -> Usage:
        """Of the last so many days (UTC), today included."""
        user_id, today = principal.tenant_id, now().astimezone(UTC).date()
        since = today - timedelta(days=days - 1)
        models = await self._models.shown()
        async with self._database.tenant(user_id) as session:
            budget = await self._budget.shown(session, user_id, today)
            lines = await ModelCallQueries(session, user_id).by_day(since)
        return Usage(models, budget, since, lines)
