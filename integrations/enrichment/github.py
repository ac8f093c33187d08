"""GitHub's public profiles by address: https://docs.github.com/en/rest/search and /rest/users."""

import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import httpx

from integrations.enrichment.errors import KeyRefused, SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.shapes import at, facts, listed, text
from integrations.enrichment.source import About, Answer, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.github.com"
_SHOWN = 0.95  # the profile shows the very address
_MATCHED = 0.8  # GitHub found it by the address, and does not show that to whom is not signed in
_SECONDARY = timedelta(seconds=60)  # "wait for at least one minute", where a refusal names no time
# What could be more than an address in a search's language.
_ADDRESS = re.compile(r"[^\s\"():]+@[^\s\"():@]+")


class GitHub:
    """Who shows an address in their public profile. Two calls: a search, and the profile."""

    name = "github"
    fields = frozenset(
        (About.PERSON, field) for field in ("name", "company", "location", "photo_url", "bio", "url", "handle")
    )
    needs = (frozenset({Key.EMAIL}),)
    terms = Terms("Public profile from GitHub", "https://github.com")
    price = Price()
    timeout = timedelta(seconds=15)

    def __init__(self, http: httpx.AsyncClient, token: str | None = None, root: str = ROOT) -> None:
        """Without a `token` a third of the searches are allowed."""
        searches, calls = (30, 5_000) if token else (10, 60)
        self.limits = Limits((Rate(searches, timedelta(minutes=1)), Rate(calls, timedelta(hours=1))))
        headers = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        self._vendor = Vendor(http, root, headers | ({"authorization": f"Bearer {token}"} if token else {}))

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        address = (query.email or "").strip()
        if not _ADDRESS.fullmatch(address):
            return Answer()
        search = await self._vendor.get("/search/users", q=f"{address} in:email", per_page="2")
        found = _checked(search).json()
        logins = [text(one, "login") for one in listed(found, "items") if text(one, "type") in {"", "User"}]
        if not logins and at(found, "incomplete_results") is True:
            raise SourceFailed("GitHub's search took too long.")
        if len(logins) != 1 or not logins[0]:  # an address of several accounts tells nothing of either
            return _answer((), search)
        profile = await self._vendor.get(f"/users/{quote(logins[0], safe='')}")
        facts_of = () if profile.status == HTTPStatus.NOT_FOUND else _found(_checked(profile).json(), address)
        return _answer(facts_of, search, profile)


def _answer(found: tuple[Found, ...], *replies: Reply) -> Answer:
    """With what is left of the tightest limit: searches and profiles have one each."""
    told = [(left, reply) for reply in replies if (left := reply.number("x-ratelimit-remaining")) is not None]
    left, tightest = min(told, key=lambda one: one[0], default=(None, replies[0]))
    return Answer(found, left=left, resets_at=tightest.moment("x-ratelimit-reset"))


def _checked(reply: Reply) -> Reply:
    """403 and 429 both mean a limit; 403 is a right that lacks only where nothing speaks of one."""
    if reply.status in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}:
        if reply.wait is not None:
            raise SourceBusy(reply.wait)
        if reply.number("x-ratelimit-remaining") == 0:
            raise SourceBusy(reply.until("x-ratelimit-reset") or _SECONDARY)
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS or b"rate limit" in reply.body.lower():
            raise SourceBusy(_SECONDARY)
        raise KeyRefused
    if reply.status == HTTPStatus.UNAUTHORIZED:
        raise KeyRefused
    if reply.status != HTTPStatus.OK:
        raise SourceRefused(f"GitHub refuses the request ({reply.status}).")
    return reply


def _found(profile: dict[str, object], address: str) -> tuple[Found, ...]:
    shown = text(profile, "email")
    if shown and shown.lower() != address.lower():  # a search finds parts of words too
        return ()
    login, x = text(profile, "login"), text(profile, "twitter_username")
    said = [
        ("name", text(profile, "name")),
        ("company", text(profile, "company").removeprefix("@")),
        ("location", text(profile, "location")),
        ("bio", text(profile, "bio")),
        ("photo_url", text(profile, "avatar_url")),
        ("url", text(profile, "blog")),
        ("handle", f"github:{login}" if login else ""),
        ("handle", f"x:{x}" if x else ""),
    ]
    return facts(About.PERSON, said, _SHOWN if shown else _MATCHED, text(profile, "html_url") or None)
