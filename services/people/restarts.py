"""What older jobs were doing with address books is gone on with."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.address_books import ContactImportState
from models.database import Database
from models.queries.people.contact_imports import ContactImportQueries
from models.queries.people.google_contacts import GoogleContactsQueries
from services.core.jobs import JobStarter
from services.core.upgrade import Restart


def address_book_restarts(database: Database, starter: JobStarter) -> Mapping[str, Restart]:
    """Their rows say what is wished for, and how far it is."""

    async def file(user_id: UUID, words: Sequence[str]) -> bool:
        import_id = UUID(words[0])
        async with database.tenant(user_id) as session:
            found = await ContactImportQueries(session, user_id).file(import_id)
        if found is None or found.state not in {ContactImportState.READING, ContactImportState.UNDOING}:
            return False
        ref = EffectRef(user_id=user_id, kind=EffectKind.CONTACTS_IMPORT, effect_id=import_id)
        await starter.start_effect(ref, wished=False)
        return True

    async def google(user_id: UUID, words: Sequence[str]) -> bool:
        ref = MailboxRef(user_id=user_id, mailbox_id=UUID(words[0]))
        async with database.tenant(user_id) as session:
            if await GoogleContactsQueries(session, ref).get() is None:
                return False
        await starter.start_google_contacts(ref)
        return True

    return {EffectKind.CONTACTS_IMPORT: file, "google-contacts": google}
