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
# "north-users@…": a project's name, and whom or what its list is for.
_LISTS_LOCAL = re.compile(
    r"-(?:l|ml|lists?|liste|lista|mailinglist|maillist|talk|users?|devel|dev|developers?|announce(?:ments?)?|"
    r"discuss(?:ions?)?|workers|hackers|general|questions|maintainers|committers|contributors|commits|patches|forum|"
    r"subscribers|advisories)$"
)
# Words for many: "all@north.example", "all-staff@…".
_CROWDS = """
    all everyone everybody staff members users customers subscribers friends developers devs students faculty folks
    discussion discussions discuss announce announcements interested residents parents employees colleagues
    alle tous todos tutti mitarbeiter kollegen collegues collaborateurs empleados funcionarios colaboradores dipendenti
    colleghi medewerkers anstallda medarbejdere ansatte henkilosto pracownicy zamestnanci dolgozok angajati
    undisclosed recipients
"""
_WHERE = frozenset(["global", "worldwide", "company", "us", "uk", "eu", "europe", "emea", "apac", "the", "of", "at"])
_MANY = frozenset(_CROWDS.split())
_LISTS_NAME = re.compile(
    r"(?:^|\s)(?:mailing[- ]?list|maillist|list|liste|lista|discussion(?: group)?|developers?|users|ml)$"
    r"|^(?:discussions?|announcements?|questions|mailing[- ]?list|diskussion(?:en)?|discusión|discussioni?)\s",
    re.IGNORECASE,
)
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
    local, _, host = address.rpartition("@")
    if _LISTS_LOCAL.search(local) or _is_crowd(local, host):
        return True
    name = name[:_LONGEST]
    return (_LISTS_NAME.search(name) is not None and not _is_surname(name, local)) or _is_crowd(name, host)


def _is_surname(name: str, local: str) -> bool:
    """May it be "Ida List", whose address says nothing of a list? That of "North List" has "north"."""
    words = name.split()
    return len(words) == 2 and words[1].istitle() and (words[0].lower() not in local or "." in local)


def _is_crowd(text: str, host: str) -> bool:
    """Is it a word for many, with nothing but where they are? "all.worldwide", "All North Employees"."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    where = re.split(r"[.-]", host)
    return not _MANY.isdisjoint(words) and all(word in _MANY or word in _WHERE or word in where for word in words)


def is_service_of(address: str, listed: str) -> bool:
    """Is it another address of the list that a mail came through, or of its software?

    "north@old.example" of "north@lists.example"; "north-admin@…". A person may be called as a list is, at another host.
    """
    local, of = address.rpartition("@")[0], listed.rpartition("@")[0]
    return local == of or _SERVICE.fullmatch(local.removeprefix(of)) is not None
