"""Uploaded files in object storage, encrypted on the way, in bounded memory. Everything here blocks."""

import io
from typing import BinaryIO, cast

import obstore
import tink
from obstore.store import ObjectStore
from tink import cleartext_keyset_handle, streaming_aead

from services.keyring import UserKeys

streaming_aead.register()

_TEMPLATE = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB


class Objects:
    """Every object has a key of its own, which the user's key encrypts; it lies beside the object."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def writer(self, keys: UserKeys, name: str) -> BinaryIO:
        """A stream to write the object through; it exists once the stream is closed."""
        handle = tink.new_keyset_handle(_TEMPLATE)
        buffer = io.BytesIO()
        cleartext_keyset_handle.write(tink.BinaryKeysetWriter(buffer), handle)
        obstore.put(self._store, f"{name}.key", keys.encrypt("objects", "key", name, buffer.getvalue()))
        target = cast("BinaryIO", obstore.open_writer(self._store, name))
        return cast("BinaryIO", self._primitive(handle).new_encrypting_stream(target, name.encode()))

    def reader(self, keys: UserKeys, name: str) -> BinaryIO:
        """A stream to read the object from its beginning. Raises CannotDecrypt, or FileNotFoundError."""
        wrapped = obstore.get(self._store, f"{name}.key").bytes().to_bytes()
        plain = keys.decrypt("objects", "key", name, wrapped)
        handle = cleartext_keyset_handle.read(tink.BinaryKeysetReader(plain))
        source = cast("BinaryIO", obstore.open_reader(self._store, name))
        return cast("BinaryIO", self._primitive(handle).new_decrypting_stream(source, name.encode()))

    def delete(self, name: str) -> None:
        """Remove the object and its key."""
        obstore.delete(self._store, [name, f"{name}.key"])

    @staticmethod
    def _primitive(handle: tink.KeysetHandle) -> streaming_aead.StreamingAead:
        return handle.primitive(streaming_aead.StreamingAead)
