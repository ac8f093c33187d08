"""OAuth 2 and OpenID Connect as Google speaks them: discovery, consent, code with PKCE, refresh, revocation."""

import asyncio
import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from devstack.simulator.consent import consent_page, refusal_page
from devstack.simulator.tokens import Issued
from devstack.simulator.world import World

AUTHORIZE, TOKEN, REVOKE = "/o/oauth2/v2/auth", "/token", "/revoke"
CERTS, USERINFO = "/oauth2/v3/certs", "/v1/userinfo"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_EMAIL = frozenset({"email", "https://www.googleapis.com/auth/userinfo.email"})
_PROFILE = frozenset({"profile", "https://www.googleapis.com/auth/userinfo.profile"})
_LONG = {
    "email": "https://www.googleapis.com/auth/userinfo.email",
    "profile": "https://www.googleapis.com/auth/userinfo.profile",
}
_KEPT = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "access_type", "prompt",
    "include_granted_scopes", "code_challenge", "code_challenge_method", "login_hint",
)  # fmt: skip


class OAuth:
    """The routes of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """To be mounted at the root."""
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route(AUTHORIZE, self.ask, methods=["GET"]),
            Route(AUTHORIZE, self.decide, methods=["POST"]),
            Route(TOKEN, self.token, methods=["POST"]),
            Route(REVOKE, self.revoke, methods=["POST"]),
            Route(CERTS, self.certs),
            Route(USERINFO, self.userinfo, methods=["GET", "POST"]),
        ]

    async def discovery(self, request: Request) -> Response:
        """OpenID Connect Discovery 1.0."""
        root = self._world.config.root
        return JSONResponse(
            {
                "issuer": root,
                "authorization_endpoint": root + AUTHORIZE,
                "token_endpoint": root + TOKEN,
                "userinfo_endpoint": root + USERINFO,
                "revocation_endpoint": root + REVOKE,
                "jwks_uri": root + CERTS,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid", "email", "profile"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "claims_supported": ["aud", "email", "email_verified", "exp", "iat", "iss", "name", "sub"],
                "code_challenge_methods_supported": ["plain", "S256"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
            }
        )

    async def certs(self, request: Request) -> Response:
        """The keys that tokens are signed with."""
        return JSONResponse(self._world.key.jwks(), headers={"cache-control": "public, max-age=3600"})

    async def ask(self, request: Request) -> Response:
        """The consent page, or why there is none."""
        asked = {name: request.query_params[name] for name in _KEPT if name in request.query_params}
        refused = self._refused(asked)
        if refused is not None:
            return refused
        return HTMLResponse(consent_page(self._world.accounts.all(), asked, asked["client_id"]))

    async def decide(self, request: Request) -> Response:
        """What the person said: back to the client with a code, or with access_denied."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        asked = {name: form[name] for name in _KEPT if name in form}
        refused = self._refused(asked)
        if refused is not None:
            return refused
        state = {"state": asked["state"]} if "state" in asked else {}
        mailbox = self._world.accounts.find(form.get("account", ""))
        if form.get("decision") != "allow" or mailbox is None:
            return _back(asked, {**state, "error": "access_denied"})
        code = self._world.tokens.new_code({**asked, "account": mailbox.email})
        answer = {**state, "code": code, "scope": " ".join(_scopes(asked["scope"])), "authuser": "0"}
        return _back(asked, {**answer, "prompt": asked.get("prompt", "none")})

    def _refused(self, asked: dict[str, str]) -> Response | None:
        """The page or redirect for a request that Google would not show a consent page for."""
        config = self._world.config
        if asked.get("client_id") != config.client_id:
            return HTMLResponse(refusal_page("invalid_client", "The OAuth client was not found."), 401)
        if not _allowed(asked.get("redirect_uri", ""), config.redirect_uris):
            text = f"This address is not registered for the client: {asked.get('redirect_uri', '')}"
            return HTMLResponse(refusal_page("redirect_uri_mismatch", text), 400)
        if asked.get("response_type") != "code":
            return HTMLResponse(refusal_page("unsupported_response_type", "response_type must be code."), 400)
        if not asked.get("scope", "").split():
            return HTMLResponse(refusal_page("invalid_request", "Missing required parameter: scope"), 400)
        if asked.get("code_challenge_method", "plain") not in {"plain", "S256"}:
            return HTMLResponse(refusal_page("invalid_request", "Invalid code_challenge_method."), 400)
        return None

    async def token(self, request: Request) -> Response:
        """The token endpoint (RFC 6749, section 3.2)."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        for fault in self._world.faults.struck("token"):
            await asyncio.sleep(fault.seconds)
            if fault.kind == "status":
                return JSONResponse({"error": fault.reason}, fault.status)
        client_id, client_secret = _client(request, form)
        config = self._world.config
        if client_id != config.client_id:
            return _error("invalid_client", "The OAuth client was not found.", 401)
        if not hmac.compare_digest(client_secret, config.client_secret):
            return _error("invalid_client", "Unauthorized", 401)
        if form.get("grant_type") == "authorization_code":
            return self._exchange(form)
        if form.get("grant_type") == "refresh_token":
            issued = self._world.tokens.refresh(form.get("refresh_token", ""), form.get("scope", "").split())
            if issued is None:
                return _error("invalid_grant", "Token has been expired or revoked.")
            return self._issued(issued, nonce=None)
        return _error("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")

    def _exchange(self, form: dict[str, str]) -> Response:
        asked = self._world.tokens.use_code(form.get("code", ""))
        if asked is None:
            return _error("invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return _error("redirect_uri_mismatch", "Bad Request")
        challenge = asked.get("code_challenge")
        if challenge and not _proves(form.get("code_verifier", ""), challenge, asked.get("code_challenge_method")):
            return _error("invalid_grant", "Invalid code verifier.")
        issued = self._world.tokens.grant(
            self._world.accounts.get(asked["account"]).account,
            _scopes(asked["scope"]),
            offline=asked.get("access_type") == "offline",
            consent="consent" in asked.get("prompt", ""),
            include=asked.get("include_granted_scopes") == "true",
        )
        return self._issued(issued, asked.get("nonce"))

    def _issued(self, issued: Issued, nonce: str | None) -> Response:
        answer: dict[str, Any] = {
            "access_token": issued.access_token,
            "expires_in": issued.expires_in - 1,
            "scope": " ".join(issued.scopes),
            "token_type": "Bearer",
        }
        if issued.refresh_token is not None:
            answer["refresh_token"] = issued.refresh_token
        if "openid" in issued.scopes:
            client = self._world.config.client_id
            claims = {"iss": self._world.config.root, "azp": client, "aud": client}
            claims |= self._person(issued.account, frozenset(issued.scopes))
            claims["at_hash"] = _half_hash(issued.access_token)
            answer["id_token"] = self._world.key.sign(claims | ({"nonce": nonce} if nonce else {}))
        return JSONResponse(answer, headers={"cache-control": "no-store"})

    def _person(self, account: int, scopes: frozenset[str]) -> dict[str, Any]:
        row = self._world.store.need("SELECT * FROM accounts WHERE id = ?", account)
        person: dict[str, Any] = {"sub": row["subject"]}
        if scopes & _EMAIL:
            person |= {"email": row["email"], "email_verified": True}
            domain = row["email"].rpartition("@")[2]
            person |= {} if domain == "gmail.com" else {"hd": domain}  # every other domain is a Workspace here
        if scopes & _PROFILE:
            given, _, family = row["name"].partition(" ")
            person |= {"name": row["name"], "given_name": given} | ({"family_name": family} if family else {})
        return person

    async def revoke(self, request: Request) -> Response:
        """RFC 7009, with Google's answers."""
        form = await request.form()
        token = str(form.get("token") or request.query_params.get("token", ""))
        if self._world.tokens.revoke(token):
            return JSONResponse({})
        return _error("invalid_token", "Token expired or revoked")

    async def userinfo(self, request: Request) -> Response:
        """Who a token belongs to."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        access = self._world.tokens.access(token)
        if access is None:
            return _error("invalid_request", "Invalid Credentials", 401)
        return JSONResponse(self._person(access.account, access.scopes))


def _scopes(text: str) -> list[str]:
    """Google knows `email` and `profile` by their long names as well."""
    return list(dict.fromkeys(_LONG.get(scope, scope) for scope in text.split()))


def _allowed(uri: str, registered: tuple[str, ...]) -> bool:
    address = urlsplit(uri)
    return uri in registered or (address.scheme in {"http", "https"} and address.hostname in _LOOPBACK)


def _back(asked: dict[str, str], answer: dict[str, str]) -> Response:
    uri = asked["redirect_uri"]
    return RedirectResponse(f"{uri}{'&' if '?' in uri else '?'}{urlencode(answer)}", 302)


def _client(request: Request, form: dict[str, str]) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret


def _proves(verifier: str, challenge: str, method: str | None) -> bool:
    """PKCE (RFC 7636, section 4.6)."""
    if method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(verifier.encode(), challenge.encode())


def _half_hash(token: str) -> str:
    """at_hash (OpenID Connect Core, section 3.1.3.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).decode().rstrip("=")


def _error(error: str, description: str, status: int = 400) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status)
