"""`/api/docs`: the API as Swagger UI shows it, from files of this deployment alone.

The package `fastapi-swagger` carries Swagger's own files as they were published; what it does to an app is not used.
They lie in no folder of ours, so no build compresses them: each is compressed once a process.
"""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.precompressed import takes

PAGE = "/api/docs"
SCHEMA = "/api/openapi.json"

_HTML = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Kith</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="{PAGE}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{PAGE}/swagger-ui-bundle.js"></script>
<script src="{PAGE}/start.js"></script>
</body>
</html>
"""
_START = f"""SwaggerUIBundle({{
  url: "{SCHEMA}", dom_id: "#swagger-ui", deepLinking: true, displayRequestDuration: true, validatorUrl: "none",
}});
"""
# Nothing is loaded from elsewhere, no script stands in the page. Swagger's style sheet has its icons as data.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PARTS = {"start.js": "text/javascript", "swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}


async def _page(request: Request) -> Response:
    return Response(_HTML, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


async def _part(request: Request) -> Response:
    name = request.path_params["name"]
    kind = _PARTS.get(name)
    if kind is None:
        raise HTTPException(404)
    part = await asyncio.to_thread(_read, name)  # the first time it is compressed, which takes a moment
    small = "gzip" in takes(", ".join(request.headers.getlist("accept-encoding")))
    tag = f'"{part.digest}{"-gzip" if small else ""}"'
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding", "ETag": tag}
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if small:
        headers["Content-Encoding"] = "gzip"
    return Response(part.small if small else part.plain, media_type=kind, headers=headers)


# Starlette's, not the API's: they stand in no document, and tell nothing of anybody's.
ROUTES = (Route(PAGE, _page), Route(PAGE + "/{name}", _part))


@dataclass(frozen=True)
class _Part:
    """A file of the page in both of its forms; `digest` changes with it."""

    plain: bytes
    small: bytes
    digest: str


@lru_cache
def _read(name: str) -> _Part:
    plain = _START.encode() if name == "start.js" else (files("fastapi_swagger.resources") / name).read_bytes()
    return _Part(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:32])
