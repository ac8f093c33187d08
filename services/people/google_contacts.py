"""Google Contacts of a connected account: switched on and off by its owner, and kept in step.

What came stays where Google gives no more (the grant is lost, or the mailbox is disconnected): it is what the owner has
saved of people. Switching them off takes all of it away, and so does erasing the mailbox.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from base.clock import now
from base.errors import Conflict, NotFound, ReconnectRequired
from base.heartbeat import heartbeat
from integrations.gmail.people import ContactsNotAllowed, PeopleClient, Source, SyncTokenExpired
from integrations.google.grants import READ_CONTACTS
from models.contracts.accounts.principals import Principal
from models.contracts.core.jobs import DueStarted
from models.contracts.mail.mailboxes import MailboxRef, Provider
from models.contracts.people.facts import FactSource
from models.contracts.people.google_contacts import (
    GoogleContacts,
    GoogleContactsResult,
    GoogleContactsState,
)
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.sync_state import own_addresses
from models.queries.people.address_books import AddressBookQueries
from models.queries.people.google_contacts import DueGoogleContacts, GoogleContactsQueries, GoogleContactsRow, book_of
from models.queries.people.identity_changes import IdentityChanges
from models.queries.sending.grants import GrantQueries, GrantRow
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.gmail.access import GmailAccess
from services.people.address_books import AddressBook, Entry
from services.people.google_persons import card_of, is_deleted, written_at
from services.people.identity_resolution import IdentityResolution

BATCH = 200  # contacts of one transaction
_DUE = 100  # mailboxes of one activity
_S = GoogleContactsState


class GoogleContactsSwitch:
    """What the owner of a mailbox can do. Raises NotFound for one of somebody else."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def state(self, principal: Principal, mailbox_id: UUID) -> GoogleContacts:
        """How they stand."""
        ref = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
        async with self._database.tenant(ref.user_id) as session:
            mailbox = await GrantQueries(session, ref.user_id).get(mailbox_id)
            row = await GoogleContactsQueries(session, ref).get()
            count = await AddressBookQueries(session, ref.user_id, book_of(ref)).count()
        return _shown(_gmail(mailbox), row, count)

    async def turn_on(self, principal: Principal, mailbox_id: UUID) -> str:
        """Keep them in step. Returns the job's id. Raises ContactsNotAllowed before they were allowed, Conflict."""
        ref = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
        async with self._database.tenant(ref.user_id) as session:
            mailbox = _gmail(await GrantQueries(session, ref.user_id).get(mailbox_id))
            if READ_CONTACTS not in mailbox.scopes:
                raise ContactsNotAllowed(
                    "Kith may not read this account's contacts yet: allow it under Settings. For programs, "
                    f'POST /api/v1/mailboxes/{mailbox_id}/grant with {{"for": "contacts"}} answers where to.'
                )
            await GoogleContactsQueries(session, ref).turn_on()
            domain_events.record(session, ref.user_id, "contact.updated", {"mailbox_id": str(mailbox_id)})
        return await self._starter.start_google_contacts(ref)

    async def turn_off(self, principal: Principal, mailbox_id: UUID) -> str:
        """Take away what came. Returns the job's id."""
        ref = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
        async with self._database.tenant(ref.user_id) as session:
            _gmail(await GrantQueries(session, ref.user_id).get(mailbox_id))
            await GoogleContactsQueries(session, ref).set_state(_S.REMOVING)
            domain_events.record(session, ref.user_id, "contact.updated", {"mailbox_id": str(mailbox_id)})
        return await self._starter.start_google_contacts(ref)

    async def go_on(self, principal: Principal, mailbox_id: UUID) -> str:
        """Bring in what has changed, or take away what is to go, now. Returns the job's id."""
        ref = MailboxRef(user_id=principal.tenant_id, mailbox_id=mailbox_id)
        async with self._database.tenant(ref.user_id) as session:
            _gmail(await GrantQueries(session, ref.user_id).get(mailbox_id))
        return await self._starter.start_google_contacts(ref)


