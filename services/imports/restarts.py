"""An upload that an older job was reading is read on."""

from collections.abc import Sequence
from uuid import UUID

from base.errors import NotFound
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.imports.uploads import ImportQueries
from services.core.jobs import JobStarter
from services.core.upgrade import Restart


def import_restart(database: Database, starter: JobStarter) -> Restart:
    """The upload's row says which mailbox it belongs to, and how far it was read."""

    async def restart(user_id: UUID, words: Sequence[str]) -> bool:
        import_id = UUID(words[0])
        try:
            async with database.tenant(user_id) as session:
                upload = await ImportQueries(session, user_id).get(import_id)
        except NotFound:
            return False
        await starter.start_import(MailboxRef(user_id=user_id, mailbox_id=upload.mailbox_id), import_id)
        return True

    return restart
