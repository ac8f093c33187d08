"""Authorizations on their way through Google: started here, and finished once, by the same browser."""

from dataclasses import asdict, dataclass

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import Forbidden, Unauthenticated, Unavailable
from base.ids import new_secret
from integrations.google.grants import Identity, Tokens
from integrations.google.oauth import GoogleOAuth

LIFE = 600  # seconds to get through Google's pages


class AccessDenied(Forbidden):
    """You told Google not to give Kith access."""


class SignInExpired(Unauthenticated):
    """This sign-in took too long, was used before, or was started in another browser. Start anew."""


@dataclass(frozen=True)
class Pending:
    """What is kept of an authorization until the browser comes back with a code."""

    purpose: str  # "sign-in" or "mailbox"
    scopes: list[str]
    redirect_uri: str
    verifier: str
    nonce: str
    browser: str  # must come back with the browser's cookie
    user_id: str | None
    next: str


@dataclass(frozen=True)
class Finished:
    """A finished authorization."""

    tokens: Tokens
    identity: Identity
    user_id: str | None
    next: str


class Authorizations:
    """State, nonce and PKCE verifier live in Redis for ten minutes and are used once (RFC 9700)."""

    def __init__(self, redis: Redis, oauth: GoogleOAuth) -> None:
        self._redis = redis
        self._oauth = oauth

    async def start(
        self,
        purpose: str,
        scopes: tuple[str, ...],
        redirect_uri: str,
        browser: str,
        *,
        user_id: str | None = None,
        next_path: str = "/",
        login_hint: str | None = None,
    ) -> str:
        """The address to send the browser to. Raises InvalidSettings without an OAuth client, Unavailable."""
        state, nonce = new_secret(), new_secret()
        started = await self._oauth.start(
            scopes=scopes, redirect_uri=redirect_uri, state=state, nonce=nonce, login_hint=login_hint
        )
        pending = Pending(purpose, list(scopes), redirect_uri, started.verifier, nonce, browser, user_id, next_path)
        try:
            await self._redis.set(f"oauth:{state}", orjson.dumps(asdict(pending)), ex=LIFE)
        except (RedisError, OSError) as error:
            raise Unavailable("Redis does not answer. Look at KITH_REDIS_URL.") from error
        return started.url

    async def finish(self, purpose: str, state: str, code: str, browser: str | None) -> Finished:
        """Exchange the code. Raises SignInExpired for a state that is unknown, used, or another browser's."""
        try:
            stored = await self._redis.getdel(f"oauth:{state}")
        except (RedisError, OSError) as error:
            raise Unavailable("Redis does not answer. Look at KITH_REDIS_URL.") from error
        if stored is None:
            raise SignInExpired
        pending = Pending(**orjson.loads(stored))
        if pending.purpose != purpose or pending.browser != browser:
            raise SignInExpired
        tokens, identity = await self._oauth.finish(
            scopes=tuple(pending.scopes),
            redirect_uri=pending.redirect_uri,
            code=code,
            verifier=pending.verifier,
            nonce=pending.nonce,
        )
        return Finished(tokens, identity, pending.user_id, pending.next)
