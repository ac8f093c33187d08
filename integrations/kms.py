"""The key-encryption key, which wraps every user's keys. Locally it is a file of mode 0600."""

from dataclasses import dataclass

import tink
from tink import aead, json_proto_keyset_format, prf, secret_key_access

from integrations import key_files

aead.register()
prf.register()

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
    path = key_files.path_of(uri)
    kek = key_files.read(
        path,
        lambda: json_proto_keyset_format.serialize(
            tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM), secret_key_access.TOKEN
        ),
        lambda text: aead_of(json_proto_keyset_format.parse(text, secret_key_access.TOKEN)),
    )
    directory = key_files.read(
        key_files.beside(path, "directory"),
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
