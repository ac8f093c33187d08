"""Disconnecting a mailbox, and erasing its copy."""

import asyncio
from uuid import UUID

from base.errors import NotFound
from integrations.google.grants import Tokens
from integrations.google.oauth import GoogleOAuth
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.accounts.users import DirectoryQueries
from models.queries.core.effects import EffectQueries
from models.queries.imports.uploads import ImportQueries
from models.queries.mail.mailboxes import MailboxQueries
from models.queries.people.contact_changes import ContactChanges
from models.queries.people.interactions import InteractionQueries
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.mail.object_cache import folder

# Why a mail in the outbox of a disconnected mailbox does not go out.
DISCONNECTED = "The mailbox was disconnected before this went out."
UNSURE = "The mailbox was disconnected while this was on its way. Retry looks first whether Gmail has it."


class Disconnection:
    """What takes a mailbox out of Kith."""

    def __init__(
        self, database: Database, keyring: Keyring, oauth: GoogleOAuth, objects: Objects, starter: JobStarter
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._oauth = oauth
        self._objects = objects
        self._starter = starter

    async def disconnect(self, principal: Principal, mailbox_id: UUID, *, erase: bool = False) -> None:
        """Stop its jobs, give the grant back, forget the tokens. The copy stays, unless `erase`. Raises NotFound."""
        user_id = principal.tenant_id
        ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        async with self._database.tenant(user_id) as session:
            queries = MailboxQueries(session, user_id)
            if await queries.one(mailbox_id) is None:
                raise NotFound("There is no such mailbox.")
            sealed = await queries.credentials(mailbox_id)
            generation, _ = await queries.backfill(mailbox_id)
            await queries.disconnect(mailbox_id)
            unsent = await EffectQueries(session, user_id).fail_all(mailbox_id, DISCONNECTED, UNSURE)
            await DirectoryQueries(session).remove_mailbox(mailbox_id)
        await self._starter.stop_mailbox(ref, generation)
        await self._starter.stop_effects(unsent)
        if sealed is not None:
            keys = await self._keyring.user_keys(user_id)
            tokens = Tokens.load(keys.decrypt("mailboxes", "credentials", mailbox_id, sealed))
            await self._oauth.revoke(tokens)
        if erase:
            await self._erase(user_id, mailbox_id)

    async def _erase(self, user_id: UUID, mailbox_id: UUID) -> None:
        """Delete the copy, in one transaction: people known from other mailboxes stay, counted anew."""
        await self._forget_kept(user_id, mailbox_id)  # first: after a crash there is something to erase again
        async with self._database.tenant(user_id) as session:
            queries, contacts = MailboxQueries(session, user_id), ContactChanges(session, user_id)
            await contacts.lock()
            uploads = await ImportQueries(session, user_id).of_mailbox(mailbox_id)
            ids, keys = await queries.messages(mailbox_id)
            orphans = await InteractionQueries(session, user_id).forget(ids, keys)
            await queries.remove(mailbox_id)
            await contacts.recount(orphans)
        for name in uploads:
            await asyncio.to_thread(self._objects.delete, name)
        await self._forget_kept(user_id, mailbox_id)  # what was fetched meanwhile

    async def _forget_kept(self, user_id: UUID, mailbox_id: UUID) -> None:
        kept = folder(MailboxRef(user_id=user_id, mailbox_id=mailbox_id))
        for name in await asyncio.to_thread(self._objects.names, kept):
            await asyncio.to_thread(self._objects.delete, name)
