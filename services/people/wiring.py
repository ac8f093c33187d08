"""The people behind the mail."""

from dataclasses import dataclass

from services.core.wiring import CoreServices
from services.gmail.access import GmailAccess
from services.imports.upload_quota import UploadQuota
from services.people.address_book_sync import AddressBookSync
from services.people.analytics import PeopleAnalytics
from services.people.by_hand import PeopleByHand
from services.people.cards import Cards
from services.people.closeness import Closeness
from services.people.companies import Companies
from services.people.contacts import Contacts
from services.people.deletions import Deletions
from services.people.export import ContactExport
from services.people.extraction import ContactExtraction
from services.people.follower import PeopleFollower
from services.people.google_contacts import GoogleContactsSwitch, GoogleContactsSync
from services.people.identity_resolution import IdentityResolution
from services.people.importing.files import ContactFiles
from services.people.importing.parsing import ContactParser
from services.people.importing.reading import ContactImporter
from services.people.lists import Lists
from services.people.mail_facts import MailFacts
from services.people.meetings import Meetings
from services.people.memberships import Memberships
from services.people.relearning import Relearning
from services.people.suggestions import Suggestions


@dataclass(frozen=True)
class PeopleServices:
    """Finding people in mail, and showing them."""

    contacts: Contacts
    closeness: Closeness
    analytics: PeopleAnalytics
    extraction: ContactExtraction
    follower: PeopleFollower
    memberships: Memberships
    companies: Companies
    cards: Cards
    by_hand: PeopleByHand
    deletions: Deletions
    lists: Lists
    address_book: AddressBookSync
    meetings: Meetings
    export: ContactExport
    relearning: Relearning
    resolution: IdentityResolution
    suggestions: Suggestions

    @classmethod
    def build(cls, core: CoreServices) -> "PeopleServices":
        """From what stands below."""
        relearning = Relearning(core.database, core.keyring, core.isolation, core.starter)
        resolution = IdentityResolution(core.database, core.keyring)
        memberships = Memberships(core.database, resolution)
        facts = MailFacts(core.database, core.keyring, core.isolation)
        extraction = ContactExtraction(core.database, core.keyring, core.starter, relearning, facts, resolution)
        contacts, cards = Contacts(core.database, core.keyring), Cards(core.database, core.keyring, resolution)
        export = ContactExport(core.database, contacts, cards)
        return cls(
            contacts=contacts,
            closeness=Closeness(core.database),
            analytics=PeopleAnalytics(core.database),
            extraction=extraction,
            follower=PeopleFollower(core.database, extraction),
            memberships=memberships,
            companies=Companies(core.database, core.keyring),
            suggestions=Suggestions(core.database, memberships),
            cards=cards,
            by_hand=PeopleByHand(core.database, core.keyring, resolution),
            deletions=Deletions(core.database, core.keyring, resolution),
            lists=Lists(core.database),
            export=export,
            address_book=AddressBookSync(core.database, export),
            meetings=Meetings(core.database, core.keyring, contacts),
            relearning=relearning,
            resolution=resolution,
        )


@dataclass(frozen=True)
class ContactImportServices:
    """Taking files of people in, and reading them."""

    files: ContactFiles
    importer: ContactImporter

    @classmethod
    def build(cls, core: CoreServices, quota: UploadQuota) -> "ContactImportServices":
        """From what stands below."""
        parser = ContactParser(core.isolation)
        resolution = IdentityResolution(core.database, core.keyring)
        return cls(
            files=ContactFiles(core.database, core.keyring, core.objects, core.outbox_requests, quota, parser),
            importer=ContactImporter(core.database, core.keyring, core.objects, parser, resolution),
        )


@dataclass(frozen=True)
class GoogleContactsServices:
    """Google's address books of connected accounts."""

    switch: GoogleContactsSwitch
    sync: GoogleContactsSync

    @classmethod
    def build(cls, core: CoreServices, access: GmailAccess) -> "GoogleContactsServices":
        """From what stands below."""
        database, people_url = core.database, core.settings.people_url
        resolution = IdentityResolution(database, core.keyring)
        return cls(
            switch=GoogleContactsSwitch(database, core.starter),
            sync=GoogleContactsSync(database, core.keyring, access, core.starter, resolution, people_url),
        )
