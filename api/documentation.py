"""`/api/docs`: the API as Swagger UI shows it, from files of this deployment alone.

The package `fastapi-swagger` carries Swagger's own files as they were published; what it does to an app is not used.
"""

from functools import lru_cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

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
    content = _START.encode() if name == "start.js" else _file(name)
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=3600"})


# Starlette's, not the API's: they stand in no document, and tell nothing of anybody's.
ROUTES = (Route(PAGE, _page), Route(PAGE + "/{name}", _part))


@lru_cache
def _file(name: str) -> bytes:
    return (files("fastapi_swagger.resources") / name).read_bytes()
