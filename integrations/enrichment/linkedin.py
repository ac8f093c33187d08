"""LinkedIn's userinfo (Sign In with LinkedIn using OpenID Connect): the member who consents, and nobody else."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx

from integrations.enrichment.errors import KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.shapes import facts, text
from integrations.enrichment.source import About, Answer, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.linkedin.com/v2"
_OWN = 0.95  # the member wrote it, and signed in to say so


class LinkedIn:
    """The profile of the member whose token this is: of the owner's own card.

    It needs nothing that a query has, so nobody can be looked up here: `Query.only` gives nothing to ask about others.
    """

    name = "linkedin"
    fields = frozenset((About.PERSON, field) for field in ("name", "given_name", "family_name", "photo_url"))
    needs: tuple[frozenset[Key], ...] = ()
    terms = Terms("Your LinkedIn profile", "https://www.linkedin.com")
    price = Price()
    limits = Limits((Rate(10, timedelta(minutes=1)),))  # one person's profile changes rarely: this is ours
    timeout = timedelta(seconds=20)

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        """`key` is the member's access token, with the scopes `openid profile email`."""
        self._vendor = Vendor(http, root, {"authorization": f"Bearer {key}"})

    async def ask(self, query: Query) -> Answer:
        """What the member's token shows, whatever the query. See `Source.ask`."""
        reply = await self._vendor.get("/userinfo")
        _check(reply)
        me = reply.json()
        said = [(field, text(me, field)) for field in ("name", "given_name", "family_name")]
        return Answer(facts(About.PERSON, [*said, ("photo_url", text(me, "picture"))], _OWN))


def _check(reply: Reply) -> None:
    match reply.status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.TOO_MANY_REQUESTS:  # its limits are of a day and begin anew at midnight, UTC
            raise SourceBusy(reply.wait or _until_midnight(datetime.now(UTC)))
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise KeyRefused("LinkedIn no longer lets Kith read your profile. Connect it again.")
    raise SourceRefused(f"LinkedIn refuses the request ({reply.status}).")


def _until_midnight(now: datetime) -> timedelta:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - now
