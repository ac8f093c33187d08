"""Where somebody is signed in, and ending that."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api import examples
from api.deps import SESSION_COOKIE, Token, Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.accounts.sessions import Session

router = APIRouter(prefix="/sessions", tags=["session"])

Person = Annotated[Principal, needs(Action.MANAGE_ACCOUNT)]


class EndedSessions(BaseModel):
    """Sessions that were ended."""

    ended: int = Field(examples=[2])


@router.get("", summary="List sessions", responses=answers(examples.page(examples.SESSION)))
async def sessions(wired: Wired, me: Person, token: Token) -> Page[Session]:
    """Every browser in which this person is signed in, the one that was used last first."""
    return Page[Session](items=await wired.accounts.sessions.all(me, token))


@router.delete("", summary="Sign out everywhere", responses=answers({"ended": 2}))
async def sign_out_everywhere(
    wired: Wired,
    token: Token,
    me: Person,
    response: Response,
    here: Annotated[bool, Query(description="This session too")] = False,
) -> EndedSessions:
    """End every other session of this person, and with `here` this one."""
    ended = await wired.accounts.sessions.close_others(me, token)
    if here:
        await wired.accounts.sessions.close(token)
        response.delete_cookie(SESSION_COOKIE)
        ended += 1
    return EndedSessions(ended=ended)


@router.delete("/{session_id}", status_code=204, summary="End a session", responses=answers(None, 404))
async def end_session(wired: Wired, me: Person, session_id: UUID) -> Response:
    """That browser is signed out: its next request is refused, and what it has open ends within a second."""
    await wired.accounts.sessions.end(me, session_id)
    return Response(status_code=204)
