"""Every source by name: a new one is a file beside this one and an entry here (docs/enrichment-sources.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import httpx

from integrations.enrichment import (
    apollo,
    brandfetch,
    dns,
    github,
    gravatar,
    hunter,
    linkedin,
    people_data_labs,
    rdap,
    site,
    wikidata,
    x,
)
from integrations.enrichment.source import Source
from integrations.safe_http.client import SafeHttp


class Keyed(StrEnum):
    """Whether a source wants a key."""

    NO = "no"
    OPTIONAL = "optional"  # it allows more with one
    REQUIRED = "required"
    CONTACT = "contact"  # none, but it wants to know how to reach who runs Kith


@dataclass(frozen=True)
class Access:
    """How a source reaches out: `http` to its vendor's `root`, `safe` to addresses that came from data."""

    http: httpx.AsyncClient
    safe: SafeHttp
    read: site.Read  # of pages, which are strangers' bytes
    root: str
    key: str  # "": none
    contact: str  # a mail or web address of who runs this Kith; "": not said


@dataclass(frozen=True)
class Entry:
    """A source that can be made. `root` is its vendor's, "" where it has no address of its own."""

    root: str
    keyed: Keyed
    make: Callable[[Access], Source]


SOURCES: Mapping[str, Entry] = MappingProxyType(
    {
        "apollo": Entry(apollo.ROOT, Keyed.REQUIRED, lambda by: apollo.Apollo(by.http, by.key, by.root)),
        "brandfetch": Entry(
            brandfetch.ROOT, Keyed.REQUIRED, lambda by: brandfetch.Brandfetch(by.http, by.key, by.root)
        ),
        "dns": Entry("", Keyed.NO, lambda by: dns.Dns(by.root or None)),
        "github": Entry(github.ROOT, Keyed.OPTIONAL, lambda by: github.GitHub(by.http, by.key or None, by.root)),
        "gravatar": Entry(
            gravatar.ROOT, Keyed.OPTIONAL, lambda by: gravatar.Gravatar(by.http, by.key or None, by.root)
        ),
        "hunter": Entry(hunter.ROOT, Keyed.REQUIRED, lambda by: hunter.Hunter(by.http, by.key, by.root)),
        "linkedin": Entry(linkedin.ROOT, Keyed.REQUIRED, lambda by: linkedin.LinkedIn(by.http, by.key, by.root)),
        "people_data_labs": Entry(
            people_data_labs.ROOT,
            Keyed.REQUIRED,
            lambda by: people_data_labs.PeopleDataLabs(by.http, by.key, by.root),
        ),
        "rdap": Entry(rdap.ROOT, Keyed.NO, lambda by: rdap.Rdap(by.http, by.safe, by.root)),
        "site": Entry("", Keyed.NO, lambda by: site.Site(by.safe, by.read)),
        "wikidata": Entry(wikidata.ROOT, Keyed.CONTACT, lambda by: wikidata.Wikidata(by.http, by.contact, by.root)),
        "x": Entry(x.ROOT, Keyed.REQUIRED, lambda by: x.X(by.http, by.key, by.root)),
    }
)


def build(
    http: httpx.AsyncClient,
    safe: SafeHttp,
    read: site.Read,
    *,
    keys: Mapping[str, str],
    roots: Mapping[str, str],
    contact: str = "",
) -> dict[str, Source]:
    """Every source that can be asked, by name: those that need no key, and those whose key is there.

    `roots` are those to reach instead of the vendors' own ("dns": a name server). Nothing leaves before a source is
    asked.
    """
    return {
        name: entry.make(Access(http, safe, read, roots.get(name, entry.root), keys.get(name, ""), contact))
        for name, entry in SOURCES.items()
        if _can_be_asked(entry.keyed, keys.get(name, ""), contact)
    }


def _can_be_asked(keyed: Keyed, key: str, contact: str) -> bool:
    return bool({Keyed.REQUIRED: key, Keyed.CONTACT: contact}.get(keyed, True))
