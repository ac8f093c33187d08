"""What language models take and cost."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.ai_examples import USAGE
from api.deps import Wired, needs
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal
from models.contracts.ai.usage import Usage

router = APIRouter(tags=["models"])


@router.get("/usage", summary="What models cost", responses=answers(USAGE))
async def usage(
    wired: Wired,
    me: Annotated[Principal, needs(Action.READ_SELF)],
    days: Annotated[int, Query(ge=1, le=366, description="Of the last so many days (UTC)", examples=[30])] = 30,
) -> Usage:
    """Which models are set, what you may use of them today, and what each day's requests took and cost.

    Where none is set, `models.configured` is false, and everything works without. What has no known price is counted in
    `unpriced`, and not as nothing.
    """
    return await wired.ai.usage.of(me, days)
