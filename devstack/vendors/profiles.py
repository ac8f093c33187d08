"""What vendors know of the demo's people: invented, the same at every start, and never of all of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from devstack.demo.people import OWNER, Person, Tie, people
from devstack.vendors.firms import Firm, firms


@dataclass(frozen=True)
class Profile:
    """A person as vendors know them."""

    person: Person
    firm: Firm | None

    @property
    def name(self) -> str:
        """In Latin letters."""
        return self.person.latin.removeprefix("Prof. ")

    @property
    def given(self) -> str:
        """First name."""
        return self.name.partition(" ")[0]

    @property
    def family(self) -> str:
        """Last name."""
        return self.name.partition(" ")[2]

    @property
    def email(self) -> str:
        """The address they are known by."""
        return self.person.address

    @property
    def handle(self) -> str:
        """What they are called on every network: "idaokafor", with a number where names are twins."""
        plain = re.sub("[^a-z]", "", self.email.partition("@")[0].removeprefix("demo.kith."))
        return plain if self.firm is None else f"{plain}{self.person.number}"

    @property
    def location(self) -> str:
        """City and country of their company; "" where they have none."""
        return "" if self.firm is None else f"{self.firm.city}, {self.firm.country}"

    @property
    def bio(self) -> str:
        """A sentence on what they work on."""
        return "" if self.firm is None else f"{self.person.title} at {self.firm.name}. {self.firm.description}"


@cache
def profiles() -> Mapping[str, Profile]:
    """Everybody by address."""
    everybody = (OWNER, *people())
    return {one.address: Profile(one, firms()[one.company.domain] if one.company else None) for one in everybody}


def known(vendor: str, percent: int) -> Mapping[str, Profile]:
    """Whom a vendor knows, by address: the close ones, and so many of the others, another choice for each vendor."""
    return {
        address: one
        for address, one in profiles().items()
        if one.person.tie is Tie.CLOSE or crc32(f"{vendor} {address}".encode()) % 100 < percent
    }
