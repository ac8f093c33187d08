"""Wikidata's items of companies: found by name, and believed where their official site is the company's domain.

https://www.wikidata.org/w/api.php, https://query.wikidata.org, and the user agent policy of the Wikimedia Foundation.
"""

import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from base.errors import Invalid
from integrations.enrichment.domains import to_ascii
from integrations.enrichment.errors import SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.shapes import facts, listed, place, text
from integrations.enrichment.source import About, Answer, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://www.wikidata.org"
_SPARQL = "https://query.wikidata.org"
_SURE = 0.9  # the site is the company's own
_LAG = "5"  # seconds that its copies may lag behind before it asks bots to wait
_SHORT = timedelta(seconds=60)  # for a refusal without a time: who asks on is locked out for a day
_ITEM = re.compile(r"Q[1-9]\d{0,11}")
_FACTS = """SELECT ?item ?itemLabel ?itemDescription ?website ?inception ?employees ?industryLabel ?cityLabel
?countryLabel ?logo ?x ?github WHERE {{
VALUES ?item {{ {items} }} ?item wdt:P856 ?website. OPTIONAL {{ ?item wdt:P571 ?inception. }}
OPTIONAL {{ ?item wdt:P1128 ?employees. }} OPTIONAL {{ ?item wdt:P452 ?industry. }}
OPTIONAL {{ ?item wdt:P159 ?city. }} OPTIONAL {{ ?item wdt:P17 ?country. }} OPTIONAL {{ ?item wdt:P154 ?logo. }}
OPTIONAL {{ ?item wdt:P2002 ?x. }} OPTIONAL {{ ?item wdt:P2037 ?github. }}
SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en,mul". }} }} LIMIT 100"""


class Wikidata:
    """A company by its name and its domain. Two calls: a search, and the facts of what it finds."""

    name = "wikidata"
    fields = frozenset(
        (About.COMPANY, field)
        for field in ("name", "description", "logo_url", "url", "handle", "industry", "employees", "founded_year",
                      "location", "country")
    )  # fmt: skip
    needs = (frozenset({Key.DOMAIN, Key.COMPANY}),)
    terms = Terms("Data from Wikidata (CC0)", "https://www.wikidata.org")
    price = Price()
    limits = Limits((Rate(30, timedelta(minutes=1)),), at_once=2)  # of 5 at once and 60 s of its time a minute
    timeout = timedelta(seconds=30)

    def __init__(self, http: httpx.AsyncClient, contact: str, root: str = ROOT) -> None:
        """`contact` is an address of who runs this Kith, which Wikimedia wants to know: raises Invalid without one.

        Another `root` than Wikidata's stands for its query service too.
        """
        if not contact.strip() or not contact.isascii() or not contact.isprintable():
            raise Invalid("Wikidata wants to know how to reach who runs Kith: a mail or web address.", field="contact")
        headers = {"user-agent": f"Kith ({contact.strip()})"}
        self._api = Vendor(http, root, headers)
        self._sparql = Vendor(
            http, _SPARQL if root == ROOT else root, headers | {"accept": "application/sparql-results+json"}
        )

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        search = {"action": "wbsearchentities", "search": query.company or "", "language": "en", "type": "item"}
        reply = await self._api.get("/w/api.php", **search, limit="7", format="json", maxlag=_LAG)
        items = [text(one, "id") for one in listed(_checked(reply).json(), "search")]
        wanted = " ".join(f"wd:{item}" for item in items if _ITEM.fullmatch(item))
        if not wanted:
            return Answer()
        answer = _checked(await self._sparql.get("/sparql", query=_FACTS.format(items=wanted), format="json"))
        rows = [row for row in listed(answer.json(), "results", "bindings") if _is_of(row, query.domain or "")]
        items_found = {text(row, "item", "value") for row in rows}
        return Answer(_found(rows) if len(items_found) == 1 else ())  # a site of two items tells of neither


def _checked(reply: Reply) -> Reply:
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SourceBusy(reply.wait or _SHORT)
    if reply.status != HTTPStatus.OK:
        raise SourceRefused(f"Wikidata refuses the request ({reply.status}).")
    problem = text(reply.json(), "error", "code")
    if problem in {"maxlag", "ratelimited"}:
        raise SourceBusy(reply.wait or _SHORT)
    if problem.startswith("internal_api_error"):
        raise SourceFailed("Wikidata answers with an error of its own.")
    if problem:
        raise SourceRefused(f"Wikidata refuses the request ({problem}).")
    return reply


def _is_of(row: object, domain: str) -> bool:
    try:
        host = urlsplit(text(row, "website", "value")).hostname or ""
    except ValueError:
        return False
    site = to_ascii(host).removeprefix("www.")
    return bool(site) and site == to_ascii(domain).removeprefix("www.")


def _found(rows: list[object]) -> tuple[Found, ...]:
    """Of one item. It has a row for each way to combine its values: what has several is told once a value."""
    one = rows[0]

    def first(name: str) -> str:
        return text(one, name, "value")

    item = first("item")
    label = "" if _ITEM.fullmatch(first("itemLabel")) else first("itemLabel")  # no label: the id stands for it
    handles = [(network, text(row, network, "value")) for row in rows for network in ("x", "github")]
    said = [
        ("name", label),
        ("description", first("itemDescription")),
        ("url", first("website")),
        ("industry", first("industryLabel")),
        ("employees", _largest(rows)),
        ("founded_year", year[1] if (year := re.match(r"([12]\d{3})-", first("inception"))) else ""),
        ("location", place(first("cityLabel"), first("countryLabel"))),
        ("country", first("countryLabel")),
        ("logo_url", re.sub("^http:", "https:", first("logo"))),
        *[("handle", f"{network}:{name}") for network, name in handles if name],
    ]
    return facts(About.COMPANY, said, _SURE, re.sub("^http:", "https:", item) or None)


def _largest(rows: list[object]) -> str:
    """Counts of several years stand beside each other: companies that are in Wikidata have mostly grown."""
    counts = [text(row, "employees", "value").partition(".")[0] for row in rows]
    return max((count for count in counts if count.isdecimal()), key=int, default="")
