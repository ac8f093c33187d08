"""The OAuth code flow with PKCE, and the grants that come of it."""

import asyncio
import os
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import InsecureTransportError, MissingTokenError, OAuth2Error
from requests import RequestException

from base.errors import InvalidSettings, ReconnectRequired, Unauthenticated, Unavailable
from integrations.google.faults import GRANT_ERRORS, client_refused
from integrations.google.grants import Identity, Started, Tokens, is_lasting
from integrations.google.openid import InvalidToken, OpenIdIssuer

_PATIENCE = 20  # seconds for the token endpoint to answer
_OF_THIS_SIGN_IN = {"invalid_request", "redirect_uri_mismatch"}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}

# Google adds scopes that were granted before and orders them anew; we compare what we need ourselves.
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # noqa: S105


class GoogleRefused(Unauthenticated):
    """Google refused the sign-in. Start anew."""


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
        if address.scheme == "http" and address.hostname in _LOOPBACK:
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # an issuer on this very machine: the simulator

    async def start(
        self,
        *,
        scopes: tuple[str, ...],
        redirect_uri: str,
        state: str,
        nonce: str,
        login_hint: str | None = None,
        more: bool = False,
    ) -> Started:
        """Where to send the browser; `more` adds to what was granted before.

        Raises InvalidSettings without an OAuth client, Unavailable.
        """
        flow = await self._flow(scopes, redirect_uri)
        options: dict[str, str] = {"nonce": nonce, "access_type": "online", "prompt": "select_account"}
        if any(map(is_lasting, scopes)):
            # Without "consent", Google gives a refresh token only the first time.
            options |= {"access_type": "offline", "prompt": "select_account consent"}
        if more:
            options |= {"include_granted_scopes": "true", "prompt": "consent"}
        if login_hint:
            options["login_hint"] = login_hint
        url, _ = flow.authorization_url(state=state, **options)
        return Started(url, cast("str", flow.code_verifier))

    async def finish(
        self, *, scopes: tuple[str, ...], redirect_uri: str, code: str, verifier: str, nonce: str
    ) -> tuple[Tokens, Identity]:
        """Exchange the code. Raises GoogleRefused for what Google, or its answer, says no to; Unavailable."""
        flow = await self._flow(scopes, redirect_uri)
        flow.code_verifier = verifier
        answer = await asyncio.to_thread(_exchange, flow, code)
        try:
            claims = await self._issuer.claims(str(answer.get("id_token")), audience=[str(self._client_id)])
        except InvalidToken as error:
            raise GoogleRefused("Google's answer does not say who signed in.") from error
        if claims.get("nonce") != nonce or claims.get("email_verified") is not True:
            raise GoogleRefused("Google's answer belongs to another sign-in, or to an unverified address.")
        granted = answer.get("scope", [])
        scopes_granted = granted.split() if isinstance(granted, str) else list(granted)
        tokens = Tokens(answer["access_token"], answer.get("refresh_token"), scopes_granted)
        email = str(claims["email"]).lower()
        name, picture, hosted = claims.get("name") or email, claims.get("picture"), claims.get("hd")
        return tokens, Identity(str(claims["sub"]), email, str(name), picture, str(hosted) if hosted else None)

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
            scopes=[scope for scope in tokens.scopes if is_lasting(scope)],
        )

    async def revoke(self, tokens: Tokens) -> bool:
        """Give the grant back (RFC 7009). False where Google does not answer; one that it refuses is none any more."""
        try:
            endpoint = await self._issuer.endpoint("revocation_endpoint")
            answer = await self._http.post(endpoint, data={"token": tokens.refresh_token or tokens.access_token})
        except (httpx.HTTPError, Unavailable):
            return False
        return not answer.is_server_error

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


def _exchange(flow: Flow, code: str) -> dict[str, Any]:
    """The token endpoint's answer (RFC 6749, 4.1.3). Raises DeploymentFault where it knows no such client. Blocks."""
    try:
        return dict(flow.fetch_token(code=code, timeout=_PATIENCE))
    except InsecureTransportError as error:
        raise InvalidSettings(
            "KITH_GOOGLE_ISSUER: an issuer without https may only be on this machine.", field="KITH_GOOGLE_ISSUER"
        ) from error
    except (MissingTokenError, RequestException) as error:  # no answer, or one that is not of this protocol
        raise Unavailable("Google's token endpoint does not answer.") from error
    except OAuth2Error as error:
        if error.error not in GRANT_ERRORS and error.error not in _OF_THIS_SIGN_IN:
            raise client_refused(error.error) from error
        raise GoogleRefused(f"Google refused the sign-in: {error.description or error.error}.") from error
