"""Whom Google's answer names: an address counts only where Google has verified it, and says so as a truth value."""

from typing import Any, cast

import pytest

from integrations.google import oauth
from integrations.google.grants import SIGN_IN
from integrations.google.oauth import GoogleOAuth, GoogleRefused

CLAIMS = {"nonce": "n", "sub": "1", "email": "Ada@Example.org", "email_verified": True, "hd": "example.org"}


class _Issuer:
    """Has signed these claims."""

    issuer = "https://issuer.example"

    def __init__(self, claims: dict[str, Any]) -> None:
        self._claims = claims

    async def endpoint(self, name: str) -> str:
        return f"https://issuer.example/{name}"

    async def claims(self, token: str, *, audience: list[str]) -> dict[str, Any]:
        return self._claims


async def finished(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Any:
    monkeypatch.setattr(oauth, "_exchange", lambda flow, code: {"id_token": "x", "access_token": "a", "scope": []})
    issuer = cast("Any", _Issuer(CLAIMS | changed))
    client = GoogleOAuth(issuer, cast("Any", None), "client", "secret")
    return await client.finish(
        scopes=SIGN_IN, redirect_uri="https://kith.example/", code="c", verifier="v" * 43, nonce="n"
    )


async def test_a_verified_address_is_known_with_its_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    _, identity = await finished(monkeypatch)
    assert (identity.email, identity.hosted_domain) == ("ada@example.org", "example.org")
    _, private = await finished(monkeypatch, hd=None)
    assert private.hosted_domain is None


@pytest.mark.parametrize("said", ["true", "false", 1, None, [True], {}])
async def test_what_is_not_plainly_true_is_not_verified(monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    with pytest.raises(GoogleRefused):
        await finished(monkeypatch, email_verified=said)


async def test_an_answer_to_another_sign_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GoogleRefused):
        await finished(monkeypatch, nonce="another")
