"""The web app's static export, with a content security policy made from what is in it."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

EXPORT = Path(__file__).parent.parent / "web" / "out"
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_NEVER_CHANGES = "public, max-age=31536000, immutable"  # names under _next/static contain their content's hash


class Site(StaticFiles):
    """Serves `web/out`; `/contact` is `contact.html`. Says how to build it where it is missing."""

    def __init__(self) -> None:
        super().__init__(directory=EXPORT, html=True, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file of the export with the headers that browsers should have."""
        if not (EXPORT / "index.html").is_file():
            return PlainTextResponse("The web app is not built. Run: make web\n", 503)
        page = f"{path}.html"
        response = await super().get_response(page if (EXPORT / page).is_file() else path, scope)
        immutable = path.startswith("_next/static/")
        response.headers["Cache-Control"] = _NEVER_CHANGES if immutable else "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Content-Security-Policy"] = _policy()
        return response


@cache
def _policy() -> str:
    """Only the scripts of the export run: its inline ones are named by their hashes."""
    hashes = {
        base64.b64encode(hashlib.sha256(script).digest()).decode()
        for page in EXPORT.rglob("*.html")
        for script in _INLINE.findall(page.read_bytes())
    }
    scripts = " ".join(f"'sha256-{digest}'" for digest in sorted(hashes))
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        # Mail is shown in a sandboxed frame, which inherits this policy: its images load where a person asked.
        "img-src 'self' data: https: http:; frame-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
