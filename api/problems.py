"""Errors as problem details (RFC 9457): what is wrong, with which field, and what to do."""

import math
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import OperationalError as PostgresError
from psycopg.errors import InsufficientPrivilege, UndefinedTable
from pydantic import BaseModel, Field
from redis.exceptions import RedisError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from temporalio.service import RPCError, RPCStatusCode

from base.errors import Invalid, KithError, NotFound, TooLarge, Unavailable
from services.accounts.permissions import ScopeMissing

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

_DATABASE = (OperationalError, InterfaceError, PoolTimeout, PostgresError)
# What gRPC's other statuses tell of is the request. A Temporal whose own database fails answers UNKNOWN or INTERNAL.
_TEMPORAL_AWAY = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.UNKNOWN,
    RPCStatusCode.INTERNAL,
}


class Problem(BaseModel):
    """An error."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["There is no such thing here, or it belongs to someone else."])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such mailbox."])
    code: str = Field(description="Stable name of the error", examples=["NotFound"])
    field: str | None = Field(None, description="The input that caused it", examples=["cursor"])

    @classmethod
    def of(cls, error: KithError) -> "Problem":
        """What an error says, as a part of an answer."""
        return cls(
            type="about:blank",
            title=error.title,
            status=error.status,
            detail=error.detail,
            code=error.code,
            field=error.field,
        )


def problem(
    status: int, title: str, detail: str, code: str, field: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """A response that says what is wrong."""
    body = Problem(type="about:blank", title=title, status=status, detail=detail, code=code, field=field)
    return JSONResponse(body.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def response(error: KithError) -> JSONResponse:
    """A domain error as a response."""
    headers = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"  # RFC 9110, 11.6.1: a 401 names the way in
    if isinstance(error, ScopeMissing):
        headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'  # RFC 6750, 3.1
    if error.wait is not None:
        headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
    return problem(error.status, error.title, error.detail, error.code, error.field, headers)


def known(error: Exception) -> KithError | None:
    """`error` as a domain error, where it is one or means that a server is away; else it is a bug."""
    if isinstance(error, KithError):
        return error
    if isinstance(error, ProgrammingError) and isinstance(error.orig, UndefinedTable | InsufficientPrivilege):
        return Unavailable("The database is not prepared for this version. Run: kith migrate")
    if isinstance(error, DataError):
        return Invalid("A text has characters that cannot be stored, such as NUL.")
    name = _away(error)
    if name is None:
        return None
    log.warning("server.away", server=name, error=type(error).__name__)
    return Unavailable(f"{name} does not answer. Try again soon; /readyz tells what is missing.")


def _away(error: Exception) -> str | None:
    if isinstance(error, _DATABASE):
        return "The database"
    if isinstance(error, RedisError):
        return "Redis"
    if isinstance(error, RPCError) and error.status in _TEMPORAL_AWAY:
        return "Temporal"
    # What the SDK raises where its first connection fails, and nothing more particular.
    if type(error) is RuntimeError and "Failed client connect" in str(error):
        return "Temporal"
    return None


def install(app: FastAPI) -> None:
    """Make the errors that routes expect problems; RequestLog does so for all others."""

    @app.exception_handler(KithError)
    async def _domain(request: Request, error: KithError) -> JSONResponse:
        return response(error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first: dict[str, Any] = error.errors()[0]
        place, *names = [str(part) for part in first["loc"]]
        if first["type"] == "json_invalid":
            names = []
        elif place != "body":
            names = names[:1]  # what follows a parameter's name is which of its types did not fit
        field = ".".join(names) or place
        return response(Invalid(f"{field}: {first['msg']}.", field=field))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == HTTPStatus.NOT_FOUND:
            return response(NotFound("There is nothing at this address. /api/docs tells what there is."))
        if error.status_code == TooLarge.status:
            return response(TooLarge())
        status = HTTPStatus(error.status_code)
        code = status.phrase.title().replace(" ", "")
        return problem(status, status.phrase, status.description or status.phrase, code, headers=_plain(error.headers))


def _plain(headers: Any) -> dict[str, str]:
    return dict(headers or {})
