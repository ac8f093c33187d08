"""Activities that read uploaded files."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.effects import EffectRef
from models.contracts.core.jobs import DueStarted
from models.contracts.imports import ImportInput, ImportResult
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.address_books import ContactImportFailure, ContactImportStep
from models.contracts.people.google_contacts import GoogleContactsResult

if TYPE_CHECKING:
    from services.imports.mbox_import import MboxImport
    from services.people.google_contacts import GoogleContactsSync
    from services.people.importing.reading import ContactImporter


class ImportActivities:
    """What ImportWorkflow does."""

    def __init__(self, mbox_import: "MboxImport") -> None:
        self._mbox_import = mbox_import

    @activity.defn(name="mail.import_mbox")
    async def import_mbox(self, request: ImportInput) -> ImportResult:
        """Read an uploaded mbox into the ledger, from where an earlier attempt stopped."""
        return await self._mbox_import.run(request)


class ContactImportActivities:
    """What ContactImportWorkflow does."""

    def __init__(self, importer: "ContactImporter") -> None:
        self._importer = importer

    @activity.defn(name="contacts.import_file")
    async def import_file(self, ref: EffectRef) -> ContactImportStep:
        """Read some of a file of people, or take some of an import back."""
        return await self._importer.advance(ref)

    @activity.defn(name="contacts.stop_import")
    async def stop_import(self, failure: ContactImportFailure) -> None:
        """Write on an import that it will not go on by itself, and why."""
        await self._importer.stop(failure)


class GoogleContactsActivities:
    """What GoogleContactsWorkflow and GoogleContactsDueWorkflow do."""

    def __init__(self, sync: "GoogleContactsSync") -> None:
        self._sync = sync

    @activity.defn(name="contacts.sync_google")
    async def sync(self, ref: MailboxRef) -> GoogleContactsResult:
        """Bring in what has changed in Google Contacts, or take all of it away."""
        return await self._sync.run(ref)

    @activity.defn(name="contacts.start_due_google")
    async def start_due(self) -> DueStarted:
        """Start a page of the mailboxes whose Google Contacts are due."""
        return await self._sync.start_due()
