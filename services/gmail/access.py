"""A Gmail client for a connected mailbox: its tokens are read, used, refreshed and kept encrypted."""

import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from google.oauth2.credentials import Credentials

from base.errors import DeploymentFault, ReconnectRequired, Unavailable
from integrations.gmail.client import GmailClient
from integrations.gmail.connections import Connections
from integrations.google.grants import Tokens
from integrations.google.oauth import GoogleOAuth
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.gmail.watches import WatchQueries
from models.queries.mail.mailboxes import MailboxQueries
from services.core.keyring import Keyring
from services.mail.mailbox_status import MailboxStatusBoard

_TOLD = 60.0  # seconds between two lines in the log that say the same
_MOST = 10_000  # clients at hand: each spares a request for a token

log = structlog.get_logger()


class GmailAccess:
    """Hands out clients. One a mailbox and process, so that access tokens are; those used last are kept."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        oauth: GoogleOAuth,
        board: MailboxStatusBoard,
        gmail_url: str,
        connections: Connections,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._oauth = oauth
        self._board = board
        self._gmail_url = gmail_url
        self._connections = connections
        self._told: dict[str, float] = {}
        self._clients: OrderedDict[UUID, tuple[bytes, GmailClient]] = OrderedDict()

    @asynccontextmanager
    async def client(self, ref: MailboxRef) -> AsyncIterator[GmailClient]:
        """The mailbox's client. Where its grant is lost, says so on the mailbox and raises ReconnectRequired.

        Raises Unavailable where the owner has reconnected while the old grant was in use: the next try has the new one.
        DeploymentFault is told to the operator, and no reason to stop.
        """
        sealed = await self._credentials(ref)
        try:
            yield await self._client(ref, sealed)
        except ReconnectRequired as error:
            if await self._board.grant_lost(ref, sealed, error.detail):
                raise
            raise Unavailable("The mailbox was reconnected meanwhile.") from error
        except DeploymentFault as error:
            await self._tell_operator(ref, error)
            raise

    async def _tell_operator(self, ref: MailboxRef, error: DeploymentFault) -> None:
        """In the log once a minute, whoever meets it; and in the health of each mailbox, until Gmail answers again."""
        if time.monotonic() > self._told.get(error.detail, -math.inf) + _TOLD:
            self._told[error.detail] = time.monotonic()
            log.error("google.misconfigured", reason=error.detail)
        async with self._database.tenant(ref.user_id) as session:
            await WatchQueries(session, ref).poll_failed(error.detail)

    async def _credentials(self, ref: MailboxRef) -> bytes:
        async with self._database.tenant(ref.user_id) as session:
            sealed = await MailboxQueries(session, ref.user_id).credentials(ref.mailbox_id)
        if sealed is None:
            raise ReconnectRequired("This mailbox is not connected.")
        return sealed

    async def _client(self, ref: MailboxRef, sealed: bytes) -> GmailClient:
        known = self._clients.get(ref.mailbox_id)
        if known is not None and known[0] == sealed:
            self._clients.move_to_end(ref.mailbox_id)
            return known[1]
        keys = await self._keyring.user_keys(ref.user_id)
        tokens = Tokens.load(keys.decrypt("mailboxes", "credentials", ref.mailbox_id, sealed))
        credentials: Credentials = await self._oauth.credentials(tokens)
        client = GmailClient(self._gmail_url, credentials, self._connections)
        self._clients[ref.mailbox_id] = (sealed, client)
        while len(self._clients) > _MOST:
            self._clients.popitem(last=False)
        return client
