"""The key-encryption key, which wraps every user's keys. Locally it is a file of mode 0600."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tink
from tink import aead, cleartext_keyset_handle, prf

from base.errors import InvalidSettings

aead.register()
prf.register()


@dataclass(frozen=True)
class DeploymentKeys:
    """`kek` wraps users' keysets; `directory` hashes what the directory is asked by."""

    kek: aead.Aead
    directory: prf.PrfSet


def load(uri: str) -> DeploymentKeys:
    """Read the keys at `file:///…`, made at first use with mode 0600. Raises InvalidSettings."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise InvalidSettings(
            f"KITH_KEK_URI: {parts.scheme or uri!r} is not supported; use file:///path/to/kek.json.",
            field="KITH_KEK_URI",
        )
    path = Path(unquote(parts.path))
    return DeploymentKeys(
        kek=_handle(path, aead.aead_key_templates.AES256_GCM).primitive(aead.Aead),
        directory=_handle(
            path.with_name(path.stem + ".directory" + path.suffix), prf.prf_key_templates.HMAC_SHA256
        ).primitive(prf.PrfSet),
    )


def _handle(path: Path, template: object) -> tink.KeysetHandle:
    if not path.exists():
        _create(path, template)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InvalidSettings(
            f"KITH_KEK_URI: other users can read {path.name}. Run: chmod 600 {path}", field="KITH_KEK_URI"
        )
    return cleartext_keyset_handle.read(tink.JsonKeysetReader(path.read_text()))


def _create(path: Path, template: object) -> None:
    """Written aside and linked into place: of two processes that start together, one makes the key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        cleartext_keyset_handle.write(tink.JsonKeysetWriter(file), tink.new_keyset_handle(template))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
