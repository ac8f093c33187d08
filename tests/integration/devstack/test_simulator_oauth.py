"""Sign-in as Google does it, driven by google-auth-oauthlib."""

import os
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google_auth_oauthlib.flow import Flow
from joserfc import jwt
from joserfc.jwk import KeySet

from devstack.simulator.config import SimulatorConfig
from tests.integration.devstack.simulator_fixture import ME, Simulator, simulator

CALLBACK = "http://127.0.0.1:4711/callback"
READ = "https://www.googleapis.com/auth/gmail.readonly"
SCOPES = ["openid", "https://www.googleapis.com/auth/userinfo.email", READ]
CLIENT = SimulatorConfig.client_id
SECRET = SimulatorConfig(data=None).client_secret  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    before = os.environ.get("OAUTHLIB_INSECURE_TRANSPORT")
    with pytest.MonkeyPatch.context() as patch, simulator(tmp_path_factory.mktemp("oauth")) as running:
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        patch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
        running.create()
        running.create("grace@example.com", "Grace Hopper")
        yield running
    assert os.environ.get("OAUTHLIB_INSECURE_TRANSPORT") == before


def flow(google: Simulator, secret: str = SECRET) -> Flow:
    found = google.http.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == google.root
    web = {
        "client_id": CLIENT,
        "client_secret": secret,
        "auth_uri": found["authorization_endpoint"],
        "token_uri": found["token_endpoint"],
    }
    return Flow.from_client_config({"web": web}, scopes=SCOPES, redirect_uri=CALLBACK, autogenerate_code_verifier=True)


def submit(google: Simulator, url: str, decision: str = "allow", account: str | None = None) -> dict[str, list[str]]:
    """Fill the consent page in; gives the query that the client is called back with."""
    page = google.http.get(url)
    assert page.status_code == 200, page.text
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    checked = re.search(r'name="account" value="([^"]+)" checked', page.text)
    assert checked is not None
    form = {unescape(name): unescape(value) for name, value in hidden}
    form |= {"account": account or unescape(checked[1]), "decision": decision}
    answer = google.http.post(urlsplit(url).path, data=form)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK)
    return parse_qs(urlsplit(answer.headers["location"]).query)


def sign_in(google: Simulator, **options: str) -> tuple[Flow, dict[str, Any]]:
    started = flow(google)
    options = {"access_type": "offline", "prompt": "consent", "nonce": "n-1", **options}
    url, state = started.authorization_url(**options)
    back = submit(google, url)
    assert back["state"] == [state]
    return started, dict(started.fetch_token(code=back["code"][0]))


def test_the_whole_flow_gives_tokens_and_an_identity(google: Simulator) -> None:
    started, token = sign_in(google, login_hint="grace@example.com")
    keys = KeySet.import_key_set(google.http.get("/oauth2/v3/certs").json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["iss"] == google.root
    assert claims["aud"] == claims["azp"] == CLIENT
    assert claims["nonce"] == "n-1"
    assert claims["email"] == "grace@example.com"
    assert claims["email_verified"] is True
    assert claims["exp"] - claims["iat"] == 3600
    person = google.http.get("/v1/userinfo", headers={"authorization": f"Bearer {token['access_token']}"}).json()
    assert person["sub"] == claims["sub"]
    profile = google.gmail(credentials=started.credentials).getProfile(userId="me").execute()
    assert profile["emailAddress"] == "grace@example.com"


def test_the_page_names_accounts_and_permissions(google: Simulator) -> None:
    page = google.http.get(flow(google).authorization_url()[0]).text
    assert "Ada Lovelace" in page
    assert "grace@example.com" in page
    assert "Read your email" in page


def test_cancel_is_access_denied(google: Simulator) -> None:
    url, state = flow(google).authorization_url()
    assert submit(google, url, "cancel") == {"state": [state], "error": ["access_denied"]}


def test_a_code_needs_its_verifier_and_holds_once(google: Simulator) -> None:
    started = flow(google)
    code = submit(google, started.authorization_url()[0])["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    refused = google.http.post("/token", data=form | {"code_verifier": "x" * 64})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    again = google.http.post("/token", data=form | {"code_verifier": started.code_verifier})
    assert again.json()["error"] == "invalid_grant"


def test_a_wrong_secret_is_invalid_client(google: Simulator) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "1//0g", "client_id": CLIENT, "client_secret": "wrong"}
    answer = google.http.post("/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": "other"}, 401),
        ({"redirect_uri": "https://evil.example/callback"}, 400),
        ({"response_type": "token"}, 400),
        ({"scope": " "}, 400),
    ],
)
def test_a_bad_request_gets_a_page_and_no_redirect(google: Simulator, change: dict[str, str], status: int) -> None:
    url = urlsplit(flow(google).authorization_url()[0])
    answer = google.http.get(url.path, params=dict(parse_qsl(url.query)) | change)
    assert answer.status_code == status
    assert "Access blocked" in answer.text


def test_refresh_gives_another_access_token_until_revoked(google: Simulator) -> None:
    started, token = sign_in(google)
    credentials = started.credentials
    credentials.refresh(Request())
    assert credentials.token != token["access_token"]
    assert google.http.post("/revoke", data={"token": credentials.refresh_token}).status_code == 200
    with pytest.raises(RefreshError) as caught:
        credentials.refresh(Request())
    assert caught.value.args[1]["error"] == "invalid_grant"
    assert google.http.post("/revoke", data={"token": credentials.refresh_token}).status_code == 400


def test_a_refresh_token_comes_with_the_first_grant_and_with_consent_only(google: Simulator) -> None:
    google.post(f"accounts/{ME}/revoke")
    assert "refresh_token" in sign_in(google, prompt="select_account")[1]
    assert "refresh_token" not in sign_in(google, prompt="select_account")[1]
    assert "refresh_token" in sign_in(google)[1]
    assert "refresh_token" not in sign_in(google, access_type="online")[1]


def test_earlier_scopes_are_included_on_request(google: Simulator) -> None:
    google.post(f"accounts/{ME}/revoke")
    google.grant(scopes=["https://www.googleapis.com/auth/gmail.send"])
    token = sign_in(google, include_granted_scopes="true")[1]
    assert "https://www.googleapis.com/auth/gmail.send" in token["scope"]


def test_expired_access_tokens_are_refreshed_by_the_client(google: Simulator) -> None:
    credentials = google.credentials()
    before = credentials.token
    google.post(f"accounts/{ME}/expire-tokens")
    with httpx.Client(base_url=google.root, headers={"authorization": f"Bearer {before}"}) as http:
        answer = http.get("/gmail/v1/users/me/profile")
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert answer.json()["error"]["errors"][0]["reason"] == "authError"
    assert google.gmail(credentials=credentials).getProfile(userId="me").execute()["emailAddress"] == ME
    assert credentials.token != before
