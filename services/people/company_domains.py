"""Which company stands behind a mail domain, if any."""

from functools import lru_cache

from services.mime.domains import to_unicode
from services.mime.registered_domains import registered_domain
from services.people.free_mail import FREE_BRANDS, FREE_MAIL


@lru_cache(maxsize=50_000)
def company_domain(address: str) -> str | None:
    """The registrable domain of an address: lower case, IDNA-decoded. None for free mail and for no real domain."""
    host = to_unicode(address.rpartition("@")[2].strip(".").lower())
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].strip("]").isdigit():
        return None  # a bare host name or an IP address
    label, suffix = registered_domain(host)
    domain = f"{label}.{suffix}"
    return None if not label or label in FREE_BRANDS or domain in FREE_MAIL else domain


def company_name(domain: str) -> str:
    """A name to show until a better one is known: "northwind-labs.example" -> "Northwind Labs"."""
    words = domain.partition(".")[0].replace("_", "-").split("-")
    return " ".join(_capitalised(word) for word in words if word) or domain


def _capitalised(word: str) -> str:
    # Short ones are mostly initials, as are those that nobody can pronounce: "ibm", "kpmg".
    initials = len(word) <= 3 or (len(word) <= 5 and not set(word) & set("aeiouyäöüéèáóíú"))
    return word.upper() if initials and word.isascii() else word.capitalize()
