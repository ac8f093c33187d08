"""The OAuth code flow with PKCE, and the grants that come of it."""

import asyncio
import json
import os
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import OAuth2Error
from requests import RequestException

from base.errors import InvalidSettings, ReconnectRequired, Unauthenticated, Unavailable
from integrations.google.openid import InvalidToken, OpenIdIssuer

SIGN_IN = (
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
READ_MAIL = "https://www.googleapis.com/auth/gmail.readonly"

# Google adds scopes that were granted before and orders them anew; we compare what we need ourselves.
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # noqa: S105


@dataclass(frozen=True)
class Tokens:
    """What a grant consists of, as it is stored (encrypted)."""

    access_token: str
    refresh_token: str | None
    scopes: list[str]

    def dump(self) -> bytes:
        """As bytes to encrypt."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, data: bytes) -> "Tokens":
        """From decrypted bytes."""
        return cls(**json.loads(data))


@dataclass(frozen=True)
class Identity:
    """Who Google says has signed in. `subject` never changes; the address may."""

    subject: str
    email: str
    name: str
    picture_url: str | None


@dataclass(frozen=True)
class Started:
    """An authorization that a browser is sent to; the rest is kept until it comes back."""

    url: str
    verifier: str


class GoogleOAuth:
    """The deployment's OAuth client."""

    def __init__(
        self, issuer: OpenIdIssuer, http: httpx.AsyncClient, client_id: str | None, client_secret: str | None
    ) -> None:
        self._issuer = issuer
        self._http = http
        self._client_id = client_id
        self._client_secret = client_secret
        address = urlsplit(issuer.issuer)
        if address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost", "::1"}:
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # an issuer on this very machine: the simulator

    async def start(
        self,
        *,
        scopes: tuple[str, ...],
        redirect_uri: str,
        state: str,
        nonce: str,
        login_hint: str | None = None,
    ) -> Started:
        """Where to send the browser. Raises InvalidSettings without an OAuth client."""
        flow = await self._flow(scopes, redirect_uri)
        options: dict[str, str] = {"access_type": "offline", "include_granted_scopes": "true", "nonce": nonce}
        if READ_MAIL in scopes:
            options["prompt"] = "consent"  # without it, Google gives a refresh token only the first time
        if login_hint:
            options["login_hint"] = login_hint
        url, _ = flow.authorization_url(state=state, **options)
        return Started(url, flow.code_verifier)

    async def finish(
        self, *, scopes: tuple[str, ...], redirect_uri: str, code: str, verifier: str, nonce: str
    ) -> tuple[Tokens, Identity]:
        """Exchange the code. Raises Unauthenticated where Google refuses it, Unavailable without an answer."""
        flow = await self._flow(scopes, redirect_uri)
        flow.code_verifier = verifier
        try:
            answer: dict[str, Any] = await asyncio.to_thread(flow.fetch_token, code=code)
        except OAuth2Error as error:
            raise Unauthenticated(f"Google refused the sign-in: {error.description or error.error}.") from error
        except RequestException as error:
            raise Unavailable("Google's token endpoint does not answer.") from error
        claims = await self._issuer.claims(answer["id_token"], audience=[str(self._client_id)])
        if claims.get("nonce") != nonce or not claims.get("email_verified"):
            raise InvalidToken("This sign-in does not belong to this browser. Start anew.")
        granted = answer.get("scope", [])
        scopes_granted = granted.split() if isinstance(granted, str) else list(granted)
        tokens = Tokens(answer["access_token"], answer.get("refresh_token"), scopes_granted)
        email = str(claims["email"]).lower()
        return tokens, Identity(str(claims["sub"]), email, str(claims.get("name") or email), claims.get("picture"))

    async def credentials(self, tokens: Tokens) -> Credentials:
        """Credentials that refresh themselves. Raises ReconnectRequired where they never could."""
        if tokens.refresh_token is None:
            raise ReconnectRequired("Google gave no lasting access to this mailbox. Reconnect it.")
        return Credentials(
            token=None,  # how old the stored access token is, nobody knows: the first use gets a new one
            refresh_token=tokens.refresh_token,
            token_uri=await self._issuer.endpoint("token_endpoint"),
            client_id=self._client_id,
            client_secret=self._client_secret,
            scopes=[READ_MAIL],
        )

    async def revoke(self, tokens: Tokens) -> bool:
        """Give the grant back (RFC 7009). False where Google does not answer: the owner can do it there."""
        try:
            endpoint = await self._issuer.endpoint("revocation_endpoint")
            answer = await self._http.post(endpoint, data={"token": tokens.refresh_token or tokens.access_token})
        except (httpx.HTTPError, Unavailable):
            return False
        return answer.is_success

    async def _flow(self, scopes: tuple[str, ...], redirect_uri: str) -> Flow:
        if not self._client_id or not self._client_secret:
            missing = "KITH_GOOGLE_CLIENT_SECRET" if self._client_id else "KITH_GOOGLE_CLIENT_ID"
            raise InvalidSettings(
                f"{missing} is not set. The README, 'Connect a real Gmail account', tells how to get one.",
                field=missing,
            )
        client = {
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "auth_uri": await self._issuer.endpoint("authorization_endpoint"),
            "token_uri": await self._issuer.endpoint("token_endpoint"),
        }
        return Flow.from_client_config(
            {"web": client}, scopes=list(scopes), redirect_uri=redirect_uri, autogenerate_code_verifier=True
        )
