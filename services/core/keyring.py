"""Each user's keys: one Tink keyset encrypts fields, one hashes words; the KEK wraps both."""

import time
from collections import OrderedDict
from functools import lru_cache
from uuid import UUID

import tink
from sqlalchemy.exc import IntegrityError
from tink import aead, prf, proto_keyset_format

from base.errors import KithError, NotFound
from integrations import kms
from models.database import Database
from models.queries.core.keysets import KeysetQueries

_LIFE = 600  # seconds that unwrapped keys stay in memory
_MOST_USERS = 500  # of whom keys are kept: an unwrapping costs 25 µs and a query
_MOST_WORDS = 10_000  # of each user; hashing one anew costs 2 µs
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_WORD = 10  # bytes of a word's hash: of a million words, two share one with a chance of 4 in 10^13
# Base32 in small letters, ten bits at a time: the standard library's takes longer than the hash does.
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_KEY = 16  # bytes of a hash that rows are looked up by


class CannotDecrypt(KithError):
    """A stored value does not fit its place or its key."""


class UserKeys:
    """One user's keys, unwrapped. Pure and thread-safe."""

    def __init__(self, user_id: UUID, cipher: aead.Aead, hasher: prf.PrfSet) -> None:
        """`word` hashes one lexeme to 16 characters of a-z and 2-7; the newest are remembered."""
        self._user_id = user_id
        self._cipher = cipher
        self._hash = hasher.primary().compute
        self.word = lru_cache(maxsize=_MOST_WORDS)(self._word)

    def encrypt(self, table: str, column: str, row_id: object, plaintext: bytes) -> bytes:
        """AES-256-GCM, bound to user, table, column and row. 33 bytes longer than the plaintext."""
        return bytes(self._cipher.encrypt(plaintext, self._place(table, column, row_id)))

    def decrypt(self, table: str, column: str, row_id: object, ciphertext: bytes) -> bytes:
        """The plaintext. Raises CannotDecrypt where the value does not belong in this place."""
        try:
            return bytes(self._cipher.decrypt(bytes(ciphertext), self._place(table, column, row_id)))
        except tink.TinkError as error:
            raise CannotDecrypt(f"{table}.{column} of {row_id} cannot be decrypted.") from error

    def prf(self, value: bytes) -> bytes:
        """A keyed hash of 16 bytes: equal values can be found, and nothing else can be learned."""
        return bytes(self._hash(b"value:" + value, _KEY))

    def _word(self, lexeme: str) -> str:
        bits = int.from_bytes(self._hash(b"word:" + lexeme.encode("utf-8", "surrogatepass"), _WORD))
        return "".join([_PAIRS[bits >> place & 1023] for place in range(70, -10, -10)])

    def _place(self, table: str, column: str, row_id: object) -> bytes:
        return f"{self._user_id}|{table}|{column}|{row_id}".encode()


class Keyring:
    """Unwraps keysets, makes them at first use, and keeps them for a while."""

    def __init__(self, database: Database, keys: kms.DeploymentKeys, kek_uri: str) -> None:
        self._database = database
        self._keys = keys
        self._kek_uri = kek_uri
        self._cache: OrderedDict[UUID, tuple[float, UserKeys]] = OrderedDict()

    async def user_keys(self, user_id: UUID) -> UserKeys:
        """The user's keys. Raises NotFound without such a user, CannotDecrypt where another KEK wrapped them.

        It may open a transaction of its own: call it before one, never inside.
        """
        cached = self._cache.get(user_id)
        if cached is not None and cached[0] > time.monotonic():
            self._cache.move_to_end(user_id)
            return cached[1]
        cipher, hasher = await self._wrapped(user_id)
        keys = UserKeys(
            user_id,
            kms.aead_of(self._unwrap(user_id, cipher)),
            kms.prf_of(self._unwrap(user_id, hasher)),
        )
        self._cache[user_id] = (time.monotonic() + _LIFE, keys)
        self._cache.move_to_end(user_id)
        while len(self._cache) > _MOST_USERS:
            self._cache.popitem(last=False)
        return keys

    def directory_hash(self, kind: str, value: str) -> bytes:
        """The keyed hash by which the directory finds a user, a session or a mailbox."""
        return bytes(self._keys.directory.primary().compute(f"{kind}:{value}".encode(), 32))

    async def _wrapped(self, user_id: UUID) -> tuple[bytes, bytes]:
        """The stored keysets; of two processes that make them together, the first one's."""
        try:
            async with self._database.tenant(user_id) as session:
                queries = KeysetQueries(session, user_id)
                return await queries.get() or await queries.add(
                    self._wrap(user_id, aead.aead_key_templates.AES256_GCM),
                    self._wrap(user_id, prf.prf_key_templates.HMAC_SHA256),
                    self._kek_uri,
                )
        except IntegrityError as error:
            raise NotFound("There is no such user.") from error

    def _wrap(self, user_id: UUID, template: object) -> bytes:
        handle = tink.new_keyset_handle(template)
        return bytes(proto_keyset_format.serialize_encrypted(handle, self._keys.kek, _owner(user_id)))

    def _unwrap(self, user_id: UUID, wrapped: bytes) -> tink.KeysetHandle:
        try:
            return proto_keyset_format.parse_encrypted(wrapped, self._keys.kek, _owner(user_id))
        except tink.TinkError as error:
            raise CannotDecrypt("This user's keys were wrapped by another key: look at KITH_KEK_URI.") from error


def _owner(user_id: UUID) -> bytes:
    return f"user:{user_id}".encode()
