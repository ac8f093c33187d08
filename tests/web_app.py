"""The web app as `make web` builds it."""

import pytest

from api.site import EXPORT


def expect_built() -> None:
    """Skips the test where there is none."""
    if not (EXPORT / "index.html").is_file():
        pytest.skip("needs the built web app, which is not committed: run `make web`")
