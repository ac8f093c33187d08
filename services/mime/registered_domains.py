"""Which part of a host name somebody has registered, and what they put before it."""

from functools import lru_cache

from tldextract import TLDExtract

# The Public Suffix List that ships with the library: no network, no cache file.
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=50_000)
def registered_domain(host: str) -> tuple[str, str]:
    """(label, suffix) of a host name in lower case: `mail.north.co.uk` -> ("north", "co.uk"). ("", "") where none is.

    A suffix that is not on the list, as in a company's own network or in documentation, is one label long.
    """
    found = _extract(host)
    if found.suffix:
        return found.domain, found.suffix
    labels = host.split(".")
    return (labels[-2], labels[-1]) if len(labels) > 1 else ("", "")


def below_registered(host: str) -> str:
    """What stands before the registered domain, with its dot: `reply.github.com` -> "reply."; "" where nothing does."""
    label, suffix = registered_domain(host)
    return host.removesuffix(f"{label}.{suffix}") if label else ""


@lru_cache(maxsize=50_000)
def is_public(host: str) -> bool:
    """Is it a name below a suffix of the list? In lower case."""
    found = _extract(host)
    return bool(found.suffix and found.domain)
