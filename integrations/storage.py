"""Object storage: local files by default, S3, Google Cloud Storage or Azure by URL. Everything here blocks."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from base.errors import InvalidSettings, NotFound, Unavailable

_BUFFER = 4 * 1024 * 1024  # bytes of one request, either way


def open_store(url: str) -> ObjectStore:
    """The store at `file://`, `s3://`, `gs://` or `az://`. Raises InvalidSettings for anything else."""
    parts = urlsplit(url)
    try:
        if parts.scheme == "file" and not parts.netloc:
            path = Path(unquote(parts.path))
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            return LocalStore(path)
        if parts.scheme in {"s3", "gs", "az"}:
            return from_url(url)
    except (OSError, ValueError, BaseError) as error:
        raise InvalidSettings(f"KITH_STORAGE_URL: {url!r}: {_first_line(error)}", field="KITH_STORAGE_URL") from error
    raise InvalidSettings(
        f"KITH_STORAGE_URL: {url!r} must start with file:///, s3://, gs:// or az://.", field="KITH_STORAGE_URL"
    )


def delete(store: ObjectStore, name: str) -> None:
    """Remove an object, if it is there. Raises Unavailable."""
    try:
        with _classified(name):
            obstore.delete(store, name)
    except NotFound:
        pass  # a retried deletion finds nothing


def names(store: ObjectStore, folder: str) -> Iterator[str]:
    """The names of all objects in a folder, however deep. Raises Unavailable."""
    with _classified(folder):
        for page in obstore.list(store, folder):
            yield from (str(found["path"]) for found in page)


class Target(io.RawIOBase):
    """An object being written. It appears, whole, at `close`; after `discard` it never does.

    Errors cannot cross the C++ code that calls this: `error` keeps the first.
    """

    def __init__(self, store: ObjectStore, name: str) -> None:
        super().__init__()
        self._name = name
        self._file: Any = obstore.open_writer(store, name, buffer_size=_BUFFER)
        self.error: Exception | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._file is not None:
            with self._keeping_error():
                self._file.write(bytes(data))
        return len(data)

    def discard(self) -> None:
        """Forget what was written: a file that is dropped before it is closed leaves nothing."""
        self._file = None

    def close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            with self._keeping_error():
                file.close()
        super().close()

    @contextmanager
    def _keeping_error(self) -> Iterator[None]:
        try:
            with _classified(self._name):
                yield
        except Exception as error:
            self.error = self.error or error
            self._file = None
            raise


class Source(io.RawIOBase):
    """An object being read from its beginning. Raises NotFound or Unavailable; `error` keeps the first."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        super().__init__()
        self._name = name
        with _classified(name):
            self._file = obstore.open_reader(store, name, buffer_size=_BUFFER)
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            with _classified(self._name):
                return self._file.read(size if size >= 0 else None).to_bytes()
        except Exception as error:
            self.error = self.error or error
            raise


@contextmanager
def _classified(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(f"There is no object {name}.") from error
    except (OSError, BaseError) as error:
        raise Unavailable(f"The object storage does not answer: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
