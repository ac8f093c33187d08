"""Mailboxes: connecting, waking, retrying."""

import asyncio
from datetime import datetime
from uuid import UUID

import structlog
from temporalio.service import RPCError

from base import cursors
from base.errors import Conflict, Forbidden, NotFound
from base.ids import derived_id
from integrations.google.grants import READ_MAIL, Identity, Tokens
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import DeadLetter, Mailbox, MailboxRef, MailboxStatus, Provider
from models.database import Database
from models.queries.accounts.users import DirectoryQueries
from models.queries.gmail.watches import WatchQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.mailboxes import MailboxQueries
from services.core.jobs import JobStarter
from services.core.keyring import Keyring


class ReadingNotAllowed(Forbidden):
    """Kith was not allowed to read this mailbox. Connect again, and tick the box for reading mail."""


class NoLastingAccess(Conflict):
    """Google gave no lasting access. Remove Kith in your Google account's connections, then connect again."""


_PATIENCE = 3.0  # seconds that a person waits for a job to start

log = structlog.get_logger()


class Mailboxes:
    """What an owner can do with mailboxes. Raises NotFound for those of somebody else."""

    def __init__(self, database: Database, keyring: Keyring, starter: JobStarter) -> None:
        self._database = database
        self._keyring = keyring
        self._starter = starter

    async def all(self, principal: Principal) -> list[Mailbox]:
        """Every mailbox of the user."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await MailboxQueries(session, principal.tenant_id).all()

    async def one(self, principal: Principal, mailbox_id: UUID) -> Mailbox:
        """One mailbox."""
        async with self._database.tenant(principal.tenant_id) as session:
            found = await MailboxQueries(session, principal.tenant_id).one(mailbox_id)
        if found is None:
            raise NotFound("There is no such mailbox.")
        return found

    async def connect(self, principal: Principal, identity: Identity, tokens: Tokens) -> UUID:
        """Keep the tokens and start copying, or go on with a mailbox that was connected before.

        Raises ReadingNotAllowed or NoLastingAccess where the grant is not enough to copy mail.
        """
        user_id = principal.tenant_id
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
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.sync(principal, mailbox_id)
        except (RPCError, TimeoutError) as error:  # it is connected all the same: the safety poll begins the copy
            log.warning("mailbox.copied_later", mailbox=str(mailbox_id), error=type(error).__name__)
        return mailbox_id

    async def sync(self, principal: Principal, mailbox_id: UUID) -> str:
        """Bring the copy up to date now. Returns the job's id. Raises Conflict where there is nothing to sync."""
        imported = "This mailbox was imported from a file. Import the newer file instead."
        ref, generation, complete = await self._backfill(principal, mailbox_id, imported)
        if complete:
            return await self._starter.wake_mailbox(ref, 0)
        return await self._starter.start_backfill(ref, max(generation, 1))

    async def reconcile(self, principal: Principal, mailbox_id: UUID) -> str:
        """Compare the copy with Gmail now. Returns the job's id. Raises Conflict where there is nothing to compare."""
        imported = "This mailbox was imported from a file: there is no Gmail to compare it with."
        ref, _, complete = await self._backfill(principal, mailbox_id, imported)
        if not complete:
            raise Conflict("This mailbox is still being copied. It can be compared with Gmail after that.")
        return await self._starter.ensure_reconcile(ref)

    async def _backfill(self, principal: Principal, mailbox_id: UUID, imported: str) -> tuple[MailboxRef, int, bool]:
        """A Gmail mailbox, the generation of its copy, and is it complete? Raises Conflict, `imported` for a file's."""
        user_id = principal.tenant_id
        provider, status = await self._source(principal, mailbox_id)
        if provider is not Provider.GMAIL:
            raise Conflict(imported)
        if status is MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected. Connect it again.")
        async with self._database.tenant(user_id) as session:
            generation, complete = await MailboxQueries(session, user_id).backfill(mailbox_id)
        return MailboxRef(user_id=user_id, mailbox_id=mailbox_id), generation, complete

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
        self, principal: Principal, mailbox_id: UUID, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[DeadLetter], str | None]:
        """Messages that could not be stored, and why; the newest failure first. Raises Invalid for a bad cursor."""
        kind = f"dead.{mailbox_id}"
        after = cursors.decode(kind, cursor, datetime, str)
        await self._source(principal, mailbox_id)
        async with self._database.tenant(principal.tenant_id) as session:
            rows = await MailboxQueries(session, principal.tenant_id).dead(mailbox_id, after, limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        return rows[:limit], cursors.encode(kind, last.updated_at, last.source_id) if last else None

    async def retry_dead(self, principal: Principal, mailbox_id: UUID) -> str:
        """Try them again. Returns the job's id. Raises Conflict where nothing can be fetched."""
        provider, status = await self._source(principal, mailbox_id)
        if provider is Provider.GMAIL and status is not MailboxStatus.DISCONNECTED:
            async with self._database.tenant(principal.tenant_id) as session:
                await LedgerQueries(
                    session, MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
                ).retry_dead()
        return await self.sync(principal, mailbox_id)

    async def _source(self, principal: Principal, mailbox_id: UUID) -> tuple[Provider, MailboxStatus]:
        """Is there such a mailbox, and what is it? `one` counts all of its mail for that. Raises NotFound."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await MailboxQueries(session, principal.tenant_id).source(mailbox_id)
