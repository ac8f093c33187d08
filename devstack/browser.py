"""A small browser for the demo's owner: signs in and gives consent over HTTP, as a person would."""

from urllib.parse import urljoin

import httpx
from selectolax.lexbor import LexborHTMLParser, LexborNode

from base.errors import KithError

MOST_STEPS = 10


class SignInFailed(KithError):
    """The demo's owner could not sign in."""


async def consent(client: httpx.AsyncClient, url: str, email: str, until: str) -> None:
    """Follow `url` through the consent page as `email`, until a request below `until` was answered.

    Raises SignInFailed where the way ends elsewhere.
    """
    response = await client.get(url)
    for _ in range(MOST_STEPS):
        if response.is_redirect:
            there = response.headers["location"]
            came_from = str(response.request.url)
            if came_from.startswith(until):
                return _check(there)
            response = await client.get(urljoin(came_from, there))
        elif response.is_success and (form := LexborHTMLParser(response.text).css_first("form")):
            response = await _submit(client, str(response.request.url), form, email)
        else:
            break
    raise SignInFailed(f"{response.request.url} answers {response.status_code}: {response.text[:200]}")


def _check(landing: str) -> None:
    """Kith tells the page what went wrong in the address it lands on."""
    error = httpx.URL(landing).params.get("error")
    if error:
        raise SignInFailed(error)


async def _submit(client: httpx.AsyncClient, page: str, form: LexborNode, email: str) -> httpx.Response:
    """Choose the account `email` on the consent page, and press "Allow"."""
    hidden = form.css("input[type=hidden][name]")
    fields = {node.attributes["name"] or "": node.attributes.get("value") or "" for node in hidden}
    action = urljoin(page, form.attributes.get("action") or page)
    return await client.post(action, data={**fields, "account": email, "decision": "allow"})
