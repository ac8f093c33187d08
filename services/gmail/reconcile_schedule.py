"""Which mailboxes are due to be compared with Gmail: each once a night, all of them spread over it."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from base.clock import now
from models.contracts.core.jobs import DueStarted
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.gmail.reconcile_schedule import DueReconcileQueries
from services.core.jobs import JobStarter

NIGHT = time(0, tzinfo=UTC)
SPREAD = timedelta(hours=6)
PAGE = 100  # mailboxes of one activity


def next_night(mailbox_id: UUID, after: datetime) -> datetime:
    """When the mailbox is compared next: at its own place in the night, so that they do not all come at once."""
    place = timedelta(seconds=mailbox_id.int % int(SPREAD.total_seconds()))
    tonight = datetime.combine(after.astimezone(UTC).date(), NIGHT) + place
    return tonight if tonight > after else tonight + timedelta(days=1)


class DueReconciliations:
    """Works through the directory, for no user in particular."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def start(self) -> DueStarted:
        """Start a page of those that are due. One that is new has its first night planned."""
        moment = now()
        async with self._database.directory() as session:
            found = await DueReconcileQueries(session).due(moment, PAGE)
        started = 0
        for one in found:
            if one.due_at is not None:
                await self._starter.ensure_reconcile(MailboxRef(user_id=one.user_id, mailbox_id=one.mailbox_id))
                started += 1
            async with self._database.directory() as session:
                # Only now: a crash in between starts it once more, which costs little; the other way round, it is lost.
                await DueReconcileQueries(session).plan(one.mailbox_id, next_night(one.mailbox_id, moment))
        return DueStarted(started=started, more=len(found) == PAGE)
