"""Since when a domain is registered, asked of its registry by RDAP (RFC 9082, 9083), which IANA's list names (9224)."""

import asyncio
import time
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urljoin

import httpx
import orjson

from base.retry_after import retry_after
from integrations.enrichment.domains import to_ascii
from integrations.enrichment.errors import SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.shapes import day, facts, listed, text
from integrations.enrichment.source import About, Answer, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Vendor
from integrations.safe_http.client import SafeHttp
from integrations.safe_http.errors import AddressRefused, FetchFailed, Unsuitable

ROOT = "https://data.iana.org/rdap"
_JSON = ("application/rdap+json", "application/json")
_FRESH = 24 * 3600.0  # seconds that IANA's list is kept: it changes a few times a month
_REGISTERED = 0.99
_HOLDER = 0.6  # registrars take what they are told
_SHORT = timedelta(minutes=1)  # for who asks to slow down without saying how much


class Rdap:
    """When a domain was registered, and by which organization where that is public. Only the domain leaves."""

    name = "rdap"
    fields = frozenset({(About.COMPANY, "registered_on"), (About.COMPANY, "name")})
    needs = (frozenset({Key.DOMAIN}),)
    terms = Terms("Registration data by the domain's registry", "https://about.rdap.org")
    price = Price()
    limits = Limits((Rate(1, timedelta(seconds=1)), Rate(300, timedelta(hours=1))))  # ours: registries tell none
    timeout = timedelta(seconds=20)

    def __init__(self, http: httpx.AsyncClient, safe: SafeHttp, root: str = ROOT) -> None:
        """`root` has IANA's list. Registries' addresses come from it, so `safe` fetches them."""
        self._iana = Vendor(http, root)
        self._safe = safe
        self._registries: dict[str, str] = {}
        self._loaded = float("-inf")
        self._loading = asyncio.Lock()

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        domain = to_ascii(query.domain or "")
        registry = await self._registry(domain) if domain else None
        if registry is None:
            return Answer()
        url = urljoin(registry, f"domain/{domain}")
        try:
            page = await self._safe.get(url, accept=_JSON, total=self.timeout)
        except FetchFailed as error:
            raise SourceFailed("This domain's registry does not answer.") from error
        except (AddressRefused, Unsuitable) as error:
            raise SourceRefused("This domain's registry answers with something that is not RDAP.") from error
        if page.status == HTTPStatus.NOT_FOUND:
            return Answer()
        if page.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise SourceBusy(retry_after(page.headers.get("retry-after")) or _SHORT)
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise SourceFailed(f"This domain's registry answers with an error of its own ({page.status}).")
        if page.status != HTTPStatus.OK:
            raise SourceRefused(f"This domain's registry refuses the request ({page.status}).")
        return Answer(_found(_object(page.body), page.url))

    async def _registry(self, domain: str) -> str | None:
        """Where a domain's registry answers: by the longest end of the name that IANA's list has (RFC 9224)."""
        async with self._loading:
            if time.monotonic() > self._loaded + _FRESH:
                reply = await self._iana.get("/dns.json")
                if reply.status != HTTPStatus.OK:
                    raise SourceFailed(f"IANA's list of registries does not answer ({reply.status}).")
                self._registries = _registries(reply.json())
                self._loaded = time.monotonic()
        labels = domain.split(".")
        ends = (".".join(labels[n:]) for n in range(len(labels)))
        return next((self._registries[end] for end in ends if end in self._registries), None)


def _registries(bootstrap: dict[str, object]) -> dict[str, str]:
    """End of a name → address, HTTPS where there is a choice."""
    found: dict[str, str] = {}
    for service in listed(bootstrap, "services"):
        if isinstance(service, list) and len(service) == 2 and all(isinstance(part, list) for part in service):
            urls = sorted((url for url in service[1] if isinstance(url, str)), key=lambda url: url[:6] != "https:")
            if urls:
                base = urls[0] if urls[0].endswith("/") else f"{urls[0]}/"
                found |= {end.lower(): base for end in service[0] if isinstance(end, str)}
    return found


def _object(body: bytes) -> dict[str, object]:
    try:
        content = orjson.loads(body)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise SourceFailed("This domain's registry answers with what cannot be read.")
    return content


def _found(domain: dict[str, object], url: str) -> tuple[Found, ...]:
    registered = next(
        (day(event, "eventDate") for event in listed(domain, "events") if text(event, "eventAction") == "registration"),
        None,
    )
    said = [("registered_on", registered.date().isoformat() if registered else "")]
    holders = [one for one in listed(domain, "entities") if "registrant" in listed(one, "roles")]
    names = [("name", _organization(one)) for one in holders]
    return facts(About.COMPANY, said, _REGISTERED, url) + facts(About.COMPANY, names, _HOLDER, url)


def _organization(entity: object) -> str:
    """Of a card (jCard, RFC 7095) that names one; people's names stay where they are, and so does "REDACTED"."""
    card = listed(entity, "vcardArray")
    properties = card[1] if len(card) == 2 and isinstance(card[1], list) else []
    named = next((one for one in properties if isinstance(one, list) and len(one) > 3 and one[0] == "org"), None)
    value = named[3] if named else ""
    name = text({"org": value[0] if isinstance(value, list) and value else value}, "org")
    return "" if any(word in name.lower() for word in ("redacted", "privacy", "proxy", "not disclosed")) else name
