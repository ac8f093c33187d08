"""Google's consent page, answered in ways that a friendly browser never would."""

import html
import re
from pathlib import Path

from devstack.simulator.store import Store
from tests.product import OWNER, Browser


async def back_from_google(browser: Browser, url: str, account: str = OWNER, **changed: str) -> str:
    """Answer the consent page at `url`. Returns where Google sends the browser to; nobody has gone there yet.

    `changed` is what the person, or Google itself, makes of the request: fewer scopes, no lasting access.
    """
    page = await browser.http.get(url)
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    form = {name: html.unescape(value) for name, value in hidden}
    sent = await browser.http.post(url, data=form | {"account": account, "decision": "allow"} | changed)
    return str(sent.headers["location"])


async def sign_in_url(browser: Browser, **query: str) -> str:
    """Where the browser is sent to sign in."""
    answer = await browser.http.get("/api/v1/session/google", params=query)
    assert answer.status_code == 302
    return str(answer.headers["location"])


async def connect_url(browser: Browser) -> str:
    """Where the browser is sent to connect a mailbox."""
    answer = await browser.http.post("/api/v1/mailboxes", json={"provider": "gmail"})
    assert answer.status_code == 201
    return str(answer.json()["authorize_url"])


async def arrive(browser: Browser, location: str) -> str:
    """Go where Google sent the browser. Returns the page that it ends on."""
    answer = await browser.http.get(location)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def google_secrets(simulator: Path) -> list[str]:
    """Every token that Google has given out."""
    store = Store(simulator)
    rows = store.all("SELECT refresh_token AS token FROM grants UNION SELECT token FROM access_tokens")
    store.close()
    return [row["token"] for row in rows if row["token"]]
