"""The owner's addresses, and what the owner says of them."""

from uuid import UUID

from base.errors import Conflict, Invalid, NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.mail.aliases import Alias, AliasSource
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.aliases import AliasQueries
from services.core.jobs import JobStarter
from services.mime.address_syntax import is_address, one_form

MOST = 200  # addresses of one mailbox that anybody has spoken of


class Aliases:
    """Lists, adds and revokes. A person's word stands against everybody's."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def all(self, principal: Principal, mailbox_id: UUID) -> list[Alias]:
        """The mailbox's own address first. Raises NotFound."""
        return await self._all(MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id))

    async def add(self, principal: Principal, mailbox_id: UUID, address: str) -> Alias:
        """This one is the owner's, too: nobody to have a relationship with. Raises NotFound, Invalid or Conflict."""
        address = one_form(address.strip())
        if not is_address(address) or not address.isprintable():
            raise Invalid(f"{address[:200]!r} is not a mail address.", field="address")
        ref = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
        known = await self._known(ref, address)
        if known is not None and known.source is not AliasSource.LEARNED:
            return known
        async with self._database.tenant(ref.user_id) as session:
            aliases = AliasQueries(session, ref)
            if await aliases.count() >= MOST:
                raise Conflict(f"A mailbox has at most {MOST} addresses.")
            await aliases.add(address)
        await self._starter.start_extraction(ref)
        added = await self._known(ref, address)
        if added is None:
            raise Conflict("This address was revoked meanwhile.")
        return added

    async def revoke(self, principal: Principal, mailbox_id: UUID, address: str) -> None:
        """This one is somebody else's: what was learned of them comes back. Raises NotFound, or Conflict."""
        ref, address = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id), one_form(address.strip())
        known = await self._known(ref, address)
        if known is None:
            raise NotFound("There is no such address.")
        if known.source is AliasSource.MAILBOX:
            raise Conflict("This is the mailbox's own address.")
        async with self._database.tenant(ref.user_id) as session:
            await AliasQueries(session, ref).revoke(address)
        await self._starter.start_extraction(ref)

    async def _all(self, ref: MailboxRef) -> list[Alias]:
        async with self._database.tenant(ref.user_id) as session:
            found = await AliasQueries(session, ref).believed()
        if not found:
            raise NotFound("There is no such mailbox.")
        return found

    async def _known(self, ref: MailboxRef, address: str) -> Alias | None:
        return next((alias for alias in await self._all(ref) if alias.address == address), None)
