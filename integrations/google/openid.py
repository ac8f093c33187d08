"""An OpenID issuer: where its endpoints are, and whether a token is really from it."""

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
_LEEWAY = 60  # seconds that clocks may differ


class InvalidToken(Unauthenticated):
    """This token was not issued for Kith, or no longer holds."""


@dataclass(frozen=True)
class _Document:
    content: dict[str, Any]
    keys: KeySet
    until: float


class OpenIdIssuer:
    """`issuer` names every other address in its discovery document (OpenID Connect Discovery 1.0)."""

    def __init__(self, issuer: str, http: httpx.AsyncClient) -> None:
        self.issuer = issuer.rstrip("/")
        self._http = http
        self._document: _Document | None = None

    async def endpoint(self, name: str) -> str:
        """An address from the discovery document, such as `token_endpoint`. Raises Unavailable."""
        document = await self._load()
        return str(document.content[name])

    async def claims(self, token: str, *, audience: Collection[str]) -> dict[str, Any]:
        """The claims of a signed token. Raises InvalidToken: forged, expired, or meant for somebody else."""
        document = await self._load()
        try:
            decoded = jwt.decode(token, document.keys, algorithms=["RS256"])
        except (JoseError, ValueError):
            document = await self._load(anew=True)  # keys are rotated: look once more before refusing
            try:
                decoded = jwt.decode(token, document.keys, algorithms=["RS256"])
            except (JoseError, ValueError) as error:
                raise InvalidToken from error
        try:
            jwt.JWTClaimsRegistry(
                leeway=_LEEWAY,
                iss={"essential": True, "values": [self.issuer, self.issuer.removeprefix("https://")]},
                aud={"essential": True, "values": list(audience)},
                exp={"essential": True},
            ).validate(decoded.claims)
        except JoseError as error:
            raise InvalidToken from error
        return dict(decoded.claims)

    async def _load(self, *, anew: bool = False) -> _Document:
        if self._document is not None and not anew and self._document.until > time.monotonic():
            return self._document
        try:
            answer = await self._http.get(f"{self.issuer}/.well-known/openid-configuration")
            content = answer.raise_for_status().json()
            keys = (await self._http.get(content["jwks_uri"])).raise_for_status().json()
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise Unavailable(
                f"The OpenID issuer {self.issuer} does not answer. Look at KITH_GOOGLE_ISSUER."
            ) from error
        self._document = _Document(content, KeySet.import_key_set(keys), time.monotonic() + _FRESH)
        return self._document
