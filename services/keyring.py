"""Each user's keys: one Tink keyset encrypts fields, one hashes words; the KEK wraps both."""

import io
import time
from functools import lru_cache
from uuid import UUID

import tink
from tink import aead, prf

from base.errors import KithError
from integrations.kms import DeploymentKeys
from models.database import Database
from models.queries.keysets import KeysetQueries

_LIFE = 600  # seconds that unwrapped keys stay in memory
_WORD = 10  # bytes of a word's hash: with a million words, one collision in 10^12 such vocabularies
_KEY = 16  # bytes of a hash that rows are looked up by


class CannotDecrypt(KithError):
    """A stored value does not fit its place or its key."""


class UserKeys:
    """One user's keys, unwrapped. Pure and thread-safe."""

    def __init__(self, user_id: UUID, cipher: aead.Aead, hasher: prf.PrfSet) -> None:
        self._user_id = user_id
        self._cipher = cipher
        self._hasher = hasher
        self.word = lru_cache(maxsize=50_000)(self._word)

    def encrypt(self, table: str, column: str, row_id: object, plaintext: bytes) -> bytes:
        """AES-256-GCM, bound to user, table, column and row."""
        return bytes(self._cipher.encrypt(plaintext, self._place(table, column, row_id)))

    def decrypt(self, table: str, column: str, row_id: object, ciphertext: bytes) -> bytes:
        """The plaintext. Raises CannotDecrypt where the value does not belong in this place."""
        try:
            return bytes(self._cipher.decrypt(bytes(ciphertext), self._place(table, column, row_id)))
        except tink.TinkError as error:
            raise CannotDecrypt(f"{table}.{column} of {row_id} cannot be decrypted.") from error

    def prf(self, value: bytes) -> bytes:
        """A keyed hash of 16 bytes: equal values can be found, and nothing else can be learned."""
        return bytes(self._hasher.primary().compute(value, _KEY))

    def _word(self, lexeme: str) -> str:
        return bytes(self._hasher.primary().compute(b"word:" + lexeme.encode(), _WORD)).hex()

    def _place(self, table: str, column: str, row_id: object) -> bytes:
        return f"{self._user_id}|{table}|{column}|{row_id}".encode()


class Keyring:
    """Unwraps keysets, makes them at first use, and keeps them for a while."""

    def __init__(self, database: Database, keys: DeploymentKeys, kek_uri: str) -> None:
        self._database = database
        self._keys = keys
        self._kek_uri = kek_uri
        self._cache: dict[UUID, tuple[float, UserKeys]] = {}

    async def user_keys(self, user_id: UUID) -> UserKeys:
        """The user's keys. Raises CannotDecrypt where another KEK wrapped them."""
        cached = self._cache.get(user_id)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        async with self._database.tenant(user_id) as session:
            queries = KeysetQueries(session, user_id)
            wrapped = await queries.get()
            if wrapped is None:
                await queries.add(
                    self._wrap(user_id, aead.aead_key_templates.AES256_GCM),
                    self._wrap(user_id, prf.prf_key_templates.HMAC_SHA256),
                    self._kek_uri,
                )
                wrapped = await queries.get()
        if wrapped is None:
            raise CannotDecrypt("The keys of this user cannot be stored.")
        keys = UserKeys(
            user_id,
            self._unwrap(user_id, wrapped[0]).primitive(aead.Aead),
            self._unwrap(user_id, wrapped[1]).primitive(prf.PrfSet),
        )
        self._cache[user_id] = (time.monotonic() + _LIFE, keys)
        return keys

    def directory_hash(self, kind: str, value: str) -> bytes:
        """The keyed hash by which the directory finds a user, a session or a mailbox."""
        return bytes(self._keys.directory.primary().compute(f"{kind}:{value}".encode(), 32))

    def _wrap(self, user_id: UUID, template: object) -> bytes:
        buffer = io.BytesIO()
        tink.new_keyset_handle(template).write_with_associated_data(
            tink.BinaryKeysetWriter(buffer), self._keys.kek, _owner(user_id)
        )
        return buffer.getvalue()

    def _unwrap(self, user_id: UUID, wrapped: bytes) -> tink.KeysetHandle:
        try:
            return tink.read_keyset_handle_with_associated_data(
                tink.BinaryKeysetReader(wrapped), self._keys.kek, _owner(user_id)
            )
        except tink.TinkError as error:
            raise CannotDecrypt("This user's keys were wrapped by another key: look at KITH_KEK_URI.") from error


def _owner(user_id: UUID) -> bytes:
    return f"user:{user_id}".encode()
