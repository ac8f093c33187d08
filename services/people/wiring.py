"""The people behind the mail."""

from dataclasses import dataclass

from services.core.wiring import CoreServices
from services.people.address_book_sync import AddressBookSync
from services.people.analytics import PeopleAnalytics
from services.people.cards import Cards
from services.people.closeness import Closeness
from services.people.contacts import Contacts
from services.people.export import ContactExport
from services.people.extraction import ContactExtraction
from services.people.follower import PeopleFollower
from services.people.lists import Lists
from services.people.mail_facts import MailFacts
from services.people.meetings import Meetings
from services.people.memberships import Memberships
from services.people.relearning import Relearning


@dataclass(frozen=True)
class PeopleServices:
    """Finding people in mail, and showing them."""

    contacts: Contacts
    closeness: Closeness
    analytics: PeopleAnalytics
    extraction: ContactExtraction
    follower: PeopleFollower
    memberships: Memberships
    cards: Cards
    lists: Lists
    address_book: AddressBookSync
    meetings: Meetings
    export: ContactExport
    relearning: Relearning

    @classmethod
    def build(cls, core: CoreServices) -> "PeopleServices":
        """From what stands below."""
        relearning = Relearning(core.database, core.keyring, core.isolation, core.starter)
        facts = MailFacts(core.database, core.keyring, core.isolation)
        extraction = ContactExtraction(core.database, core.keyring, core.starter, relearning, facts)
        contacts, cards = Contacts(core.database, core.keyring), Cards(core.database, core.keyring)
        export = ContactExport(core.database, contacts, cards)
        return cls(
            contacts=contacts,
            closeness=Closeness(core.database),
            analytics=PeopleAnalytics(core.database),
            extraction=extraction,
            follower=PeopleFollower(core.database, extraction),
            memberships=Memberships(core.database),
            cards=cards,
            lists=Lists(core.database),
            export=export,
            address_book=AddressBookSync(core.database, export),
            meetings=Meetings(core.database, core.keyring, contacts),
            relearning=relearning,
        )
