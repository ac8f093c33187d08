"""How people follow mail: what it told of them is forgotten with it, and learned soon after it came."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.extraction import ExtractionInput
from models.database import Database
from models.queries.people.extraction import ExtractionQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.interactions import InteractionQueries
from models.queries.people.mail_facts import MailFactQueries
from models.queries.people.meetings import MeetingQueries
from models.queries.people.tags import TagQueries
from services.people.extraction import ContactExtraction


class PeopleFollower:
    """The `MailFollower` of this subject."""

    def __init__(self, database: Database, extraction: ContactExtraction) -> None:
        self._database = database
        self._extraction = extraction

    async def lock(self, session: AsyncSession, user_id: UUID) -> None:
        """Nobody else changes this user's people until the transaction ends."""
        await IdentityChanges(session, user_id).lock()

    async def forget(
        self, session: AsyncSession, user_id: UUID, message_ids: Sequence[UUID], message_keys: Sequence[bytes]
    ) -> None:
        """Drop what these messages told, and count their people anew."""
        poorer = await InteractionQueries(session, user_id).forget(message_ids, message_keys)
        changed = await MailFactQueries(session, user_id).forget(message_ids)
        met = await MeetingQueries(session, user_id).replace(message_ids, [])
        contacts = IdentityChanges(session, user_id)
        await contacts.recount(poorer)
        await contacts.meet(met)
        await contacts.show(changed)
        await TagQueries(session, user_id).forget()

    async def is_behind(self, ref: MailboxRef) -> bool:
        """Are there messages whose people nobody has looked at?"""
        async with self._database.tenant(ref.user_id) as session:
            return await ExtractionQueries(session, ref).any_pending()

    async def catch_up(self, ref: MailboxRef) -> None:
        """Look at them now, without waiting for more."""
        await self._extraction.run(ExtractionInput(mailbox=ref), follow=False)
