"""How large a request may be."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from base.errors import TooLarge

LARGEST = 1024 * 1024  # bytes of a request, uploads aside: a file may be as large as the disk
UPLOADS = frozenset({"/api/v1/imports", "/api/v1/contacts/imports", "/api/v1/outbox/files"})


class BodyLimit:
    """Refuses larger bodies with a problem, uploads aside.

    FastAPI's own limit answers in plain text, past the log and the security headers.
    """

    def __init__(self, app: ASGIApp, *, largest: int, uploads: frozenset[str]) -> None:
        """`largest` in bytes; `uploads` are the paths that take bodies of any size."""
        self._app = app
        self._largest = largest
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] in self._uploads:
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self._largest:
            await problems.response(TooLarge())(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise HTTPException(TooLarge.status)  # of the class that FastAPI lets pass while it reads a body
            return message

        await self._app(scope, counted, send)
