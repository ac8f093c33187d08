"""A Gmail client for a connected mailbox: its tokens are read, used, refreshed and kept encrypted."""

import asyncio
from uuid import UUID

from google.oauth2.credentials import Credentials

from base.errors import ReconnectRequired
from integrations.gmail.client import GmailClient
from integrations.google.grants import Tokens
from integrations.google.oauth import GoogleOAuth
from models.contracts.sync import MailboxRef
from models.database import Database
from models.queries.mailboxes import MailboxQueries
from services.keyring import Keyring


class GmailAccess:
    """Hands out clients. One a mailbox and process, so that connections are reused."""

    def __init__(self, database: Database, keyring: Keyring, oauth: GoogleOAuth, gmail_url: str) -> None:
        self._database = database
        self._keyring = keyring
        self._oauth = oauth
        self._gmail_url = gmail_url
        self._clients: dict[UUID, tuple[bytes, GmailClient]] = {}

    async def client(self, ref: MailboxRef) -> GmailClient:
        """The mailbox's client. Raises ReconnectRequired where there is no usable grant."""
        async with self._database.tenant(ref.user_id) as session:
            sealed = await MailboxQueries(session, ref.user_id).credentials(ref.mailbox_id)
        if sealed is None:
            raise ReconnectRequired("This mailbox is not connected.")
        known = self._clients.get(ref.mailbox_id)
        if known is not None and known[0] == sealed:
            return known[1]
        keys = await self._keyring.user_keys(ref.user_id)
        tokens = Tokens.load(keys.decrypt("mailboxes", "credentials", ref.mailbox_id, sealed))
        credentials: Credentials = await self._oauth.credentials(tokens)
        client = await asyncio.to_thread(GmailClient, self._gmail_url, credentials)
        self._clients[ref.mailbox_id] = (sealed, client)
        return client
