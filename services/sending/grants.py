"""Rights to write to a mailbox: asked for when they are needed first, never at the start, and given up on request."""

from enum import StrEnum
from uuid import UUID

from base.errors import Conflict, Forbidden, NotFound
from integrations.google.grants import (
    ALL_MAIL,
    COMPOSE_MAIL,
    MODIFY_MAIL,
    READ_CONTACTS,
    READ_MAIL,
    READ_OTHER_CONTACTS,
    SEND_MAIL,
    SIGN_IN,
    Tokens,
)
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import MailboxStatus, Provider
from models.database import Database
from models.queries.sending.grants import GrantQueries, GrantRow
from services.accounts.authorizations import GRANT, AccessDenied, Authorizations, Finished
from services.core.keyring import Keyring
from services.gmail.mailboxes import NoLastingAccess, ReadingNotAllowed


class Right(StrEnum):
    """What a mailbox's owner can let Kith do."""

    READ = "read"  # and nothing else: what was allowed beyond is given up
    SEND = "send"
    MODIFY = "modify"  # labels and drafts; sending too
    CONTACTS = "contacts"  # read the account's Google contacts


# The first of each is what has to be allowed; the others may be.
_ASKED = {
    Right.READ: (READ_MAIL,),
    Right.SEND: (SEND_MAIL,),
    Right.MODIFY: (MODIFY_MAIL,),
    Right.CONTACTS: (READ_CONTACTS, READ_OTHER_CONTACTS),
}
_SENDING = frozenset({SEND_MAIL, COMPOSE_MAIL, MODIFY_MAIL, ALL_MAIL})
_DRAFTING = frozenset({COMPOSE_MAIL, MODIFY_MAIL, ALL_MAIL})
_CHANGING = frozenset({MODIFY_MAIL, ALL_MAIL})


class WritingNotAllowed(Forbidden):
    """You have not let Kith do this with the mailbox yet."""


class OtherAccount(Forbidden):
    """Google answered for another account than the mailbox's. Nothing was changed; choose the mailbox's own."""


class Grants:
    """Who may do what with a mailbox. Raises NotFound for one of somebody else."""

    def __init__(self, database: Database, keyring: Keyring, authorizations: Authorizations) -> None:
        self._database = database
        self._keyring = keyring
        self._authorizations = authorizations

    async def expect_sending(self, user_id: UUID, mailbox_id: UUID) -> GrantRow:
        """The mailbox, where mail can be sent from it. Raises Conflict or WritingNotAllowed."""
        return await self._expect(user_id, mailbox_id, _SENDING, Right.SEND, "send mail")

    async def expect_drafting(self, user_id: UUID, mailbox_id: UUID) -> GrantRow:
        """The mailbox, where drafts can be kept in it. Raises Conflict or WritingNotAllowed."""
        return await self._expect(user_id, mailbox_id, _DRAFTING, Right.MODIFY, "keep drafts")

    async def expect_changing(self, user_id: UUID, mailbox_id: UUID) -> GrantRow:
        """The mailbox, where labels can be changed in it. Raises Conflict or WritingNotAllowed."""
        return await self._expect(user_id, mailbox_id, _CHANGING, Right.MODIFY, "change labels")

    async def ask(
        self, principal: Principal, mailbox_id: UUID, right: Right, redirect_uri: str, browser: str, next_path: str
    ) -> str:
        """The address to send the browser to; it comes back to `next_path`. Raises Conflict."""
        mailbox = await self._writable(principal.tenant_id, mailbox_id)
        return await self._authorizations.start(
            GRANT,
            (*SIGN_IN, *_ASKED[right]),
            redirect_uri,
            browser,
            user_id=str(principal.tenant_id),
            next_path=next_path,
            login_hint=mailbox.address,
            mailbox_id=str(mailbox_id),
        )

    async def keep(self, finished: Finished) -> Right:
        """Keep the new grant, and return what for.

        Raises OtherAccount, or what says why it is not what was asked for; then nothing has changed.
        """
        user_id, mailbox_id = UUID(finished.user_id or ""), UUID(finished.mailbox_id or "")
        right = next(right for right, scopes in _ASKED.items() if scopes[0] in finished.asked)
        mailbox, tokens = await self._writable(user_id, mailbox_id), finished.tokens
        if finished.identity.email != mailbox.address:
            raise OtherAccount
        if READ_MAIL not in tokens.scopes:
            raise ReadingNotAllowed
        if _ASKED[right][0] not in tokens.scopes:
            raise AccessDenied
        if tokens.refresh_token is None:
            raise NoLastingAccess
        await self._replace(user_id, mailbox_id, tokens)
        return right

    async def _replace(self, user_id: UUID, mailbox_id: UUID, tokens: Tokens) -> None:
        keys = await self._keyring.user_keys(user_id)
        sealed = keys.encrypt("mailboxes", "credentials", mailbox_id, tokens.dump())
        async with self._database.tenant(user_id) as session:
            if not await GrantQueries(session, user_id).replace(mailbox_id, sealed, tokens.scopes):
                raise Conflict("This mailbox is disconnected. Connect it again.")

    async def _expect(
        self, user_id: UUID, mailbox_id: UUID, enough: frozenset[str], right: Right, what: str
    ) -> GrantRow:
        mailbox = await self._writable(user_id, mailbox_id)
        if not mailbox.scopes & enough:
            raise WritingNotAllowed(
                f"Kith may not {what} in this mailbox yet: let it under Settings. For programs, "
                f'POST /api/v1/mailboxes/{mailbox_id}/grant with {{"for": "{right}"}} answers where to.'
            )
        return mailbox

    async def _writable(self, user_id: UUID, mailbox_id: UUID) -> GrantRow:
        """The mailbox, where it is one that can be written to at all."""
        async with self._database.tenant(user_id) as session:
            mailbox = await GrantQueries(session, user_id).get(mailbox_id)
        if mailbox is None:
            raise NotFound("There is no such mailbox.")
        if mailbox.provider != Provider.GMAIL:
            raise Conflict("This mailbox was imported from a file: nothing can be written to it.")
        if mailbox.status == MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected. Connect it again.")
        return mailbox
