"""Which company stands behind a mail domain, if any."""

import re
from functools import lru_cache

from tldextract import TLDExtract

from base.folding import fold
from services.mime.domains import to_unicode
from services.mime.machine_addresses import is_role
from services.people.free_mail import FREE_BRANDS, FREE_MAIL

# With the suffixes that providers have registered for what their customers put below: "torb.mine.nu" is not mine.nu's,
# nor "north.myshopify.com" the shop system's. The list ships with the library: no network, no cache file.
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
# Below these, customers and members live: an access provider's lines, a university's former students, an association.
_CUSTOMERS = re.compile(
    r"(?:^|[.-])(?:x?dsl|adsl|dial(?:up|in)?|cable|ppp|pool|dyn(?:amic)?|home|homes|cust|customers?|res|members?|alum(?:s|ni|nus)?|"
    r"alumnos|ehemalige|alumnes)\."
)
_ALUMNI = re.compile(r"alum(?:ni|s)?$|^alum")  # stanfordalumni.org
_TENANTS = "onmicrosoft.com"  # the names that Microsoft gives to mailboxes before their owners bring a domain
_SURNAME = 4  # letters of a surname that says whose a domain is
_GENERATION = re.compile(r"\s+(?:jr|sr|ii|iii|iv)\.?$")


def company_domain(address: str) -> str | None:
    """The registered domain of an address: lower case, IDNA-decoded. None for free mail and for no real domain."""
    return _registered(address.rpartition("@")[2])


@lru_cache(maxsize=50_000)
def _registered(written: str) -> str | None:
    host = to_unicode(written.strip(".").lower())
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].strip("]").isdigit():
        return None  # a bare host name or an IP address
    found = _extract(host)
    # A suffix that is not on the list, as in a company's own network or in documentation, is one label long.
    label, suffix = (found.domain, found.suffix) if found.suffix else (labels[-2], labels[-1])
    domain = f"{label}.{suffix}"
    if not label or label in FREE_BRANDS or domain in FREE_MAIL or domain == _TENANTS or _ALUMNI.search(label):
        return None
    return None if _CUSTOMERS.search(host.removesuffix(domain)) else domain


def employer_domain(address: str, name: str) -> str | None:
    """The domain of the company that somebody of this name is of. None, too, for a domain that is named after them.

    "Ida Okafor" at okafor.example, idaokafor.example or iokafor.example has a domain, and no employer that anybody knows
    of; whoever else is there has one.
    """
    domain = company_domain(address)
    if domain is None:
        return None
    firms = is_role(address) and _letters(name) == _letters(
        domain.partition(".")[0]
    )  # "North Labs" is info@northlabs.…
    return domain if firms or not _is_named_after(domain, name) else None


def _is_named_after(domain: str, name: str) -> bool:
    label = _letters(domain.partition(".")[0])
    words = re.findall("[a-z]+", _GENERATION.sub("", fold(name).replace("'", "")))
    if not words or not label:
        return False
    first, last = words[0], words[-1]
    whole = {"".join(words), first + last, last + first, first[0] + last, last + first[0]}
    families = {last, f"{last}s", f"the{last}s", f"{last}family", f"family{last}", f"familie{last}"}
    return len(last) >= _SURNAME and (label in families or label in whole)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z\d]", "", fold(text))


def company_name(domain: str) -> str:
    """A name to show until a better one is known: "northwind-labs.example" -> "Northwind Labs"."""
    words = domain.partition(".")[0].replace("_", "-").split("-")
    return " ".join(_capitalised(word) for word in words if word) or domain


def _capitalised(word: str) -> str:
    # Short ones are mostly initials, as are those that nobody can pronounce: "ibm", "kpmg".
    initials = len(word) <= 3 or (len(word) <= 5 and not set(word) & set("aeiouyäöüéèáóíú"))
    return word.upper() if initials and word.isascii() else word.capitalize()
