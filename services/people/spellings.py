"""Addresses that are one mailbox's, however they are spelled."""

import re

from services.mime.address_syntax import DOTLESS, is_address, shortest
from services.people.encapsulated import decapsulated

# Good for some days (TMDA), for one hop (BATV), or rewritten by a list against DMARC: "ida=40north.example@dmarc.…"
_DATED = re.compile(r"[-+]dated[-+]\d{9,12}\.[\da-f]{6}$")
_TAGGED = re.compile(r"^prvs=[\da-f]{10}=")
_REWRITTEN = re.compile(r"^(.+)=40((?:[a-z\d-]+\.)+[a-z]{2,})$")


def canonical(address: str) -> str:
    """By what a contact is known: one for all spellings that lead to one mailbox for certain.

    At Gmail dots and +tags mean nothing. Elsewhere a +tag may be another's, and stays.
    """
    local, _, domain = address.rpartition("@")
    inner = decapsulated(local)
    if is_address(inner):
        local, _, domain = inner.rpartition("@")
    if rewritten := _REWRITTEN.match(local):
        local, domain = rewritten[1], rewritten[2]
    if domain in DOTLESS:
        return shortest(f"{local}@{domain}") if local.strip(".") and local[0] != "+" else address
    return f"{_DATED.sub('', _TAGGED.sub('', local)) or local}@{domain}"
