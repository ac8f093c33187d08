"""The key-encryption key, which wraps every user's keys. Locally it is a file of mode 0600."""

import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import tink
from tink import aead, json_proto_keyset_format, prf, secret_key_access

from base.errors import InvalidSettings

aead.register()
prf.register()

T = TypeVar("T")

_DIRECTORY = b"directory"  # what the wrapped directory keyset is bound to


@dataclass(frozen=True)
class DeploymentKeys:
    """`kek` wraps users' keysets; `directory` hashes what the directory is asked by."""

    kek: aead.Aead
    directory: prf.PrfSet


def load(uri: str) -> DeploymentKeys:
    """Read the keys at `file:///…`, made at first use with mode 0600. Raises InvalidSettings.

    The KEK is a Tink keyset in JSON. Beside it lies the directory's keyset, wrapped by it.
    """
    path = _path(uri)
    kek = _read(
        path,
        lambda: json_proto_keyset_format.serialize(
            tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM), secret_key_access.TOKEN
        ),
        lambda text: aead_of(json_proto_keyset_format.parse(text, secret_key_access.TOKEN)),
    )
    directory = _read(
        path.with_name(f"{path.stem}.directory{path.suffix}"),
        lambda: json_proto_keyset_format.serialize_encrypted(
            tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256), kek, _DIRECTORY
        ),
        lambda text: prf_of(json_proto_keyset_format.parse_encrypted(text, kek, _DIRECTORY)),
    )
    return DeploymentKeys(kek=kek, directory=directory)


def aead_of(handle: tink.KeysetHandle) -> aead.Aead:
    """What encrypts with this keyset. Raises TinkError for a keyset of another kind."""
    return handle.primitive(aead.Aead)


def prf_of(handle: tink.KeysetHandle) -> prf.PrfSet:
    """What hashes with this keyset. Raises TinkError for a keyset of another kind."""
    return handle.primitive(prf.PrfSet)


def _path(uri: str) -> Path:
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise _unusable(f"{uri!r} is not supported; use file:///path/to/kek.json.")
    return Path(unquote(parts.path))


def _read(path: Path, make: Callable[[], str], use: Callable[[str], T]) -> T:
    """The primitive of the keyset at `path`, which only its owner may be able to read."""
    try:
        if not path.exists():
            _create(path, make())
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise _unusable(f"other users can read {path.name}. Run: chmod 600 {path}")
        text = path.read_text()
    except OSError as error:
        raise _unusable(f"{path} cannot be read or made: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _unusable(f"{path} does not hold a Tink keyset.") from error
    try:
        return use(text)
    except tink.TinkError as error:
        raise _unusable(f"{path} does not hold a Tink keyset, or one of another KEK. Restore it.") from error


def _create(path: Path, text: str) -> None:
    """Written aside and linked into place: of two processes that start together, one makes the key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp's mode is 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        Path(aside).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # a key that wraps data and is then forgotten by a power cut would lose that data
    finally:
        os.close(folder)


def _unusable(reason: str) -> InvalidSettings:
    return InvalidSettings(f"KITH_KEK_URI: {reason}", field="KITH_KEK_URI")
