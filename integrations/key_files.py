"""Files of keysets: private to their owner, made once, replaced whole."""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import tink

from base.errors import InvalidSettings

T = TypeVar("T")


def path_of(uri: str) -> Path:
    """The file of `file:///…`. Raises InvalidSettings."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise unusable(f"{uri!r} is not supported; use file:///path/to/kek.json.")
    return Path(unquote(parts.path))


def beside(path: Path, name: str) -> Path:
    """The file of another keyset that this one wraps."""
    return path.with_name(f"{path.stem}.{name}{path.suffix}")


def read(path: Path, make: Callable[[], str], use: Callable[[str], T]) -> T:
    """What `use` makes of the keyset at `path`, which only its owner may be able to read; `make` writes the first."""
    try:
        if not path.exists():
            create(path, make())
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise unusable(f"other users can read {path.name}. Run: chmod 600 {path}")
        text = path.read_text()
    except OSError as error:
        raise unusable(f"{path} cannot be read or made: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise unusable(f"{path} does not hold a Tink keyset.") from error
    try:
        return use(text)
    except tink.TinkError as error:
        raise unusable(f"{path} does not hold a Tink keyset, or one of another KEK. Restore it.") from error


def create(path: Path, text: str) -> None:
    """Written aside and linked into place: of two processes that start together, one makes the key."""
    with contextlib.suppress(FileExistsError):
        _place(path, text, os.link)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Whoever reads the file to replace it is the only one who does: else, of two that add a key, one would be lost."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)  # and the lock with it


def replace(path: Path, text: str) -> None:
    """Written aside and moved into place: a reader sees the old keys or the new ones."""
    _place(path, text, os.replace)


def _place(path: Path, text: str, into_place: Callable[[str, Path], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp's mode is 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        into_place(aside, path)
    finally:
        Path(aside).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # a key that wraps data and is then forgotten by a power cut would lose that data
    finally:
        os.close(folder)


def unusable(reason: str) -> InvalidSettings:
    """The error that names the setting."""
    return InvalidSettings(f"KITH_KEK_URI: {reason}", field="KITH_KEK_URI")
