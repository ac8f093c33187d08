"""X's user lookup, v2, by handle: https://docs.x.com/x-api/users/lookup. It looks nobody up by address.

Terms: a handle is linked to somebody only where they say themselves that it is theirs, in public or to the owner; what
X deletes has to go within a day of being told (X Developer Agreement and Policy).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus

import httpx

from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.shapes import facts, listed, text
from integrations.enrichment.source import FREE, About, Answer, Cost, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.x.com/2"
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")  # one of another form fails the whole request
_FIELDS = "description,location,name,profile_image_url,url,entities,protected"
_OWN = 0.8  # their own words, not always earnest
_MOST = 100


class X:
    """Profiles by handle, up to a hundred a call."""

    name = "x"
    fields = frozenset((About.PERSON, field) for field in ("name", "bio", "location", "photo_url", "url", "handle"))
    needs = (frozenset({Key.HANDLE}),)
    terms = Terms("Profile from X", "https://x.com", timedelta(days=30))
    # https://docs.x.com/x-api/getting-started/pricing: for each user that is found, and not twice on a day (UTC)
    price = Price(Cost(units=1, micro_usd=10_000))
    limits = Limits((Rate(300, timedelta(minutes=15)),))
    timeout = timedelta(seconds=20)
    most = _MOST

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        """`key` is an app's bearer token."""
        self._vendor = Vendor(http, root, {"authorization": f"Bearer {key}"})

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        return (await self.ask_all([query]))[query]

    async def ask_all(self, queries: Sequence[Query]) -> Mapping[Query, Answer]:
        """See `BatchSource.ask_all`."""
        asked = {query: (query.handle or "").removeprefix("@").lower() for query in queries}
        names = sorted({name for name in asked.values() if _USERNAME.fullmatch(name)})
        if len(names) > _MOST:
            raise ValueError(f"X takes {_MOST} handles at once, not {len(names)}.")
        if not names:
            return dict.fromkeys(asked, Answer())
        reply = await self._vendor.get("/users/by", usernames=",".join(names), **{"user.fields": _FIELDS})
        left, resets_at = reply.number("x-rate-limit-remaining"), reply.moment("x-rate-limit-reset")
        _check(reply)
        users = _users(reply)
        found = {query: _found(users.get(name)) for query, name in asked.items()}
        return {
            query: Answer(told, self.price.call if told else FREE, left, resets_at) for query, told in found.items()
        }


def _check(reply: Reply) -> None:
    match reply.status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise SourceBusy(reply.wait or reply.until("x-rate-limit-reset"))
        case HTTPStatus.PAYMENT_REQUIRED:
            raise CreditsUsedUp
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise KeyRefused
    raise SourceRefused(f"X refuses the request ({reply.status}).")


def _users(reply: Reply) -> Mapping[str, object]:
    """By small username. Who is missing or suspended is an error within a 200, and so is what went wrong as a whole."""
    body = reply.json()
    whole = [error for error in listed(body, "errors") if not text(error, "value")]
    if whole and not listed(body, "data"):
        raise SourceFailed(f"X answers with an error of its own ({text(whole[0], 'title')}).")
    return {text(user, "username").lower(): user for user in listed(body, "data")}


def _found(user: object) -> tuple[Found, ...]:
    username = text(user, "username")
    if not username:
        return ()
    links = listed(user, "entities", "url", "urls")
    said = [
        ("name", text(user, "name")),
        ("bio", text(user, "description")),
        ("location", text(user, "location")),
        ("photo_url", text(user, "profile_image_url")),
        ("url", (text(links[0], "expanded_url") if links else "") or text(user, "url")),
        ("handle", f"x:{username}"),
    ]
    return facts(About.PERSON, said, _OWN, f"https://x.com/{username}")
