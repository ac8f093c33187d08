"""Personal tokens: how a program proves for whom it acts, and what it may do."""

import secrets
import string
import zlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Conflict, Invalid, NotFound, Unauthenticated
from base.ids import new_id
from models.contracts.accounts.principals import Action, ActorKind, Principal
from models.contracts.accounts.tokens import PersonalToken
from models.database import Database
from models.queries.accounts.tokens import DirectoryTokenQueries, TokenQueries
from services.accounts.permissions import SCOPES
from services.core.keyring import Keyring

PREFIX = "kith_"  # by which scanners for leaked secrets know it
LIFE, LONGEST = 90, 365  # days
MOST = 50  # tokens of one person
_ALPHABET = string.digits + string.ascii_letters
_SECRET, _CHECKSUM = 43, 6  # characters: 256 random bits, and CRC-32


class TokenRefused(Unauthenticated):
    """This token was revoked, has expired, or never was one."""

    @property
    def code(self) -> str:
        """As every 401: programs need no other."""
        return Unauthenticated.__name__


class Tokens:
    """Only keyed hashes are in the directory, and nothing remembers them: revoked is refused at once."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def make(
        self, principal: Principal, name: str, scopes: Sequence[Action], days: int = LIFE
    ) -> tuple[PersonalToken, str]:
        """(a new token, the text that a program sends), which is never shown again. Raises Invalid, Conflict."""
        name = " ".join(name.split())
        if not name:
            raise Invalid("Name it, so that you know later which program has it.", field="name")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise Invalid(f"Choose one or more of: {', '.join(SCOPES)}.", field="scopes")
        text = _new_text()
        async with self._database.tenant(principal.tenant_id) as session:
            queries = TokenQueries(session, principal.tenant_id)
            if await queries.count() >= MOST:
                raise Conflict(f"You have {MOST} tokens. Revoke those that no program needs.")
            chosen = [scope for scope in SCOPES if scope in scopes]
            expires_at = now() + timedelta(days=min(days, LONGEST))
            return await queries.add(new_id(), name, chosen, self.hash(text), expires_at), text

    async def all(self, principal: Principal) -> list[PersonalToken]:
        """The newest first."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await TokenQueries(session, principal.tenant_id).all()

    async def revoke(self, principal: Principal, token_id: UUID) -> None:
        """From now on nobody gets in with it. Raises NotFound."""
        async with self._database.tenant(principal.tenant_id) as session:
            if not await TokenQueries(session, principal.tenant_id).remove(token_id):
                raise NotFound("There is no such token.")

    async def principal(self, text: str) -> Principal:
        """Who acts with this token. Raises TokenRefused."""
        if not is_token(text):
            raise TokenRefused
        async with self._database.directory() as session:
            found = await DirectoryTokenQueries(session).find(self.hash(text))
        if found is None:
            raise TokenRefused
        user_id, token_id = found
        async with self._database.tenant(user_id) as session:
            scopes = await TokenQueries(session, user_id).scopes(token_id)
        if scopes is None:
            raise TokenRefused
        return Principal(kind=ActorKind.TOKEN, id=token_id, tenant_id=user_id, scopes=scopes)

    def hash(self, text: str) -> bytes:
        """By which the directory knows it."""
        return self._keyring.directory_hash("token", text)


def is_token(text: str) -> bool:
    """Is it whole? A mistyped one, or one that was cut off, is told without asking the database."""
    body = text.removeprefix(PREFIX)
    return body != text and len(body) == _SECRET + _CHECKSUM and _checksum(body[:_SECRET]) == body[_SECRET:]


def _new_text() -> str:
    secret = "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET))
    return PREFIX + secret + _checksum(secret)


def _checksum(secret: str) -> str:
    number, digits = zlib.crc32(secret.encode()), ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
