"""The data folder: private, locked by one supervisor at a time, with small JSON files written whole or not at all."""

import contextlib
import fcntl
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from base.errors import Conflict, InvalidSettings, KithError

SECRETS = "secrets.json"


class Home:
    """Where the embedded parts keep their data. Everything in it is readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """Create the folder. Raises InvalidSettings where that is impossible."""
        self.path = path.absolute()
        self._changes = threading.Lock()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.stat().st_mode & 0o066:  # others may pass through (Postgres may need it), no more
                self.path.chmod(0o700)
        except OSError as error:
            raise InvalidSettings(
                f"The data folder {self.path} cannot be used: {error.strerror}. Set KITH_HOME to another one.",
                field="KITH_HOME",
            ) from error

    def folder(self, name: str) -> Path:
        """A private folder of that name, created if it is missing."""
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def log(self, part: str) -> Path:
        """The log of a part."""
        return self.folder("logs") / f"{part}.log"

    def read(self, name: str) -> dict[str, Any]:
        """A JSON file's content; empty where there is no such file. Raises KithError for one that is damaged."""
        path = self.path / name
        try:
            values: dict[str, Any] = json.loads(path.read_text())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise KithError(f"{path} is damaged ({error}). Restore it, or remove it.") from error
        return values

    def write(self, name: str, values: dict[str, Any]) -> None:
        """Replace a JSON file (mode 0600) in one step: a crash leaves the old one or the new one."""
        handle, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
        with os.fdopen(handle, "w") as file:
            json.dump(values, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(self.path / name)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        (self.path / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def changing(self, name: str) -> Iterator[dict[str, Any]]:
        """A JSON file's content, to be changed in the block. Parts start side by side, in threads: one at a time."""
        with self._changes:
            values = self.read(name)
            before = dict(values)
            yield values
            if values != before:
                self.write(name, values)

    def secret(self, name: str) -> str:
        """A random password of that name, the same at every start."""
        with self.changing(SECRETS) as values:
            return str(values.setdefault(name, secrets.token_urlsafe(24)))

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one supervisor. The kernel lets go when the process ends, however it ends.

        Raises Conflict while another holds it.
        """
        with (self.path / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict(
                    f"`kith dev` is already running on {self.path}. Stop it, or set KITH_HOME to another folder."
                ) from None
            yield
