"""Errors as problem details (RFC 9457): what is wrong, with which field, and what to do."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import OperationalError as PostgresError
from pydantic import BaseModel, Field
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from base.errors import KithError, Unavailable
from base.ids import new_id

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """An error."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["There is no such thing here, or it belongs to someone else."])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such mailbox."])
    code: str = Field(description="Stable name of the error", examples=["NotFound"])
    field: str | None = Field(None, description="The input that caused it", examples=["cursor"])


def problem(status: int, title: str, detail: str, code: str, field: str | None = None) -> JSONResponse:
    """A response that says what is wrong."""
    body = Problem(title=title, status=status, detail=detail, code=code, field=field)
    return JSONResponse(body.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem."""

    @app.exception_handler(KithError)
    async def _domain(request: Request, error: KithError) -> JSONResponse:
        return problem(error.status, error.title, error.detail, error.code, error.field)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first: dict[str, Any] = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        return problem(422, "The input is not valid.", f"{field}: {first['msg']}.", "Invalid", field)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        return problem(error.status_code, phrase, str(error.detail), phrase.replace(" ", ""))

    for kind, name in _SERVERS.items():
        app.add_exception_handler(kind, _away(name))

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        reference = str(new_id())
        log.error("request.failed", reference=reference, path=request.scope.get("path"), exc_info=error)
        detail = f"Something went wrong that Kith did not expect. The log tells more under {reference}."
        return problem(500, "Something went wrong.", detail, "Unexpected")


_SERVERS: dict[type[Exception], str] = {
    OperationalError: "The database",
    PostgresError: "The database",
    RedisError: "Redis",
    RPCError: "Temporal",
}


def _away(name: str) -> Any:
    async def handler(request: Request, error: Exception) -> JSONResponse:
        log.warning("request.server_away", server=name, error=str(error))
        away = Unavailable(f"{name} does not answer. Try again soon; /readyz tells what is missing.")
        return problem(away.status, away.title, away.detail, away.code)

    return handler
