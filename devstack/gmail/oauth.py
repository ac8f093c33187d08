"""Google's OAuth and OpenID Connect: code flow with PKCE, consent, tokens, keys, userinfo, revocation."""

import base64
import hashlib
import html
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey

from devstack.gmail.config import SimulatorConfig
from devstack.gmail.errors import unauthenticated
from devstack.gmail.store import Store

ACCESS = 3600  # seconds that an access token lasts
CODE = 300  # seconds that a code lasts
_MEANING = {
    "https://www.googleapis.com/auth/gmail.readonly": "Read your mail and settings",
    "https://www.googleapis.com/auth/gmail.modify": "Read, compose, send and change your mail",
    "https://www.googleapis.com/auth/gmail.send": "Send mail on your behalf",
    "https://www.googleapis.com/auth/gmail.compose": "Manage drafts and send mail",
    "https://mail.google.com/": "Read, compose, send and permanently delete all your mail",
}


class OAuthError(Exception):
    """An error of the token endpoint (RFC 6749, section 5.2)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


class OAuth:
    """One OAuth client, and everybody's grants."""

    def __init__(self, store: Store, config: SimulatorConfig) -> None:
        self._store = store
        self._config = config
        private = store.secret(
            "signing-key", lambda: json.dumps(RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True))
        )
        self._key = RSAKey.import_key(json.loads(private))

    def discovery(self) -> dict[str, Any]:
        """/.well-known/openid-configuration."""
        root = self._config.root
        return {
            "issuer": root,
            "authorization_endpoint": f"{root}/o/oauth2/v2/auth",
            "token_endpoint": f"{root}/token",
            "userinfo_endpoint": f"{root}/v1/userinfo",
            "revocation_endpoint": f"{root}/revoke",
            "jwks_uri": f"{root}/oauth2/v3/certs",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        """The public keys."""
        return {"keys": [self._key.as_dict(private=False, use="sig", alg="RS256")]}

    def sign(self, claims: dict[str, Any]) -> str:
        """A signed token with these claims, valid for an hour."""
        now = int(time.time())
        header = {"alg": "RS256", "kid": self._key.kid, "typ": "JWT"}
        return jwt.encode(header, {"iss": self._config.root, "iat": now, "exp": now + 3600, **claims}, self._key)

    def consent_page(self, query: dict[str, str]) -> tuple[int, str]:
        """(status, HTML): who, and what is asked for. 400 where the client or its request is wrong."""
        problem = self._problem(query)
        if problem:
            return 400, _page("Error 400", f"<p>{html.escape(problem)}</p>")
        hint = query.get("login_hint", "")
        accounts = self._store.all("SELECT email, name FROM accounts ORDER BY rowid")
        choices = "".join(
            f'<label><input type="radio" name="account" value="{html.escape(row["email"])}"'
            f"{' checked' if row['email'] == hint or (place == 0 and not hint) else ''}>"
            f"<span><b>{html.escape(row['name'])}</b><small>{html.escape(row['email'])}</small></span></label>"
            for place, row in enumerate(accounts)
        )
        asked = "".join(
            f'<label class="scope"><input type="checkbox" name="granted" value="{html.escape(scope)}" checked>'
            f"<span>{_MEANING[scope]}</span></label>"
            for scope in query["scope"].split()
            if scope in _MEANING
        )
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in query.items()
        )
        return 200, _page(
            "Sign in",
            f'<p>to continue to <b>Kith</b></p><form method="post">{hidden}<fieldset>{choices}</fieldset>'
            f'<fieldset>{asked}</fieldset><footer><button name="decision" value="cancel">Cancel</button>'
            '<button name="decision" value="allow" class="allow">Allow</button></footer></form>',
        )

    def decide(self, form: dict[str, str], granted: list[str]) -> str:
        """Where the browser goes after the consent page."""
        target, state = form["redirect_uri"], form.get("state", "")
        if form.get("decision") != "allow":
            return f"{target}?{urlencode({'error': 'access_denied', 'state': state})}"
        asked = form["scope"].split()
        scopes = [scope for scope in asked if scope not in _MEANING or scope in granted]
        code = "4/" + secrets.token_urlsafe(32)
        detail = {name: form.get(name, "") for name in ("redirect_uri", "code_challenge", "nonce", "access_type")}
        self._grant(code, "code", form["account"], scopes, CODE, detail)
        return f"{target}?{urlencode({'state': state, 'code': code, 'scope': ' '.join(scopes)})}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """/token: a code or a refresh token becomes an access token. Raises OAuthError."""
        known = form.get("client_id") == self._config.client_id
        if not known or not secrets.compare_digest(form.get("client_secret", ""), self._config.client_secret):
            raise OAuthError("invalid_client", "The provided client secret is invalid.")
        if form.get("grant_type") == "authorization_code":
            return self._exchange(form)
        if form.get("grant_type") == "refresh_token":
            row = self._row(form.get("refresh_token", ""), "refresh")
            if row is None:
                raise OAuthError("invalid_grant", "Token has been expired or revoked.")
            return self._access(row["account"], json.loads(row["scopes"]))
        raise OAuthError("unsupported_grant_type", "Invalid grant_type.")

    def account_of(self, authorization: str) -> tuple[str, list[str]]:
        """(account, scopes) of a Bearer header. Raises ApiError 401."""
        scheme, _, token = authorization.partition(" ")
        row = self._row(token, "access") if scheme.lower() == "bearer" else None
        if row is None:
            raise unauthenticated()
        return row["account"], json.loads(row["scopes"])

    def userinfo(self, account: str) -> dict[str, Any]:
        """The claims about a person."""
        row = self._store.one("SELECT * FROM accounts WHERE email = ?", account)
        return {"sub": row["sub"], "email": account, "email_verified": True, "name": row["name"]}

    def revoke(self, token: str) -> bool:
        """Give back a token, and with it the whole grant of its account."""
        row = self._store.one("SELECT account FROM grants WHERE token = ?", token)
        if row is not None:
            self.revoke_account(row["account"])
        return row is not None

    def revoke_account(self, account: str) -> None:
        """As if the person had removed the app in their Google account."""
        self._store.run("DELETE FROM grants WHERE account = ?", account)

    def expire(self, account: str) -> None:
        """End every access token now; refreshing still works."""
        self._store.run("DELETE FROM grants WHERE account = ? AND kind = 'access'", account)

    def _problem(self, query: dict[str, str]) -> str | None:
        if query.get("client_id") != self._config.client_id:
            return "The OAuth client was not found (invalid_client)."
        if not query.get("redirect_uri", "").startswith(("http://127.0.0.1", "http://localhost", "https://")):
            return "The redirect URI in the request does not match (redirect_uri_mismatch)."
        if query.get("response_type") != "code" or "openid" not in query.get("scope", ""):
            return "response_type must be code, and scope must contain openid (invalid_request)."
        if query.get("code_challenge") and query.get("code_challenge_method") != "S256":
            return "code_challenge_method must be S256 (invalid_request)."
        return None

    def _exchange(self, form: dict[str, str]) -> dict[str, Any]:
        code = form.get("code", "")
        row = self._row(code, "code")
        self._store.run("DELETE FROM grants WHERE token = ?", code)  # a code is used once, however that ends
        if row is None:
            raise OAuthError("invalid_grant", "Malformed or expired auth code.")
        detail = json.loads(row["detail"])
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if detail["code_challenge"] and detail["code_challenge"] != challenge:
            raise OAuthError("invalid_grant", "Invalid code verifier.")
        if detail["redirect_uri"] != form.get("redirect_uri"):
            raise OAuthError("redirect_uri_mismatch", "Bad Request")
        account, scopes = row["account"], json.loads(row["scopes"])
        answer = self._access(account, scopes)
        if detail["access_type"] == "offline":
            refresh = "1//" + secrets.token_urlsafe(32)
            self._grant(refresh, "refresh", account, scopes, 10 * 365 * 86400, {})
            answer["refresh_token"] = refresh
        claims = self.userinfo(account) | {"aud": self._config.client_id, "azp": self._config.client_id}
        if detail["nonce"]:
            claims["nonce"] = detail["nonce"]
        return answer | {"id_token": self.sign(claims)}

    def _access(self, account: str, scopes: list[str]) -> dict[str, Any]:
        token = "ya29." + secrets.token_urlsafe(48)
        self._grant(token, "access", account, scopes, ACCESS, {})
        return {"access_token": token, "expires_in": ACCESS - 1, "scope": " ".join(scopes), "token_type": "Bearer"}

    def _grant(
        self, token: str, kind: str, account: str, scopes: list[str], seconds: int, detail: dict[str, str]
    ) -> None:
        until = int(time.time()) + seconds
        values = (token, kind, account, json.dumps(scopes), until, json.dumps(detail))
        self._store.run("INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)", *values)

    def _row(self, token: str, kind: str) -> Any:
        return self._store.one(
            "SELECT * FROM grants WHERE token = ? AND kind = ? AND expires > ?", token, kind, int(time.time())
        )


def _page(title: str, content: str) -> str:
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;
margin:0;background:light-dark(#f3f4f6,#111)}}main{{background:light-dark(#fff,#1c1c1f);padding:2rem;border-radius:1rem;
width:min(26rem,calc(100vw - 5rem));box-shadow:0 1px 8px #0002}}h1{{font-size:1.4rem;margin:0}}fieldset{{border:0;padding:0;
margin:1rem 0}}label{{display:flex;gap:.75rem;padding:.6rem;border-radius:.5rem;align-items:center}}label:hover{{background:
#8882}}small{{display:block;opacity:.7}}footer{{display:flex;justify-content:flex-end;gap:.5rem}}button{{font:inherit;
padding:.5rem 1.2rem;border-radius:2rem;border:1px solid #8885;background:none;cursor:pointer}}.allow{{background:#1a56db;
color:#fff;border:0}}p.note{{font-size:.8rem;opacity:.7;margin:1.5rem 0 0}}</style><main><h1>{title}</h1>{content}
<p class="note">This is Kith's Gmail simulator. No account of yours is involved.</p></main></html>"""
