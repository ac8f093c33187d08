"""Temporal's Web UI, which is another origin, may ask for payloads to be decoded, and for nothing else."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/api/v1/codec/decode"
_ASKED_FOR = "content-type,x-namespace,authorization,authorization-extras"
_REMEMBERED = "600"  # seconds


def is_web_ui(path: str, origin: str | None, ui_url: str | None) -> bool:
    """Is it the configured Web UI that asks for a decoding?"""
    return path == PATH and origin is not None and origin == origin_of(ui_url)


def origin_of(url: str | None) -> str | None:
    """`http://127.0.0.1:8233/namespaces` → `http://127.0.0.1:8233`."""
    if url is None:
        return None
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class CodecOrigin:
    """Answers the browser's questions about the decoding (CORS, with credentials), for that origin alone."""

    def __init__(self, app: ASGIApp, *, ui_url: str | None) -> None:
        self._app = app
        self._ui_url = ui_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or not is_web_ui(scope["path"], origin, self._ui_url):
            await self._app(scope, receive, send)
            return

        async def allowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Allow-Credentials"] = "true"
                headers.add_vary_header("Origin")
            await send(message)

        if scope["method"] == "OPTIONS":
            asked = {
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": _ASKED_FOR,
                "Access-Control-Max-Age": _REMEMBERED,
            }
            await Response(status_code=204, headers=asked)(scope, receive, allowed)
            return
        await self._app(scope, receive, allowed)
