"""Uploaded files in object storage, encrypted on the way, in bounded memory. Everything here blocks.

An object is two bytes with the length of its wrapped key, the key, and a Tink stream in segments of 1 MiB.
"""

from typing import Any, BinaryIO, cast

import tink
from obstore.store import ObjectStore
from tink import proto_keyset_format, secret_key_access, streaming_aead

from integrations import storage
from services.core.keyring import CannotDecrypt, UserKeys

streaming_aead.register()

_TEMPLATE = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
_CHUNK = 1024 * 1024  # bytes


class ObjectWriter:
    """An object being written; it exists once `close` has returned. Every method may raise Unavailable."""

    def __init__(self, stream: BinaryIO, target: storage.Target) -> None:
        self._stream = stream
        self._target = target

    def write(self, data: bytes) -> None:
        """Encrypt and send."""
        self._guarded(self._stream.write, data)

    def close(self) -> None:
        """Finish the object."""
        self._guarded(self._stream.close)

    def discard(self) -> None:
        """Give up: nothing of the object stays."""
        self._target.discard()

    def _guarded(self, call: Any, *arguments: bytes) -> None:
        try:
            call(*arguments)
        except tink.TinkError as error:
            self._target.discard()
            raise self._target.error or error from error


class ObjectReader:
    """An object being read."""

    def __init__(self, stream: BinaryIO, source: storage.Source, name: str) -> None:
        self._stream = stream
        self._source = source
        self._name = name

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end, b"" after it.

        Raises CannotDecrypt where the object was changed or cut short, Unavailable where the storage is away.
        """
        try:
            return self._stream.read(size)
        except tink.TinkError as error:
            raise self._source.error or CannotDecrypt(f"The object {self._name} is damaged.") from error

    def skip(self, count: int) -> None:
        """Go `count` bytes further. What is passed is decrypted, so verified, too: a gigabyte takes half a second."""
        while count > 0:
            passed = len(self.read(min(count, _CHUNK)))
            if not passed:
                return
            count -= passed

    def close(self) -> None:
        """Let go of the storage."""
        self._stream.close()


class Objects:
    """Every object has a key of its own, wrapped by the user's key and bound to the object's name."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def writer(self, keys: UserKeys, name: str) -> ObjectWriter:
        """Begin an object. Raises Unavailable."""
        handle = tink.new_keyset_handle(_TEMPLATE)
        plain = proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
        wrapped = keys.encrypt("objects", "key", name, plain)
        target = storage.Target(self._store, name)
        target.write(len(wrapped).to_bytes(2, "big") + wrapped)
        return ObjectWriter(_cipher(handle).new_encrypting_stream(cast("BinaryIO", target), name.encode()), target)

    def reader(self, keys: UserKeys, name: str, *, offset: int = 0) -> ObjectReader:
        """Read an object from `offset` on. Raises NotFound, CannotDecrypt or Unavailable."""
        source = storage.Source(self._store, name)
        wrapped = source.read(int.from_bytes(source.read(2), "big"))
        plain = keys.decrypt("objects", "key", name, wrapped)
        handle = proto_keyset_format.parse(plain, secret_key_access.TOKEN)
        reader = ObjectReader(
            _cipher(handle).new_decrypting_stream(cast("BinaryIO", source), name.encode()), source, name
        )
        reader.skip(offset)
        return reader

    def names(self, folder: str) -> list[str]:
        """What is in a folder. Raises Unavailable."""
        return list(storage.names(self._store, folder))

    def delete(self, name: str) -> None:
        """Remove the object, if it is there. Raises Unavailable."""
        storage.delete(self._store, name)


def _cipher(handle: tink.KeysetHandle) -> streaming_aead.StreamingAead:
    return handle.primitive(streaming_aead.StreamingAead)
