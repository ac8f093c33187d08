"""Gravatar's profiles, v3, by the hash of an address: https://docs.gravatar.com/sdk/profiles/."""

from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

import httpx

from integrations.enrichment.errors import KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import facts, listed, text
from integrations.enrichment.source import About, Answer, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.gravatar.com"
_SURE = 0.9  # the address's owner wrote it
_VERIFIED = 0.95  # and Gravatar has seen that the account is theirs


class Gravatar:
    """What the owner of an address shows of themselves. Only a SHA-256 of the address leaves."""

    name = "gravatar"
    fields = frozenset(
        (About.PERSON, field)
        for field in ("name", "given_name", "family_name", "title", "company", "location", "photo_url", "bio", "url",
                      "handle")
    )  # fmt: skip
    needs = (frozenset({Key.EMAIL}),)
    terms = Terms("Profile from Gravatar", "https://gravatar.com")
    price = Price()
    timeout = timedelta(seconds=10)

    def __init__(self, http: httpx.AsyncClient, key: str | None = None, root: str = ROOT) -> None:
        """Without a `key` fewer calls are allowed, and names are not split."""
        self.limits = Limits((Rate(1_000 if key else 100, timedelta(hours=1)),), at_once=2)
        self._vendor = Vendor(http, root, {"authorization": f"Bearer {key}"} if key else None)

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        digest = sha256((query.email or "").strip().lower().encode()).hexdigest()
        reply = await self._vendor.get(f"/v3/profiles/{digest}")
        left, resets_at = reply.number("x-ratelimit-remaining"), reply.moment("x-ratelimit-reset")
        if reply.status == HTTPStatus.NOT_FOUND:
            return Answer(left=left, resets_at=resets_at)
        _check(reply)
        return Answer(_found(reply.json()), left=left, resets_at=resets_at)


def _check(reply: Reply) -> None:
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SourceBusy(reply.wait or reply.until("x-ratelimit-reset"))
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise KeyRefused
    if reply.status != HTTPStatus.OK:
        raise SourceRefused(f"Gravatar refuses the request ({reply.status}).")


def _found(profile: dict[str, object]) -> tuple[Found, ...]:
    url = text(profile, "profile_url")
    said = [
        ("name", text(profile, "display_name")),
        ("given_name", text(profile, "first_name")),
        ("family_name", text(profile, "last_name")),
        ("title", text(profile, "job_title")),
        ("company", text(profile, "company")),
        ("location", text(profile, "location")),
        ("bio", text(profile, "description")),
        ("photo_url", text(profile, "avatar_url")),
        ("url", url),
    ]
    shown = [
        one for one in listed(profile, "verified_accounts") if not (isinstance(one, dict) and one.get("is_hidden"))
    ]
    accounts = [("handle", handle(text(one, "url"))) for one in shown]
    return facts(About.PERSON, said, _SURE, url or None) + facts(About.PERSON, accounts, _VERIFIED, url or None)
