"""Every source, which of them this deployment offers, and what it lets them cost."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpx

from base.errors import InvalidSettings
from base.settings import Settings
from integrations.enrichment import registry, site
from integrations.enrichment.registry import SOURCES, Access, Keyed
from integrations.enrichment.source import FREE, Source
from integrations.safe_http.client import SafeHttp

_ALL = "all"
_MICRO = 1_000_000
_NOBODY = "nobody"  # whom a source is told to reach that is described, and never asked


@dataclass(frozen=True)
class Offer:
    """A source, and why it cannot be asked; `source` describes it even then.

    `monthly_units` are credits that all users together may use in a month; `key` "" is none.
    """

    source: Source
    offered: bool
    missing: str | None  # the setting that is
    monthly_units: int
    key: str

    @property
    def askable(self) -> bool:
        """Whether whoever switches it on can ask it."""
        return self.offered and self.missing is None

    @property
    def billed(self) -> bool:
        """Whether its calls cost anything."""
        return self.source.price.call != FREE


@dataclass(frozen=True)
class Catalog:
    """By name. `monthly_micro_usd` bounds the money of all sources together, in millionths of a US dollar."""

    offers: Mapping[str, Offer]
    monthly_micro_usd: int

    @classmethod
    def build(cls, settings: Settings, http: httpx.AsyncClient, safe: SafeHttp, read: site.Read) -> "Catalog":
        """From settings. Raises InvalidSettings for names that no source has."""
        offered = expect_sources(settings)
        keys, contact = _keys(settings), settings.enrichment_contact
        askable = registry.build(http, safe, read, keys=keys, roots=settings.enrichment_roots, contact=contact)
        return cls(
            {
                name: Offer(
                    source=askable.get(name) or entry.make(Access(http, safe, read, entry.root, "", _NOBODY)),
                    offered=name in offered,
                    missing=None if name in askable else _missing(name, entry.keyed),
                    monthly_units=settings.enrichment_budgets.get(name, settings.enrichment_monthly_units),
                    key=keys.get(name, ""),
                )
                for name, entry in SOURCES.items()
            },
            round(settings.enrichment_monthly_usd * _MICRO),
        )


def expect_sources(settings: Settings) -> frozenset[str]:
    """The sources that are offered. Raises InvalidSettings for names that no source has."""
    _expect_known(settings.enrichment_budgets, "KITH_ENRICHMENT_BUDGETS")
    _expect_known(settings.enrichment_roots, "KITH_ENRICHMENT_ROOTS")
    return _offered(settings.enrichment_sources)


def _offered(names: str) -> frozenset[str]:
    found = {name.strip().lower() for name in names.split(",")} - {""}
    if found == {_ALL}:
        return frozenset(SOURCES)
    _expect_known(found, "KITH_ENRICHMENT_SOURCES")
    return frozenset(found)


def _expect_known(names: Iterable[str], variable: str) -> None:
    for name in sorted(set(names) - set(SOURCES)):
        near = difflib.get_close_matches(name, SOURCES, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SOURCES)}."
        raise InvalidSettings(f"{variable}: {name} is no source. {hint}", field=variable)


def _keys(settings: Settings) -> dict[str, str]:
    found = {name: getattr(settings, f"enrichment_{name}_key", None) for name in SOURCES}
    return {name: key.get_secret_value() for name, key in found.items() if key is not None}


def _missing(name: str, keyed: Keyed) -> str:
    return "KITH_ENRICHMENT_CONTACT" if keyed is Keyed.CONTACT else f"KITH_ENRICHMENT_{name.upper()}_KEY"
