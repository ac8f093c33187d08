"""Grants of an account to the client, and the tokens that come of them."""

import time
from dataclasses import dataclass

import orjson

from devstack.simulator.ids import secret
from devstack.simulator.store import Store

_CODE_SECONDS = 600


@dataclass(frozen=True)
class Access:
    """What a valid access token allows."""

    account: int
    scopes: frozenset[str]


@dataclass(frozen=True)
class Issued:
    """A new access token; the refresh token only where the client is given one."""

    access_token: str
    expires_in: int
    scopes: list[str]
    account: int
    refresh_token: str | None = None


class Tokens:
    """Codes, grants, access tokens."""

    def __init__(self, store: Store, seconds: int) -> None:
        self._store = store
        self._seconds = seconds

    def new_code(self, request: dict[str, object]) -> str:
        """An authorization code for what the user allowed."""
        code = secret("4/0A")
        expires = time.time() + _CODE_SECONDS
        self._store.run("INSERT INTO codes VALUES (?, ?, ?)", code, orjson.dumps(request).decode(), expires)
        return code

    def use_code(self, code: str) -> dict[str, str] | None:
        """What the code stands for, once; None for a wrong, used or old one."""
        row = self._store.one("SELECT * FROM codes WHERE code = ?", code)
        self._store.run("DELETE FROM codes WHERE code = ? OR expires < ?", code, time.time())
        if row is None or row["expires"] < time.time():
            return None
        request: dict[str, str] = orjson.loads(row["request"])
        return request

    def grant(self, account: int, scopes: list[str], *, offline: bool, consent: bool, include: bool) -> Issued:
        """Allow the client these scopes. `include` adds those that were granted before.

        As at Google, an offline client is given a refresh token with the first grant and after `consent` only.
        """
        before = self._store.all("SELECT * FROM grants WHERE account = ? AND NOT revoked", account)
        if include:
            known = {scope for row in before for scope in row["scopes"].split()}
            scopes = list(dict.fromkeys([*scopes, *sorted(known)]))
        lasting = offline and (consent or not any(row["refresh_token"] for row in before))
        refresh_token = secret("1//0g") if lasting else None
        grant = self._store.run(
            "INSERT INTO grants (account, scopes, refresh_token) VALUES (?, ?, ?)",
            *(account, " ".join(scopes), refresh_token),
        )
        return self._issue(grant, account, scopes, refresh_token)

    def refresh(self, refresh_token: str, scopes: list[str]) -> Issued | None:
        """A new access token, for all scopes of the grant or fewer; None where the grant is revoked or unknown."""
        row = self._store.one("SELECT * FROM grants WHERE refresh_token = ? AND NOT revoked", refresh_token)
        if row is None:
            return None
        granted = row["scopes"].split()
        wanted = [scope for scope in granted if scope in scopes] if scopes else granted
        return self._issue(row["id"], row["account"], wanted, None)

    def _issue(self, grant: int, account: int, scopes: list[str], refresh_token: str | None) -> Issued:
        token = secret("ya29.a0")
        expires = time.time() + self._seconds
        self._store.run("INSERT INTO access_tokens VALUES (?, ?, ?, ?)", token, grant, " ".join(scopes), expires)
        return Issued(token, self._seconds, scopes, account, refresh_token)

    def access(self, token: str) -> Access | None:
        """What a token allows now."""
        row = self._store.one(
            "SELECT g.account, t.scopes FROM access_tokens t JOIN grants g ON g.id = t.grant_id "
            "WHERE t.token = ? AND t.expires > ? AND NOT g.revoked",
            *(token, time.time()),
        )
        return None if row is None else Access(row["account"], frozenset(row["scopes"].split()))

    def revoke(self, token: str) -> bool:
        """End the grant behind a refresh or access token; False for an unknown one."""
        row = self._store.one(
            "SELECT id FROM grants WHERE NOT revoked AND (refresh_token = ? OR id IN "
            "(SELECT grant_id FROM access_tokens WHERE token = ?))",
            *(token, token),
        )
        if row is None:
            return False
        self._store.run("UPDATE grants SET revoked = 1 WHERE id = ?", row["id"])
        return True

    def revoke_all(self, account: int) -> None:
        """The user removes the client's access."""
        self._store.run("UPDATE grants SET revoked = 1 WHERE account = ?", account)

    def expire_all(self, account: int) -> None:
        """Every access token of the account is old; refresh tokens still hold."""
        self._store.run(
            "UPDATE access_tokens SET expires = 0 WHERE grant_id IN (SELECT id FROM grants WHERE account = ?)",
            account,
        )

    def expire(self, token: str) -> None:
        """One access token is old."""
        self._store.run("UPDATE access_tokens SET expires = 0 WHERE token = ?", token)
