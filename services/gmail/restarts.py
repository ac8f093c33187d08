"""What older jobs about mailboxes had to do is started again: copying, following, comparing, finding people."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.mailboxes import MailboxQueries
from services.core.jobs import JobStarter
from services.core.upgrade import Restart


def mailbox_restarts(database: Database, starter: JobStarter) -> Mapping[str, Restart]:
    """By kind of job. A mailbox that is gone has nothing to be done; the ledger says where the others go on."""

    def restart(start: Callable[[MailboxRef, Sequence[str]], Awaitable[str]]) -> Restart:
        async def of_mailbox(user_id: UUID, words: Sequence[str]) -> bool:
            ref = MailboxRef(user_id=user_id, mailbox_id=UUID(words[0]))
            async with database.tenant(user_id) as session:
                if not await MailboxQueries(session, user_id).exists(ref.mailbox_id):
                    return False
            await start(ref, words)
            return True

        return of_mailbox

    return {
        "backfill": restart(lambda ref, words: starter.start_backfill(ref, int(words[1]))),
        "mailbox": restart(lambda ref, _: starter.wake_mailbox(ref, 0)),
        "reconcile": restart(lambda ref, _: starter.ensure_reconcile(ref)),
        "contacts": restart(lambda ref, _: starter.ensure_extraction(ref)),
        "attachments": restart(lambda ref, _: starter.start_prefetch(ref)),
    }
