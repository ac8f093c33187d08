"""Addresses that are one mailbox's, however they are spelled."""

import re

from services.mime.address_syntax import is_address
from services.people.encapsulated import decapsulated

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
# Good for some days (TMDA), for one hop (BATV), or rewritten by a list against DMARC: "ida=40north.example@dmarc.…"
_DATED = re.compile(r"[-+]dated[-+]\d{9,12}\.[\da-f]{6}$")
_TAGGED = re.compile(r"^prvs=[\da-f]{10}=")
_REWRITTEN = re.compile(r"^(.+)=40((?:[a-z\d-]+\.)+[a-z]{2,})$")


def shortest(address: str) -> str:
    """An address without what its owner may add: the same for all spellings of it."""
    local, _, domain = address.partition("@")
    local = local.partition("+")[0]
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


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
    if domain in _GMAIL:
        return shortest(f"{local}@{domain}") if local.strip(".") and local[0] != "+" else address
    return f"{_DATED.sub('', _TAGGED.sub('', local)) or local}@{domain}"
