"""Where everything is: as environment variables for children, and as a file for the commands beside a running stack."""

import os
from collections.abc import Mapping

from base.settings import ENDPOINTS, PREFIX
from devstack.home import Home


def is_set(*names: str) -> bool:
    """Whether the user set any of these settings themselves."""
    return any(PREFIX + name.upper() in os.environ for name in names)


class Endpoints:
    """The settings of this stack. What the user set stays as it is."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._values: dict[str, str] = {}

    def add(self, values: Mapping[str, str]) -> None:
        """Note settings by field name."""
        self._values.update({name: value for name, value in values.items() if not is_set(name)})

    def write(self) -> None:
        """Tell the commands that run beside this stack. The file is 0600: passwords stand in it."""
        self._home.write(ENDPOINTS, dict(self._values))

    def remove(self) -> None:
        """Nothing runs here any more."""
        self._home.remove(ENDPOINTS)

    def environment(self, **more: str) -> dict[str, str]:
        """The same for a child, the data folder included."""
        values = {**self._values, "home": str(self._home.path), **more}
        return {PREFIX + name.upper(): value for name, value in values.items()}
