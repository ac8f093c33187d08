"""Mailboxes: connecting, waking, retrying, disconnecting, erasing."""

import asyncio
from datetime import datetime
from uuid import UUID

from base import cursors
from base.errors import Conflict, Forbidden, NotFound
from base.ids import derived_id
from integrations.google.grants import READ_MAIL, Identity, Tokens
from integrations.google.oauth import GoogleOAuth
from models.contracts.mailboxes import DeadLetter, Mailbox, MailboxStatus, Provider
from models.contracts.sync import MailboxRef
from models.database import Database
from models.queries.contact_changes import ContactChanges
from models.queries.imports import ImportQueries
from models.queries.interactions import InteractionQueries
from models.queries.ledger import LedgerQueries
from models.queries.mailboxes import MailboxQueries
from models.queries.outbox import OutboxQueries
from models.queries.users import DirectoryQueries
from models.queries.watching import WatchQueries
from services.jobs import JobStarter
from services.kept_mail import folder
from services.keyring import Keyring
from services.objects import Objects

# Why a mail in the outbox of a disconnected mailbox does not go out.
DISCONNECTED = "The mailbox was disconnected before this went out."
UNSURE = "The mailbox was disconnected while this was on its way. Retry looks first whether Gmail has it."


class ReadingNotAllowed(Forbidden):
    """Kith was not allowed to read this mailbox. Connect again, and tick the box for reading mail."""


class NoLastingAccess(Conflict):
    """Google gave no lasting access. Remove Kith in your Google account's connections, then connect again."""


class Mailboxes:
    """What an owner can do with mailboxes. Raises NotFound for those of somebody else."""

    def __init__(
        self, database: Database, keyring: Keyring, oauth: GoogleOAuth, objects: Objects, starter: JobStarter
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._oauth = oauth
        self._objects = objects
        self._starter = starter

    async def all(self, user_id: UUID) -> list[Mailbox]:
        """Every mailbox of the user."""
        async with self._database.tenant(user_id) as session:
            return await MailboxQueries(session, user_id).all()

    async def one(self, user_id: UUID, mailbox_id: UUID) -> Mailbox:
        """One mailbox."""
        async with self._database.tenant(user_id) as session:
            found = await MailboxQueries(session, user_id).one(mailbox_id)
        if found is None:
            raise NotFound("There is no such mailbox.")
        return found

    async def connect(self, user_id: UUID, identity: Identity, tokens: Tokens) -> UUID:
        """Keep the tokens and start copying, or go on with a mailbox that was connected before.

        Raises ReadingNotAllowed or NoLastingAccess where the grant is not enough to copy mail.
        """
        if READ_MAIL not in tokens.scopes:
            raise ReadingNotAllowed
        if tokens.refresh_token is None:
            raise NoLastingAccess
        mailbox_id = derived_id(user_id, "mailbox", Provider.GMAIL, identity.email)
        keys = await self._keyring.user_keys(user_id)
        sealed = keys.encrypt("mailboxes", "credentials", mailbox_id, tokens.dump())
        async with self._database.tenant(user_id) as session:
            queries = MailboxQueries(session, user_id)
            await queries.connect(mailbox_id, Provider.GMAIL, identity.email, sealed, tokens.scopes)
            address = self._keyring.directory_hash("mailbox", identity.email)
            await DirectoryQueries(session).add_mailbox(mailbox_id, user_id, address)
        await self.sync(user_id, mailbox_id)
        return mailbox_id

    async def sync(self, user_id: UUID, mailbox_id: UUID) -> str:
        """Bring the copy up to date now. Returns the job's id. Raises Conflict where there is nothing to sync."""
        mailbox = await self.one(user_id, mailbox_id)
        if mailbox.provider is not Provider.GMAIL:
            raise Conflict("This mailbox was imported from a file. Import the newer file instead.")
        if mailbox.status is MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected. Connect it again.")
        ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        async with self._database.tenant(user_id) as session:
            generation, complete = await MailboxQueries(session, user_id).backfill(mailbox_id)
        if complete:
            return await self._starter.wake_mailbox(ref, 0)
        return await self._starter.start_backfill(ref, max(generation, 1))

    async def reconcile(self, user_id: UUID, mailbox_id: UUID) -> str:
        """Compare the copy with Gmail now. Returns the job's id. Raises Conflict where there is nothing to compare."""
        mailbox = await self.one(user_id, mailbox_id)
        if mailbox.provider is not Provider.GMAIL:
            raise Conflict("This mailbox was imported from a file: there is no Gmail to compare it with.")
        if mailbox.status is MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected. Connect it again.")
        async with self._database.tenant(user_id) as session:
            _, complete = await MailboxQueries(session, user_id).backfill(mailbox_id)
        if not complete:
            raise Conflict("This mailbox is still being copied. It can be compared with Gmail after that.")
        return await self._starter.ensure_reconcile(MailboxRef(user_id=user_id, mailbox_id=mailbox_id))

    async def pushed(self, address: str, history_id: int) -> None:
        """A push spoke of this address: wake its mailbox, unless what it speaks of has been seen already."""
        async with self._database.directory() as session:
            found = await DirectoryQueries(session).mailboxes_of(
                self._keyring.directory_hash("mailbox", address.lower())
            )
        for user_id, mailbox_id in found:
            ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
            async with self._database.tenant(user_id) as session:
                cursor = await WatchQueries(session, ref).pushed(history_id)
            if cursor is not None and cursor < history_id:
                await self._starter.wake_mailbox(ref, history_id)

    async def dead(
        self, user_id: UUID, mailbox_id: UUID, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[DeadLetter], str | None]:
        """Messages that could not be stored, and why; the newest failure first. Raises Invalid for a bad cursor."""
        kind = f"dead.{mailbox_id}"
        after = cursors.decode(kind, cursor, datetime, str)
        await self.one(user_id, mailbox_id)
        async with self._database.tenant(user_id) as session:
            rows = await MailboxQueries(session, user_id).dead(mailbox_id, after, limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        return rows[:limit], cursors.encode(kind, last.updated_at, last.source_id) if last else None

    async def retry_dead(self, user_id: UUID, mailbox_id: UUID) -> str:
        """Try them again. Returns the job's id. Raises Conflict where nothing can be fetched."""
        mailbox = await self.one(user_id, mailbox_id)
        if mailbox.provider is Provider.GMAIL and mailbox.status is not MailboxStatus.DISCONNECTED:
            async with self._database.tenant(user_id) as session:
                await LedgerQueries(session, MailboxRef(user_id=user_id, mailbox_id=mailbox_id)).retry_dead()
        return await self.sync(user_id, mailbox_id)

    async def disconnect(self, user_id: UUID, mailbox_id: UUID, *, erase: bool = False) -> None:
        """Stop its jobs, give the grant back, forget the tokens. The copy stays, unless `erase`."""
        await self.one(user_id, mailbox_id)
        ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        async with self._database.tenant(user_id) as session:
            queries = MailboxQueries(session, user_id)
            sealed = await queries.credentials(mailbox_id)
            generation, _ = await queries.backfill(mailbox_id)
            await queries.disconnect(mailbox_id)
            unsent = await OutboxQueries(session, user_id).fail_all(mailbox_id, DISCONNECTED, UNSURE)
            await DirectoryQueries(session).remove_mailbox(mailbox_id)
        await self._starter.stop_mailbox(ref, generation)
        await self._starter.stop_sends(user_id, unsent)
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
