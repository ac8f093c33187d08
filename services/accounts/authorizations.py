"""Authorizations on their way through Google: started here, and finished once, by the same browser."""

from dataclasses import asdict, dataclass

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import Forbidden, Unauthenticated, Unavailable
from base.ids import new_secret
from integrations.google.grants import READ_MAIL, Identity, Tokens
from integrations.google.oauth import GoogleOAuth

LIFE = 600  # seconds to get through Google's pages
GRANT = "grant"


class AccessDenied(Forbidden):
    """You told Google not to give Kith access."""


class SignInExpired(Unauthenticated):
    """This sign-in took too long, was used before, or was started in another browser. Start anew."""


@dataclass(frozen=True)
class Pending:
    """What is kept of an authorization until the browser comes back with a code."""

    purpose: str  # "sign-in", "mailbox", or "grant": more rights to a mailbox
    scopes: list[str]
    redirect_uri: str
    verifier: str
    nonce: str
    browser: str  # must come back with the browser's cookie
    user_id: str | None
    next: str
    mailbox_id: str | None = None  # the one that more rights are asked for


@dataclass(frozen=True)
class Finished:
    """A finished authorization. `asked` are the scopes that it was started for."""

    tokens: Tokens
    identity: Identity
    user_id: str | None
    next: str
    asked: list[str]
    mailbox_id: str | None = None


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
        mailbox_id: str | None = None,
    ) -> str:
        """The address to send the browser to. Raises InvalidSettings without an OAuth client, Unavailable."""
        state, nonce = new_secret(), new_secret()
        started = await self._oauth.start(
            scopes=scopes,
            redirect_uri=redirect_uri,
            state=state,
            nonce=nonce,
            login_hint=login_hint,
            more=purpose == GRANT and READ_MAIL not in scopes,  # else it is to be that and nothing more
        )
        pending = Pending(
            *(purpose, list(scopes), redirect_uri, started.verifier, nonce, browser, user_id, next_path, mailbox_id)
        )
        try:
            await self._redis.set(f"oauth:{state}", orjson.dumps(asdict(pending)), ex=LIFE)
        except (RedisError, OSError) as error:
            raise Unavailable("Redis does not answer. Look at KITH_REDIS_URL.") from error
        return started.url

    async def finish(self, purpose: str, state: str, code: str, browser: str | None) -> Finished:
        """Exchange the code. Raises SignInExpired for a state that is unknown, used, or another browser's."""
        pending = await self._pending(state, take=True)
        if pending is None or pending.purpose != purpose or pending.browser != browser:
            raise SignInExpired
        tokens, identity = await self._oauth.finish(
            scopes=tuple(pending.scopes),
            redirect_uri=pending.redirect_uri,
            code=code,
            verifier=pending.verifier,
            nonce=pending.nonce,
        )
        return Finished(tokens, identity, pending.user_id, pending.next, pending.scopes, pending.mailbox_id)

    async def detour(self, state: str, browser: str | None) -> str | None:
        """Where somebody was who was sent off to grant more rights; None for any other authorization."""
        pending = await self._pending(state, take=False)
        return pending.next if pending and pending.purpose == GRANT and pending.browser == browser else None

    async def _pending(self, state: str, *, take: bool) -> Pending | None:
        key = f"oauth:{state}"
        try:
            stored = await (self._redis.getdel(key) if take else self._redis.get(key))
        except (RedisError, OSError) as error:
            raise Unavailable("Redis does not answer. Look at KITH_REDIS_URL.") from error
        return Pending(**orjson.loads(stored)) if stored is not None else None
