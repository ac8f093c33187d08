"""The organization that a page's JSON-LD describes (schema.org), as fields of a company."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import text

_MOST_NODES = 2_000
_MOST_LINKS = 50
# What only schema.org's Organization and its hundred kinds have, whatever the kind is called.
_TELLING = {"legalName", "numberOfEmployees", "foundingDate", "vatID", "taxID", "duns", "naics", "leiCode", "isicV4"}
_KINDS = re.compile(
    r"(?:Organization|Corporation|Business|Store|NGO|University|School|Library|Museum|Hotel|Restaurant|Company|Agency)$"
)
_YEAR = re.compile(r"[12]\d{3}\b")


def organization(scripts: Iterable[str], url: str) -> list[tuple[str, str]]:
    """(field, value) of the first organization; of several, of the one whose address is the page's site."""
    found = [node for script in scripts for node in _nodes(script) if _is_one(node)]
    if not found:
        return []
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    own = [node for node in found if _host(text(node, "url")) == host]
    return _fields((own or found)[0], url)


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Every object, the outer ones first; nothing of what is no JSON."""
    try:
        waiting: list[Any] = [orjson.loads(script)]
    except ValueError:
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += node


def _is_one(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    is_kind = any(_KINDS.search(kind) for kind in named) or not _TELLING.isdisjoint(node)
    return is_kind and bool(text(node, "name") or text(node, "legalName"))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def absolute(address: str, url: str) -> str:
    """An address on a page in full; "" where it is none of the web."""
    try:
        full = urlsplit(urljoin(url, address.strip()) if address.strip() else "")
        return full.geturl() if full.scheme in {"http", "https"} and full.hostname else ""
    except ValueError:
        return ""


def _fields(node: dict[str, Any], url: str) -> list[tuple[str, str]]:
    founded = _YEAR.match(text(node, "foundingDate"))
    address = _first(node.get("address"))
    country = text(address, "addressCountry") or text(address, "addressCountry", "name")
    city = text(address, "addressLocality")
    links = node.get("sameAs")
    accounts = [
        handle(link) for link in (links if isinstance(links, list) else [links])[:_MOST_LINKS] if isinstance(link, str)
    ]
    return [
        ("name", text(node, "name") or text(node, "legalName")),
        ("description", text(node, "description")),
        ("logo_url", _image(node.get("logo"), url)),
        ("founded_year", founded[0] if founded else ""),
        ("employees", _count(node.get("numberOfEmployees"))),
        ("location", ", ".join(part for part in (city, country) if part)),
        ("country", country),
        *[("handle", account) for account in accounts],
    ]


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _image(value: Any, url: str) -> str:
    """A logo's address: a text, or an ImageObject's."""
    image = _first(value)
    address = image if isinstance(image, str) else text(image, "url") or text(image, "contentUrl") or text(image, "@id")
    return absolute(address, url)


def _count(value: Any) -> str:
    """A number, or a QuantitativeValue: one, or from … to."""
    least, most = text(value, "minValue"), text(value, "maxValue")
    return text({"count": value}, "count") or text(value, "value") or (f"{least}-{most}" if least and most else "")
