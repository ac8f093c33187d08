"""The deployment's keys for what lies in Temporal: a keyset beside the key-encryption key, and wrapped by it."""

import json
from pathlib import Path

import tink
from tink import aead, json_proto_keyset_format, secret_key_access

from integrations import key_files, kms

_BOUND_TO = b"payloads"


class PayloadKeys:
    """The newest key encrypts; all of them decrypt."""

    def __init__(self, path: Path, kek: aead.Aead) -> None:
        """Made at first use. Raises InvalidSettings."""
        self._path = path
        self._kek = kek
        self._read()

    @classmethod
    def load(cls, uri: str) -> "PayloadKeys":
        """Those that the KEK at `uri` wraps. Raises InvalidSettings."""
        return cls(key_files.beside(key_files.path_of(uri), "payloads"), kms.load(uri).kek)

    def encrypt(self, plaintext: bytes, place: bytes) -> tuple[int, bytes]:
        """AES-256-GCM, bound to `place`. Returns the id of the key, and the ciphertext."""
        return self._newest, bytes(self._cipher.encrypt(plaintext, place))

    def decrypt(self, key_id: int, ciphertext: bytes, place: bytes) -> bytes:
        """The plaintext. Looks whether there are new keys where it does not know `key_id`. Raises TinkError."""
        if key_id not in self._ids:
            self._read()
        return bytes(self._cipher.decrypt(ciphertext, place))

    def rotate(self) -> int:
        """Add a key, which encrypts from now on. Returns its id. Processes that run take it when they first meet it."""
        with key_files.alone(self._path):
            self._read()
            known = json.loads(json_proto_keyset_format.serialize(self._handle, secret_key_access.TOKEN))
            added = json.loads(json_proto_keyset_format.serialize(_new(), secret_key_access.TOKEN))
            known["key"] += added["key"]
            known["primaryKeyId"] = added["primaryKeyId"]
            handle = json_proto_keyset_format.parse(json.dumps(known), secret_key_access.TOKEN)
            key_files.replace(self._path, self._wrap(handle))
            self._read()
            return self._newest

    def _read(self) -> None:
        self._handle: tink.KeysetHandle = key_files.read(
            self._path,
            lambda: self._wrap(_new()),
            lambda text: json_proto_keyset_format.parse_encrypted(text, self._kek, _BOUND_TO),
        )
        info = self._handle.keyset_info()
        self._newest: int = info.primary_key_id
        self._ids = {key.key_id for key in info.key_info}
        self._cipher = kms.aead_of(self._handle)

    def _wrap(self, handle: tink.KeysetHandle) -> str:
        return str(json_proto_keyset_format.serialize_encrypted(handle, self._kek, _BOUND_TO))


def _new() -> tink.KeysetHandle:
    return tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
