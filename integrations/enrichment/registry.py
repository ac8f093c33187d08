"""Every source by name: a new one is a file beside this one and an entry here (docs/enrichment-sources.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import httpx

from integrations.enrichment import apollo, brandfetch, gravatar, hunter, linkedin, people_data_labs, x
from integrations.enrichment.source import Source
from integrations.safe_http.client import SafeHttp


class Keyed(StrEnum):
    """Whether a source wants a key."""

    NO = "no"
    OPTIONAL = "optional"  # it allows more with one
    REQUIRED = "required"


@dataclass(frozen=True)
class Access:
    """How a source reaches out: `http` to its vendor's `root`, `safe` to addresses that came from data."""

    http: httpx.AsyncClient
    safe: SafeHttp
    contact: str  # where vendors reach who runs this Kith: a mail or web address
    root: str
    key: str = ""  # none


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
        "x": Entry(x.ROOT, Keyed.REQUIRED, lambda by: x.X(by.http, by.key, by.root)),
    }
)


def build(
    http: httpx.AsyncClient, safe: SafeHttp, contact: str, keys: Mapping[str, str], roots: Mapping[str, str]
) -> dict[str, Source]:
    """Every source that can be asked, by name: those that need no key, and those whose key is there.

    `roots` are those to reach instead of the vendors' own. Nothing leaves before a source is asked.
    """
    return {
        name: entry.make(Access(http, safe, contact, roots.get(name, entry.root), keys.get(name, "")))
        for name, entry in SOURCES.items()
        if keys.get(name) or entry.keyed is not Keyed.REQUIRED
    }
