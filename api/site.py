"""The web app's static export, with a content security policy made from what is in it."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Mount
from starlette.types import Scope

from api.precompressed import Precompressed

EXPORT = Path(__file__).parent.parent / "web" / "out"
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_NEVER_CHANGES = "public, max-age=31536000, immutable"  # names under _next/static contain their content's hash
_AGAIN = ".txt.txt"  # how Next asks for `.txt` once more after it was offline; where it lands is the page it shows
_ASK_EACH_TIME = "no-cache"  # kept, but asked for anew by its ETag


class Site(Precompressed):
    """Serves a static export; `/contact` is `contact.html`. Says how to build it where it is missing."""

    def __init__(self, export: Path = EXPORT) -> None:
        super().__init__(directory=export, html=True, check_dir=False)
        self._export = export

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file of the export with the headers that browsers should have."""
        index = self._export / "index.html"
        if not index.is_file():
            return PlainTextResponse("The web app is not built here. `make run` builds it.\n", 503)
        if path.endswith(_AGAIN):
            return RedirectResponse(f"/{path.removesuffix('.txt')}?{scope['query_string'].decode('latin-1')}")
        page = f"{path}.html"
        is_page = path != "." and (self._export / page).is_file()
        response = await super().get_response(page if is_page else path, scope)
        part = path.startswith("_next/static/")
        immutable = part and response.status_code in {200, 206, 304}
        response.headers["Cache-Control"] = _NEVER_CHANGES if immutable else _ASK_EACH_TIME
        if not part:  # where it would only be carried along: more than a kilobyte with each script
            response.headers["Content-Security-Policy"] = policy(self._export, index.stat().st_mtime_ns)
        return response


class SiteMount(Mount):
    """The site at every address but those under /api: a mistaken program gets a problem, not a page."""

    def __init__(self) -> None:
        super().__init__("/", Site(), name="site")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Is the request for the site?"""
        if f"{scope.get('path', '')}/".startswith("/api/"):
            return Match.NONE, {}
        return super().matches(scope)


@lru_cache(maxsize=4)
def policy(export: Path, built: int) -> str:
    """Only the scripts of the export run: its inline ones are named by their hashes. `built` tells a new build."""
    hashes = {
        base64.b64encode(hashlib.sha256(script).digest()).decode()
        for page in export.rglob("*.html")
        for script in _INLINE.findall(page.read_bytes())
    }
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in sorted(hashes))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        # Mail is shown in a sandboxed frame, which inherits this policy: its images load where a person asked.
        "img-src 'self' data: https: http:; frame-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
