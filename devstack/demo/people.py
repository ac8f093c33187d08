"""The people of the demo mailbox: those of the companies and the owner's private ones."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache

from devstack.demo.companies import Company, Member, companies


class Tie(Enum):
    """How the owner knows somebody. The value weighs how often they write."""

    CLOSE = 22.0
    OCCASIONAL = 1.6
    LAPSED = 3.0
    NEW = 2.5
    LISTED = 0.0  # only met on mailing lists


@dataclass(frozen=True)
class Person:
    """Somebody with a mailbox. `latin` is the name as English mail spells it."""

    name: str
    latin: str
    address: str
    tie: Tie
    client: str  # gmail, outlook, thunderbird, apple or foxmail
    language: str
    country: str
    offset: float  # hours from UTC
    number: int  # tells apart habits of people with the same client
    title: str = ""
    phone: str = ""
    company: Company | None = None
    second_address: str = ""

    @property
    def given(self) -> str:
        """The name that English mail greets them by."""
        return self.latin.removeprefix("Prof. ").split()[0]

    @property
    def display(self) -> str:
        """The name as their own mail program sends it."""
        if self.company and self.company.name in _TURNED:
            given, _, family = self.latin.rpartition(" ")
            return f"{family}, {given}"
        if self.number % 23 == 7:
            return ""
        if self.number % 23 == 11 and self.company:
            return f"{self.name} ({self.company.name})"
        return self.name


OWNER = Person(
    "Robin Marlow", "Robin Marlow", "robin@marlow.example", Tie.CLOSE, "gmail", "en", "GB", 0, 0,
    title="Consultant for field instruments", phone="+44 20 7946 0958",
)  # fmt: skip

_TURNED = {"Pinder & Shaw", "Longshore Freight"}  # their mail server writes "Last, First"
_TIES = {"*": Tie.CLOSE, "~": Tie.LAPSED, "+": Tie.NEW, "@": Tie.LISTED, "": Tie.OCCASIONAL}
_LATIN = {
    "星野 健太": "Kenta Hoshino", "佐々木 美咲": "Misaki Sasaki", "ليلى حداد": "Layla Haddad",
    "Ελένη Παπαδάκη": "Eleni Papadaki", "Олена Шевчук": "Olena Shevchuk", "陈晓梅": "Xiaomei Chen",
}  # fmt: skip
# Ranges that numbering authorities keep for fiction; where a country has none, signatures carry no number.
_PHONES = {
    "US": ("+1 202 555 01{two}", "(202) 555-01{two}", "+1-202-555-01{two}"),
    "CA": ("+1 613 555 01{two}",),
    "GB": ("+44 20 7946 0{three}", "020 7946 0{three}", "+44 7700 900{three}", "+44 (0)20 7946 0{three}"),
    "DE": ("+49 30 23125 {three}", "030 23125-{three}"),
    "FR": ("+33 1 99 00 {two} 17", "01 99 00 {two} 17"),
    "AU": ("+61 2 5550 0{three}", "(02) 5550 0{three}"),
    "IE": ("+353 20 910 0{three}",),
    "SE": ("+46 8 465 004 {two}", "08-465 004 {two}"),
}
_SECOND = {
    "Ida Okafor": "demo.kith.ida.okafor@gmail.com",
    "Jonas Brückner": "demo.kith.jonas.brueckner@gmx.de",
    "Priya Raman": "demo.kith.priya.raman@outlook.com",
    "Margot Ellery": "margot@ellery-home.test",
}
_PRIVATE = """
* Ines Marlow, demo.kith.ines.marlow@gmail.com, gmail, GB 0
* June Marlow, demo.kith.june.marlow@yahoo.co.uk, apple, GB 0
* Tobias Feld, demo.kith.tobias.feld@gmx.de, thunderbird, DE 1
Hanna Feld, demo.kith.hanna.feld@web.de, thunderbird, DE 1
* Clementine Osei, demo.kith.clem.osei@gmail.com, gmail, GB 0
Barnaby Roe, barnaby@roe-family.test, apple, GB 0
Freya Lindholm, demo.kith.freya.lindholm@gmail.com, gmail, SE 1
Gabriel Montcalm, demo.kith.gabriel.montcalm@laposte.net, apple, FR 1
~ Kit Sorrell, demo.kith.kit.sorrell@hotmail.com, outlook, GB 0
~ Ottilie Brandt, demo.kith.ottilie.brandt@web.de, thunderbird, DE 1
+ Zadie Munro, demo.kith.zadie.munro@icloud.com, apple, GB 0
Leopold Ames, demo.kith.leopold.ames@outlook.com, outlook, GB 0
Anna Nowak, demo.kith.anna.nowak@gmail.com, gmail, GB 0
Sal Bellweather, demo.kith.sal.bellweather@proton.me, thunderbird, GB 0
"""


@cache
def people() -> tuple[Person, ...]:
    """Everybody but the owner, in a fixed order."""
    employed = [(company, member) for company in companies() for member in company.members]
    at_work = [_employee(company, member, n) for n, (company, member) in enumerate(employed, 1)]
    private = [_private(line, len(at_work) + n) for n, line in enumerate(_PRIVATE.strip().splitlines(), 1)]
    return (*at_work, *private)


def _employee(company: Company, member: Member, number: int) -> Person:
    latin = _LATIN.get(member.name, member.name)
    return Person(
        name=member.name,
        latin=latin,
        address=f"{_local_part(latin, short=len(company.name) % 3 == 0)}@{company.domain}",
        tie=_TIES[member.mark],
        client=company.client,
        language=company.language,
        country=company.country,
        offset=company.offset,
        number=number,
        title=member.title,
        phone=_phone(company.country, number),
        company=company,
        second_address=_SECOND.get(member.name, ""),
    )


def _private(line: str, number: int) -> Person:
    mark = line[0] if line[0] in _TIES else ""
    name, address, client, place = line.removeprefix(mark).strip().split(", ")
    country, offset = place.split()
    return Person(name, name, address, _TIES[mark], client, "en", country, float(offset), number)


def _local_part(latin: str, *, short: bool) -> str:
    spelled = latin.removeprefix("Prof. ").lower()
    for letter, ascii_letters in (("ß", "ss"), ("ł", "l"), ("ø", "o"), ("ü", "ue"), ("ö", "oe"), ("ä", "ae")):
        spelled = spelled.replace(letter, ascii_letters)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^a-z-]", "", word) for word in plain.split()]
    return f"{words[0][0]}{words[-1]}" if short else f"{words[0]}.{words[-1]}"


def _phone(country: str, number: int) -> str:
    forms = _PHONES.get(country, ())
    return forms[number % len(forms)].format(two=f"{number % 100:02d}", three=f"{number % 1000:03d}") if forms else ""
