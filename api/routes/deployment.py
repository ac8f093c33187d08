"""What runs here."""

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import needs
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal

router = APIRouter(prefix="/deployment", tags=["session"])


class Deployment(BaseModel):
    """This Kith."""

    version: str = Field(description="Of Kith", examples=["0.1.0"])


@router.get("", summary="What runs here", responses=answers({"version": "0.1.0"}))
async def deployment(me: Annotated[Principal, needs(Action.READ_SELF)]) -> Deployment:
    """Which Kith this is."""
    return Deployment(version=version("kith"))
