"""Does an address say of itself that it is a mailing list's?"""

import re

from services.mime.registered_domains import below_registered

_LISTS_HOST = re.compile(
    r"(?:^|\.)(?:lists?|listserv(?:er)?|mailman|mailinglists?|maillists?|majordomo|sympa|ezmlm|lyris)\d*\."
)
# Who runs nothing but lists: nobody has an address of their own there.
_GROUPS_HOST = re.compile(
    r"(?:^|\.)(?:googlegroups\.com|groups\.io|(?:yahoo|e)groups\.[a-z.]+|freelists\.org|topica\.com|vger\.kernel\.org"
    r"|smartgroups\.com|librelist\.com|simplelists\.com|groups\.(?:google|outlook|office|facebook)\.com)$"
)
_LISTS_LOCAL = re.compile(
    r"-(?:list|liste|lista|l|ml|talk|users?|devel|dev|announce|discuss|discussion|workers|hackers)$"
)
# Words for many: "all@north.example".
_CROWDS = """
    all everyone everybody staff members users customers subscribers friends developers devs students faculty folks
    discussion discussions discuss announce announcements interested residents parents alle tous todos tutti
"""
_MANY = frozenset(_CROWDS.split())
_LISTS_NAME = re.compile(r"(?:^|\s)(?:mailing[- ]?list|maillist|list|liste|lista|discussion group|ml)$", re.IGNORECASE)
_SERVICE = re.compile(r"[-+](?:owners?|admin|bounces?|errors|help|request|return|subscribe|unsubscribe)(?:[-+=].*)?")
_LONGEST = 200  # characters of a name that are looked at


def is_lists_host(address: str) -> bool:
    """Are there only lists at this host? "…@lists.north.example", "…@googlegroups.com"; people live at list.ru."""
    host = address.rpartition("@")[2]
    if _GROUPS_HOST.search(host):
        return True
    return _LISTS_HOST.search(host) is not None and _LISTS_HOST.search(below_registered(host)) is not None


def looks_like_list(address: str, name: str) -> bool:
    """Is it called as lists are? "north-users@…", "all@…", "North Mailing List". People are sometimes, too."""
    local = address.rpartition("@")[0]
    if local in _MANY or _LISTS_LOCAL.search(local):
        return True
    return _LISTS_NAME.search(name[:_LONGEST]) is not None


def is_service_of(address: str, listed: str) -> bool:
    """Is it another address of the list that a mail came through, or of its software?

    "north@old.example" of "north@lists.example"; "north-admin@…". A person may be called as a list is, at another host.
    """
    local, of = address.rpartition("@")[0], listed.rpartition("@")[0]
    return local == of or _SERVICE.fullmatch(local.removeprefix(of)) is not None