class GoogleContactsSync:
    """What GoogleContactsWorkflow does."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        access: GmailAccess,
        starter: JobStarter,
        resolution: IdentityResolution,
        people_url: str,
    ) -> None:
        self._resolution = resolution
        self._database = database
        self._keyring = keyring
        self._access = access
        self._starter = starter
        self._people_url = people_url

    async def start_due(self) -> DueStarted:
        """Start a page of those whose turn it is."""
        async with self._database.directory() as session:
            found = await DueGoogleContacts(session).take(_DUE)
        for ref in found:
            await self._starter.start_google_contacts(ref)
        return DueStarted(started=len(found), more=len(found) == _DUE)

    async def run(self, ref: MailboxRef) -> GoogleContactsResult:
        """Bring in what has changed, or take everything away; see who is the same person as somebody else then.

        Where Google gives none, that is noted.
        """
        result = await self._run(ref)
        await self._resolution.run(ref.user_id)  # of whom no mail comes, nobody else would look at
        return result

    async def _run(self, ref: MailboxRef) -> GoogleContactsResult:
        async with self._database.tenant(ref.user_id) as session:
            row = await GoogleContactsQueries(session, ref).get()
        if row is None or row.state is _S.REFUSED:
            return GoogleContactsResult()
        if row.state is _S.REMOVING:
            return await self._remove(ref)
        try:
            async with self._access.client(ref) as client:
                return await self._sync(ref, row, PeopleClient(self._people_url, client.http))
        except (ContactsNotAllowed, ReconnectRequired) as error:
            await self._refused(ref, error.detail)
            return GoogleContactsResult()

    async def _sync(self, ref: MailboxRef, row: GoogleContactsRow, client: PeopleClient) -> GoogleContactsResult:
        total, tokens = GoogleContactsResult(), {}
        known = {Source.CONNECTIONS: row.connections_token, Source.OTHERS: row.others_token}
        for source in Source:
            try:
                found, tokens[source] = await self._source(ref, client, source, known[source])
            except SyncTokenExpired:
                found, tokens[source] = await self._source(ref, client, source, None)
            except ContactsNotAllowed:
                if source is Source.CONNECTIONS:
                    raise
                continue  # the other list is allowed apart, and nobody has to
            total += found
        async with self._database.tenant(ref.user_id) as session:
            await GoogleContactsQueries(session, ref).synced(tokens.get(Source.CONNECTIONS), tokens.get(Source.OTHERS))
            domain_events.record(session, ref.user_id, "contact.updated", {"mailbox_id": str(ref.mailbox_id)})
        return total

    async def _source(
        self, ref: MailboxRef, client: PeopleClient, source: Source, sync_token: str | None
    ) -> tuple[GoogleContactsResult, str | None]:
        """One list: what has changed since the token, or all of it, without what is not in it any more."""
        total, seen, page_token = GoogleContactsResult(), set[str](), None
        while True:
            page = await client.page(source, page_token, sync_token)
            for start in range(0, len(page.persons), BATCH):
                persons = page.persons[start : start + BATCH]
                seen.update(_key(person) for person in persons)
                total += await self._keep(ref, persons)
                heartbeat()
            page_token = page.next_page_token
            if page_token is None:
                break
        if sync_token is None:
            total += await self._forget_unseen(ref, source, seen)
        return total, page.next_sync_token

    async def _keep(self, ref: MailboxRef, persons: Sequence[dict[str, Any]]) -> GoogleContactsResult:
        keys = await self._keyring.user_keys(ref.user_id)
        gone = [_key(person) for person in persons if is_deleted(person)]
        here = [person for person in persons if not is_deleted(person)]
        async with self._database.tenant(ref.user_id) as session:
            await IdentityChanges(session, ref.user_id).lock()
            if not await _is_on(GoogleContactsQueries(session, ref)):
                raise Conflict("Google Contacts were switched off meanwhile.")
            own = await own_addresses(session, ref.user_id)
            book = AddressBook(session, ref.user_id, keys, book_of(ref), FactSource.GOOGLE_CONTACTS)
            at = now()
            entries = [Entry(_key(person), card_of(person), written_at(person, at)) for person in here]
            outcome = await book.write(entries, own)
            touched = outcome.touched | (await book.remove(gone) if gone else set())
            if touched:
                data = {"mailbox_id": str(ref.mailbox_id), "new": outcome.made, "touched": len(touched)}
                domain_events.record(session, ref.user_id, "contact.updated", data)
        return GoogleContactsResult(changed=len(here), removed=len(gone))

    async def _forget_unseen(self, ref: MailboxRef, source: Source, seen: set[str]) -> GoogleContactsResult:
        """After a whole listing: what it did not name is gone."""
        prefix = "otherContacts/" if source is Source.OTHERS else "people/"
        async with self._database.tenant(ref.user_id) as session:
            known = await AddressBookQueries(session, ref.user_id, book_of(ref)).entries()
        gone = [entry for entry in known if entry.startswith(prefix) and entry not in seen]
        for start in range(0, len(gone), BATCH):
            await self._take_away(ref, gone[start : start + BATCH])
        return GoogleContactsResult(removed=len(gone))

    async def _remove(self, ref: MailboxRef) -> GoogleContactsResult:
        removed = 0
        while True:
            async with self._database.tenant(ref.user_id) as session:
                going = await AddressBookQueries(session, ref.user_id, book_of(ref)).entries(BATCH)
            if not going:
                break
            await self._take_away(ref, going)
            removed += len(going)
        async with self._database.tenant(ref.user_id) as session:
            queries = GoogleContactsQueries(session, ref)
            row = await queries.get(lock=True)
            if row is not None and row.state is _S.REMOVING:
                await queries.remove()
            domain_events.record(session, ref.user_id, "contact.updated", {"mailbox_id": str(ref.mailbox_id)})
        return GoogleContactsResult(removed=removed)

    async def _take_away(self, ref: MailboxRef, entries: Sequence[str]) -> None:
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            await IdentityChanges(session, ref.user_id).lock()
            book = AddressBook(session, ref.user_id, keys, book_of(ref), FactSource.GOOGLE_CONTACTS)
            touched = await book.remove(entries)
            data = {"mailbox_id": str(ref.mailbox_id), "new": 0, "touched": len(touched)}
            domain_events.record(session, ref.user_id, "contact.updated", data)
        heartbeat()

    async def _refused(self, ref: MailboxRef, reason: str) -> None:
        async with self._database.tenant(ref.user_id) as session:
            queries = GoogleContactsQueries(session, ref)
            row = await queries.get(lock=True)
            if row is not None and row.state is _S.ON:
                await queries.set_state(_S.REFUSED, reason)
                domain_events.record(session, ref.user_id, "contact.updated", {"mailbox_id": str(ref.mailbox_id)})


async def _is_on(queries: GoogleContactsQueries) -> bool:
    row = await queries.get(lock=True)
    return row is not None and row.state is _S.ON


def _key(person: dict[str, Any]) -> str:
    """Google's name of a contact: "people/c…", "otherContacts/c…"."""
    return str(person["resourceName"])


def _gmail(mailbox: GrantRow | None) -> GrantRow:
    if mailbox is None:
        raise NotFound("There is no such mailbox.")
    if mailbox.provider != Provider.GMAIL:
        raise Conflict("This mailbox was imported from a file: it has no Google contacts.")
    return mailbox


def _shown(mailbox: GrantRow, row: GoogleContactsRow | None, contacts: int) -> GoogleContacts:
    return GoogleContacts(
        state=row.state if row else _S.OFF,
        allowed=READ_CONTACTS in mailbox.scopes,
        reason=row.reason if row else None,
        contacts=contacts,
        synced_at=row.synced_at if row else None,
    )
