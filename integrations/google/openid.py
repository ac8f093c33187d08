"""An OpenID issuer: where its endpoints are, and whether a token is really from it."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from base.errors import Unauthenticated, Unavailable

_FRESH = 3600  # seconds that a discovery document and its keys are kept
_PAUSE = 30  # seconds at least between two looks for new keys: forged tokens must not make us ask all the time
_LEEWAY = 60  # seconds that clocks may differ


class InvalidToken(Unauthenticated):
    """This token was not issued for Kith, or no longer holds."""


@dataclass(frozen=True)
class _Document:
    content: dict[str, Any]
    keys: KeySet
    loaded: float  # time.monotonic()


class OpenIdIssuer:
    """`issuer` names every other address in its discovery document (OpenID Connect Discovery 1.0)."""

    def __init__(self, issuer: str, http: httpx.AsyncClient) -> None:
        self.issuer = issuer.rstrip("/")
        self._http = http
        self._document: _Document | None = None
        self._loading = asyncio.Lock()

    async def endpoint(self, name: str) -> str:
        """An address from the discovery document, such as `token_endpoint`. Raises Unavailable."""
        document = await self._load(_FRESH)
        if name not in document.content:
            raise Unavailable(f"The OpenID issuer {self.issuer} names no {name}. Look at KITH_GOOGLE_ISSUER.")
        return str(document.content[name])

    async def claims(self, token: str, *, audience: Collection[str]) -> dict[str, Any]:
        """The claims of a signed token: signature, iss, aud and exp hold (OpenID Connect Core, 3.1.3.7).

        Raises InvalidToken where it is forged, expired or meant for somebody else, Unavailable without keys.
        """
        document = await self._load(_FRESH)
        try:
            claims = _verified(token, document.keys)
        except InvalidToken:
            anew = await self._load(_PAUSE)  # keys are rotated: look once more before refusing
            if anew is document:
                raise
            claims = _verified(token, anew.keys)
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "values": [self.issuer, self.issuer.removeprefix("https://")]},
            aud={"essential": True, "values": list(audience)},
            exp={"essential": True},
        )
        try:
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise InvalidToken from error
        return claims

    async def _load(self, age: float) -> _Document:
        """The document and its keys, at most `age` seconds old."""
        async with self._loading:
            if self._document is not None and time.monotonic() < self._document.loaded + age:
                return self._document
            try:
                answer = await self._http.get(f"{self.issuer}/.well-known/openid-configuration")
                content = answer.raise_for_status().json()
                keys = (await self._http.get(content["jwks_uri"])).raise_for_status().json()
                self._document = _Document(content, KeySet.import_key_set(keys), time.monotonic())
            except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
                raise Unavailable(
                    f"The OpenID issuer {self.issuer} does not answer. Look at KITH_GOOGLE_ISSUER."
                ) from error
            return self._document


def _verified(token: str, keys: KeySet) -> dict[str, Any]:
    """The claims of a token that one of `keys` has signed with RS256, the only algorithm that Google uses."""
    try:
        return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)
    except (JoseError, ValueError, TypeError) as error:
        raise InvalidToken from error
