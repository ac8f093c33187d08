"""The outermost middleware: one log line a request, without personal data, and an answer whatever goes wrong."""

import time
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from base.errors import Invalid
from base.ids import new_id

log = structlog.get_logger()

_QUIET = {"/healthz", "/readyz"}  # asked every few seconds


class RequestLog:
    """Logs the route's template, never the path or the query: those hold ids, searches and codes.

    An error that nobody expected is in the log under the id that the answer names.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status = 0
        request_id = str(new_id())

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                if "\0" in scope["path"] or b"%00" in scope["query_string"]:
                    await problems.response(Invalid("An address cannot contain NUL."))(scope, receive, watched)
                else:
                    await self._app(scope, receive, watched)
            except ClientDisconnect:
                status = status or 499  # nobody waits for an answer (nginx's number for it)
            except Exception as error:
                if status:  # half an answer is out: only breaking the connection tells that it is not whole
                    log.error("request.broken", exc_info=error)
                    raise
                await _answer(error, request_id)(scope, receive, watched)
            finally:
                self._write(scope, status, time.monotonic() - started)

    def _write(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "site")
        write = log.debug if scope["path"] in _QUIET else log.info
        write("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000))


def _answer(error: Exception, request_id: str) -> ASGIApp:
    found = problems.known(error)
    if found is not None:
        return problems.response(found)
    log.error("request.failed", exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    detail = f"Something went wrong that Kith did not expect. The log tells more under {request_id}."
    return problems.problem(status, "Something went wrong.", detail, "Unexpected")
