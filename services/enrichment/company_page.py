"""What the first page of a company's site says of the company: its JSON-LD, then its head, then its links."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from integrations.enrichment.handles import handle
from services.enrichment.organization import absolute, organization
from services.mime.charsets import decode
from services.mime.html_depth import keeps_busy

Fact = tuple[str, str, float]  # field, value, confidence

_STATED = 0.9  # in data made for machines
_HEAD = 0.8
_GUESSED = 0.5  # from a title, which is also a slogan's place
_MOST_TAGS = 40_000
_MOST_LINKS = 3_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7:\u2022-]\s+")
_LONGEST = 1_000  # characters


def read(body: bytes, charset: str, url: str) -> list[Fact]:
    """Facts, each once. Nothing of a page that is made to keep a computer busy, or that is no page."""
    declared = _META_CHARSET.search(body[:2_048])
    html = decode(body, charset or None, hint=declared[1].decode() if declared else None)
    if html.count("<") > _MOST_TAGS or keeps_busy(html):
        return []
    tree = LexborHTMLParser(html)
    domain = (urlsplit(url).hostname or "").removeprefix("www.")
    stated = [(field, value, _STATED) for field, value in organization(_scripts(tree), url)]
    found = [*stated, *_of_head(tree, url, domain), *_accounts(tree)]
    kept: dict[str, Fact] = {}
    for field, value, sure in found:  # the first says it best, but that one may have several accounts
        value = " ".join(value.split())[:_LONGEST]
        key = field if field != "handle" else value.partition(":")[0]
        if value and key not in kept:
            kept[key] = (field, value, sure)
    return [*kept.values(), ("url", f"https://{domain}", _STATED)] if kept else []


def _scripts(tree: LexborHTMLParser) -> list[str]:
    return [node.text() for node in tree.css('script[type="application/ld+json" i]')[:20]]


def _of_head(tree: LexborHTMLParser, url: str, domain: str) -> list[Fact]:
    said: dict[str, str] = {}
    for node in tree.css("meta")[:200]:
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        said.setdefault(name.lower(), node.attributes.get("content") or "")
    title = tree.css_first("title")
    return [
        ("name", said.get("og:site_name") or said.get("application-name", ""), _HEAD),
        ("name", _name_in(title.text(), domain) if title else "", _GUESSED),
        ("description", said.get("description") or said.get("og:description", ""), _HEAD),
        ("logo_url", _icon(tree, url), _HEAD),
        ("handle", _account_of(said.get("twitter:site", "")), _HEAD),
    ]


def _name_in(title: str, domain: str) -> str:
    """The part of a title that is the domain's name: "Home | Northwind Labs" at northwind-labs.example."""
    label = re.sub("[^a-z0-9]", "", domain.partition(".")[0])
    parts = [(part, re.sub("[^a-z0-9]", "", part.lower())) for part in _PARTS.split(title.strip()[:_LONGEST])]
    return next((part for part, plain in parts if label and plain and (plain in label or label in plain)), "")


def _icon(tree: LexborHTMLParser, url: str) -> str:
    """The largest kind of icon: a home screen's is 180 pixels wide, a tab's 16."""
    for kind in ("apple-touch-icon", "icon"):
        for node in tree.css(f'link[rel~="{kind}" i]')[:10]:
            address = absolute(node.attributes.get("href") or "", url)
            if address:
                return address
    return ""


def _account_of(name: str) -> str:
    return handle(f"https://x.com/{name.strip().removeprefix('@')}")


def _accounts(tree: LexborHTMLParser) -> list[Fact]:
    """Accounts that the page links to. Of a network with several, none: they are of people, partners, and makers."""
    linked = [handle(node.attributes.get("href") or "") for node in tree.css("a[href]")[:_MOST_LINKS]]
    accounts = dict.fromkeys(one for one in linked if one)
    networks = [one.partition(":")[0] for one in accounts]
    return [("handle", one, _HEAD) for one in accounts if networks.count(one.partition(":")[0]) == 1]
