"""Who is who in the labelled set, and the mails in it that are written by hand."""

import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
OWNER = "lena.winterfeld@winterfeld-partner.example"
ROLE = "role"


@dataclass(frozen=True)
class Address:
    """An address of somebody. `names` as they stand in From and To; what a signature says is "" where there is none."""

    address: str
    names: tuple[str, ...]
    first: int  # years of its mail
    last: int
    title: str = ""
    company: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Person:
    """Who has these addresses; of a role address: nobody in particular."""

    number: int
    name: str
    addresses: list[Address] = field(default_factory=list)

    @property
    def is_role(self) -> bool:
        """Is it nobody's own?"""
        return self.name == ROLE


@dataclass(frozen=True)
class Mail:
    """One mail that is written by hand: addresses, "YYYY-MM", and whether it answers the one before."""

    sender: str
    recipients: tuple[str, ...]
    month: str
    subject: str
    answers: bool


def persons(path: Path = HERE / "persons.txt") -> list[Person]:
    """Everybody in the file."""
    found: list[Person] = []
    for line in _lines(path):
        if line.startswith("="):
            found.append(Person(len(found), line[1:].strip()))
            continue
        address, names, years, *says = (part.strip() for part in f"{line} | | |".split("|"))
        first, _, last = years.partition("-")
        shown = tuple(name.strip() for name in names.split(";") if name.strip())
        found[-1].addresses.append(Address(address, shown, int(first), int(last), *says[:3]))
    return found


def mails(path: Path = HERE / "mails.txt") -> list[Mail]:
    """Those written by hand."""
    found = []
    for line in _lines(path):
        ways, month, subject = (part.strip() for part in line.removeprefix(">>").split("|"))
        sender, recipients = (part.strip() for part in ways.split(" > "))
        found.append(
            Mail(_who(sender), tuple(map(_who, recipients.split(", "))), month, subject, line.startswith(">>"))
        )
    return found


def truth(everybody: list[Person]) -> dict[str, object]:
    """{"identities": {address: number of its person}, "persons": {number: what is true of them}}."""
    return {
        "identities": {one.address: person.number for person in everybody for one in person.addresses},
        "persons": {
            str(person.number): {
                "role": person.is_role,
                "name": "" if person.is_role else re.sub(r"\s*\(.*", "", person.name),
                "names": sorted({name for one in person.addresses for name in one.names}),
                "titles": sorted({one.title for one in person.addresses if one.title}),
                "companies": sorted({one.company for one in person.addresses if one.company}),
                "phones": sorted({one.phone for one in person.addresses if one.phone}),
            }
            for person in everybody
        },
    }


def _who(name: str) -> str:
    return OWNER if name == "me" else name


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
