"""The people behind the mail."""

from dataclasses import dataclass

from services.core.wiring import CoreServices
from services.people.address_book_sync import AddressBookSync
from services.people.cards import Cards
from services.people.companies import Companies
from services.people.contacts import Contacts
from services.people.export import ContactExport
from services.people.extraction import ContactExtraction
from services.people.follower import PeopleFollower
from services.people.identity_resolution import IdentityResolution
from services.people.lists import Lists
from services.people.mail_facts import MailFacts
from services.people.memberships import Memberships
from services.people.relearning import Relearning
from services.people.suggestions import Suggestions


@dataclass(frozen=True)
class PeopleServices:
    """Finding people in mail, and showing them."""

    contacts: Contacts
    extraction: ContactExtraction
    follower: PeopleFollower
    memberships: Memberships
    companies: Companies
    cards: Cards
    lists: Lists
    address_book: AddressBookSync
    export: ContactExport
    relearning: Relearning
    resolution: IdentityResolution
    suggestions: Suggestions

    @classmethod
    def build(cls, core: CoreServices) -> "PeopleServices":
        """From what stands below."""
        relearning = Relearning(core.database, core.keyring, core.isolation, core.starter)
        memberships = Memberships(core.database)
        resolution = IdentityResolution(core.database, core.keyring)
        facts = MailFacts(core.database, core.keyring, core.isolation)
        extraction = ContactExtraction(core.database, core.keyring, core.starter, relearning, facts, resolution)
        contacts, cards = Contacts(core.database, core.keyring), Cards(core.database, core.keyring)
        export = ContactExport(core.database, contacts, cards)
        return cls(
            contacts=contacts,
            extraction=extraction,
            follower=PeopleFollower(core.database, extraction),
            memberships=memberships,
            companies=Companies(core.database),
            suggestions=Suggestions(core.database, memberships),
            cards=cards,
            lists=Lists(core.database),
            export=export,
            address_book=AddressBookSync(core.database, export),
            relearning=relearning,
            resolution=resolution,
        )
