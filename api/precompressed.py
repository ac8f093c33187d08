"""Static files in the smallest form that lies beside them and that the browser takes."""

import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FORMS = {"br": ".br", "gzip": ".gz"}  # the smallest first
_REFUSED = {"q=0", "q=0.0", "q=0.00", "q=0.000"}


class Precompressed(StaticFiles):
    """Sends `app.js.br` or `app.js.gz` for `app.js` where the build has made one; they have no address of their own.

    Nothing is compressed here: what is made per request, a stream least of all, goes out as it is.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """A file of the folder, unless it is a form of another."""
        return ("", None) if path.endswith(tuple(_FORMS.values())) else super().lookup_path(path)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or what lies beside it. Each form has an ETag of its own."""
        accepted = takes(", ".join(Headers(scope=scope).getlist("accept-encoding")))
        forms = {name: Path(f"{os.fspath(full_path)}{ending}") for name, ending in _FORMS.items()}
        made = {name: form for name, form in forms.items() if form.is_file()}
        if not made:
            return super().file_response(full_path, stat_result, scope, status_code)
        name = next((name for name in made if name in accepted), None)
        if name is None:
            response = super().file_response(full_path, stat_result, scope, status_code)
        else:
            response = super().file_response(made[name], made[name].stat(), scope, status_code)
            response.headers["Content-Encoding"] = name
        response.headers["Vary"] = "Accept-Encoding"
        return response


def takes(accept_encoding: str) -> set[str]:
    """Which of our forms an Accept-Encoding header takes (RFC 9110, 12.5.3): `q=0` refuses one, `*` is all others."""
    wished: dict[str, bool] = {}
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        wished[name.strip()] = weight.replace(" ", "") not in _REFUSED
    return {name for name in _FORMS if wished.get(name, wished.get("*", False))}
