"""Meetings with people, as the mail about them tells."""

from datetime import datetime
from uuid import UUID

from base import cursors
from base.clock import now
from models.contracts.accounts.principals import Principal
from models.contracts.core.jobs import DueStarted
from models.contracts.people.card import MailPlace, Met
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.reading import ReadingQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.meetings import MeetingQueries, whose_meetings_are_over
from services.core.keyring import Keyring
from services.mail.opening import summary
from services.people.contacts import Contacts

_USERS = 50  # of one activity


class Meetings:
    """Raises NotFound for contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database, keyring: Keyring, contacts: Contacts) -> None:
        self._database = database
        self._keyring = keyring
        self._contacts = contacts

    async def of_contact(
        self, principal: Principal, contact_id: UUID, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Met], str | None]:
        """Meetings with a contact, the latest first, those to come before all. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        await self._contacts.contact(principal, contact_id)
        list_name = f"meetings.{contact_id}"
        after = cursors.decode(list_name, cursor, datetime, UUID)
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await MeetingQueries(session, user_id).of_contact(contact_id, now(), after, limit + 1)
            mails = await ReadingQueries(session, user_id).by_ids([row.message_id for row in rows[:limit]])
        found = []
        for row in rows[:limit]:
            if row.message_id in mails:
                mail = summary(keys, mails[row.message_id])
                place = MailPlace(
                    message_id=mail.id, mailbox_id=mail.mailbox_id, thread_id=mail.thread_id, start=None, end=None
                )
                found.append(Met(starts_at=row.starts_at, ends_at=row.ends_at, subject=mail.subject, mail=place))
        last = rows[limit - 1] if len(rows) > limit else None
        return found, cursors.encode(list_name, last.starts_at, last.message_id) if last else None

    async def count_over(self) -> DueStarted:
        """Meetings that are over by now count in strength, of some users who have any."""
        async with self._database.directory() as session:
            users = await whose_meetings_are_over(session, now(), _USERS)
        for user_id in users:
            await self._count(user_id)
        return DueStarted(started=len(users), more=len(users) == _USERS)

    async def _count(self, user_id: UUID) -> None:
        async with self._database.tenant(user_id) as session:
            changes = IdentityChanges(session, user_id)
            await changes.lock()
            meetings = MeetingQueries(session, user_id)
            over = await meetings.pass_time(now())
            await meetings.plan()  # of what is called off nobody has told the clock
            if over:
                await changes.meet(over)
                data = {"new": 0, "touched": len({identity for identity, _ in over})}
                domain_events.record(session, user_id, "contact.updated", data)
