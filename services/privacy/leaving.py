"""The steps in which a mailbox leaves. Each can be repeated, and is bounded: a crash costs a part of one."""

import asyncio

from base.errors import Unavailable
from base.heartbeat import heartbeat
from integrations.google.grants import Tokens
from integrations.google.oauth import GoogleOAuth
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.contracts.people.facts import FactSource
from models.contracts.privacy import EraseStep, Leaving
from models.database import Database
from models.queries.ai.answers import KeptAnswers
from models.queries.core.effects import EffectQueries
from models.queries.enrichment.people import EnrichedPeople
from models.queries.imports.uploads import ImportQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.storing import StoringQueries
from models.queries.people.address_books import AddressBookQueries
from models.queries.people.forgetting import forget_unknown
from models.queries.people.google_contacts import book_of
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.interactions import InteractionQueries
from models.queries.people.mail_facts import MailFactQueries
from models.queries.people.meetings import MeetingQueries
from models.queries.people.tags import TagQueries
from models.queries.privacy.leaving import LeavingQueries
from models.queries.sending.files import FileQueries
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.message_rows import message_id
from services.mail.object_cache import folder
from services.people.address_books import AddressBook

BATCH = 500  # messages of one transaction, their people counted in it
STEP = 5_000  # messages of one activity


class GrantNotReturned(Unavailable):
    """Google does not answer. Its owner can take the grant back in the Google account's settings."""


class Leave:
    """What LeaveWorkflow does, step by step."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        oauth: GoogleOAuth,
        objects: Objects,
        starter: JobStarter,
        board: MailboxStatusBoard,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._oauth = oauth
        self._objects = objects
        self._starter = starter
        self._board = board

    async def stop(self, ref: EffectRef) -> Leaving:
        """Cancel what copies the mailbox. Nothing is to be done where its owner has connected it anew."""
        async with self._database.tenant(ref.user_id) as session:
            leaving = LeavingQueries(session, ref.mailbox)
            row = await leaving.get()
            messages = await leaving.messages() if row is not None and row.erasing else 0
        if row is None or row.status is not MailboxStatus.DISCONNECTED:
            return Leaving(goes=False, erases=False)
        await self._starter.stop_mailbox(ref.mailbox, row.generation)
        async with self._database.tenant(ref.user_id) as session:
            failed = await EffectQueries(session, ref.user_id).failed_of(ref.mailbox.mailbox_id)
        await self._starter.stop_effects([effect for effect in failed if effect.kind is not EffectKind.LEAVE])
        return Leaving(goes=True, erases=row.erasing, messages=messages)

    async def give_back(self, ref: EffectRef) -> None:
        """Give the grant back to Google. Raises GrantNotReturned.

        Not where the mailbox was connected anew: Google would take the new grant with the old one.
        """
        async with self._database.tenant(ref.user_id) as session:
            row = await LeavingQueries(session, ref.mailbox).get()
        if row is None or row.grant is None or row.status is not MailboxStatus.DISCONNECTED:
            return
        keys = await self._keyring.user_keys(ref.user_id)
        # They are bound to where they were encrypted for.
        tokens = Tokens.load(keys.decrypt("mailboxes", "credentials", ref.mailbox.mailbox_id, row.grant))
        if not await self._oauth.revoke(tokens):
            raise GrantNotReturned
        async with self._database.tenant(ref.user_id) as session:
            await LeavingQueries(session, ref.mailbox).forget_grant(row.grant)

    async def erase(self, ref: EffectRef) -> EraseStep:
        """Erase some messages, and what was learned from them; when none is left, files and the mailbox itself."""
        erased = 0
        while erased < STEP:
            count = await self._batch(ref.mailbox)
            if not count:
                return EraseStep(erased=erased, complete=await self._rest(ref.mailbox))
            erased += count
            heartbeat()
        async with self._database.tenant(ref.user_id) as session:
            leaving = LeavingQueries(session, ref.mailbox)
            left = await leaving.messages()
            await leaving.tell(f"erasing the copy: {left:,} messages are left")
            self._board.changed(session, ref.mailbox)
        return EraseStep(erased=erased, complete=False)

    async def finish(self, ref: EffectRef) -> None:
        """All is done that was asked for."""
        async with self._database.tenant(ref.user_id) as session:
            effects = EffectQueries(session, ref.user_id)
            row = await effects.one(ref.effect_id)
            if row is not None:
                await effects.done(ref.effect_id, row.version, forget=True)

    async def _batch(self, ref: MailboxRef) -> int:
        """One transaction: people that are known from elsewhere are counted anew in it. Returns how many it erased."""
        async with self._database.tenant(ref.user_id) as session:
            leaving, storing = LeavingQueries(session, ref), StoringQueries(session, ref)
            contacts = IdentityChanges(session, ref.user_id)
            await contacts.lock()
            await LedgerQueries(session, ref).lock_mailbox()
            source_ids = await leaving.take(BATCH)
            if not source_ids:
                return 0
            ids = [message_id(ref.mailbox_id, source_id) for source_id in source_ids]
            removed = await storing.delete(ids)
            poorer = await InteractionQueries(session, ref.user_id).forget(ids, [key for _, key in removed])
            changed = await MailFactQueries(session, ref.user_id).forget(ids)
            met = await MeetingQueries(session, ref.user_id).replace(ids, [])
            await contacts.recount(poorer)
            await contacts.meet(met)
            await contacts.show(changed)
            await TagQueries(session, ref.user_id).forget()
            await storing.refresh_threads([thread for thread, _ in removed])
            await leaving.drop(source_ids)
            self._board.changed(session, ref)
            return len(source_ids)

    async def _rest(self, ref: MailboxRef) -> bool:
        """Files first: after a crash there is a mailbox to be erased again. False where mail came meanwhile."""
        async with self._database.tenant(ref.user_id) as session:
            uploads = await ImportQueries(session, ref.user_id).of_mailbox(ref.mailbox_id)
        await self._forget_files(ref, uploads)
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            leaving = LeavingQueries(session, ref)
            await IdentityChanges(session, ref.user_id).lock()
            await LedgerQueries(session, ref).lock_mailbox()
            if await leaving.take(1):
                return False
            book = AddressBookQueries(session, ref.user_id, book_of(ref))
            await AddressBook(session, ref.user_id, keys, book_of(ref), FactSource.GOOGLE_CONTACTS).remove(
                await book.entries()
            )
            await forget_unknown(session, ref.user_id)
            await EnrichedPeople(session, ref.user_id).forget_unknown()
            await leaving.remove()
            await KeptAnswers(session, ref.user_id).forget()
            await FileQueries(session, ref.user_id).remove_senderless()
            self._board.changed(session, ref)
        await self._forget_files(ref, uploads)  # what was fetched or uploaded meanwhile
        return True

    async def _forget_files(self, ref: MailboxRef, uploads: list[str]) -> None:
        for name in [*uploads, *await asyncio.to_thread(self._objects.names, folder(ref))]:
            await asyncio.to_thread(self._objects.delete, name)
            heartbeat()
