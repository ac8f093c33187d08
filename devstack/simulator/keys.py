"""The key that signs id tokens and pushes. CachedObject in the file, so that a restart signs alike."""

import time
from functools import cache
from typing import Any

import orjson
from joserfc import jwt
from joserfc.jwk import RSAKey

from devstack.simulator.store import Store


class SigningKey:
    """One RSA key (RS256)."""

    def __init__(self, store: Store) -> None:
        kept = store.meta("signing_key")
        if kept is None:
            kept = _new()
            store.set_meta("signing_key", kept)
        self._key = _imported(kept)

    def jwks(self) -> dict[str, Any]:
        """The public half as a key set (RFC 7517)."""
        return {"keys": [self._key.as_dict(private=False)]}

    def sign(self, claims: dict[str, Any]) -> str:
        """A token of one hour."""
        now = int(time.time())
        header = {"alg": "RS256", "kid": self._key.kid, "typ": "JWT"}
        return jwt.encode(header, {**claims, "iat": now, "exp": now + 3600}, self._key)


@cache
def _new() -> str:
    """One a process, as JSON: nothing else of a start takes as long."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, private=True, auto_kid=True)
    return orjson.dumps(key.as_dict(private=True)).decode()


@cache
def _imported(kept: str) -> RSAKey:
    return RSAKey.import_key(orjson.loads(kept))
