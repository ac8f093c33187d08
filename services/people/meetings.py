"""Meetings with people, as the mail about them tells."""

from datetime import datetime
from uuid import UUID

from base import cursors
from models.contracts.accounts.principals import Principal
from models.contracts.people.card import MailPlace, Met
from models.database import Database
from models.queries.mail.reading import ReadingQueries
from models.queries.people.meetings import MeetingQueries
from services.core.keyring import Keyring
from services.mail.opening import summary
from services.people.contacts import Contacts


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
            rows = await MeetingQueries(session, user_id).of_contact(contact_id, after, limit + 1)
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
