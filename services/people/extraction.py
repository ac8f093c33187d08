"""Stored messages become people, companies and interactions. Run twice, it changes nothing."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from base.clock import now
from base.heartbeat import heartbeat
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.extraction import ExtractionInput, ExtractionResult
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.sync_state import SyncStateQueries
from models.queries.people.alias_restoration import AliasRestoration
from models.queries.people.companies import CompanyQueries
from models.queries.people.extraction import ExtractionQueries, MailRow
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.interactions import InteractionQueries
from models.queries.people.meetings import MeetingQueries
from models.queries.people.tags import TagQueries
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.mail.message_rows import message_id
from services.people.aggregation import interaction_rows, summarise
from services.people.identity_resolution import IdentityResolution
from services.people.mail_facts import MailFacts, ToldBy, tells
from services.people.participants import OwnAddresses, is_outgoing, participations
from services.people.relearning import Relearning
from services.people.tags import learn_tags
from services.people.told_rows import Seen, write_told

BATCH = 500  # messages of one transaction
# Seconds between looks while a backfill is bringing more: the first people are seen at once, and what comes later is
# looked at in larger pieces, since a look costs the same for one message as for many.
SHORTEST, LONGEST, SHARE = 0.2, 10.0, 0.12
PATIENCE = 600.0  # seconds that one look lasts at most, so that the workflow hears how far it is

NOTHING = ExtractionResult(messages=0, contacts=0, companies=0)


@dataclass(frozen=True)
class _Batch:
    """What one transaction did, and whether another look is worth while."""

    result: ExtractionResult = NOTHING
    more: bool = False
    growing: bool = False  # the mailbox: more is on its way
    elsewhere: frozenset[MailboxRef] = frozenset()  # mailboxes that have to be looked at anew
    outdated: tuple[UUID, ...] = ()  # messages that older rules have read; nothing was learned yet
    unread: tuple[MailRow, ...] = ()  # of which nobody has read what they say of their authors; nothing was learned yet


class ContactExtraction:
    """Works off what the ledger holds as stored and not yet looked at."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        starter: JobStarter,
        relearning: Relearning,
        facts: MailFacts,
        resolution: IdentityResolution,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._resolution = resolution
        self._starter = starter
        self._facts = facts
        self._relearning = relearning

    async def run(
        self,
        request: ExtractionInput,
        before: ExtractionResult | None = None,
        *,
        follow: bool = True,
    ) -> ExtractionResult:
        """Follow the mailbox until its backfill is over and nothing is left, or `request.limit` messages are done.

        Without `follow` it does not wait for more. `before` is what an earlier attempt of the same look had found;
        the heartbeats tell what was found so far.
        """
        total, begun = before or NOTHING, time.monotonic()
        told: ToldBy = {}
        resolved = False
        while True:
            batch = await self._batch(request.mailbox, told)
            total = total + batch.result
            heartbeat(total)
            for other in batch.elsewhere:
                await self._starter.start_extraction(other)
            if batch.outdated:
                await self._relearning.read(request.mailbox, batch.outdated)
                continue
            # A stranger's bytes take their time, which nobody else is to wait for: it is read between transactions.
            told = await self._facts.read(request.mailbox, batch.unread)
            if batch.unread:
                continue
            # Once in any case: an earlier look may have come to its end before.
            if batch.more or not resolved:
                await self._resolution.run(request.mailbox.user_id)
                resolved = True
            if not batch.more or not (follow or batch.result.messages):
                return total
            elapsed = time.monotonic() - begun
            if total.messages >= request.limit or elapsed > PATIENCE:
                return total.unfinished()
            if batch.growing and follow and batch.result.messages < BATCH:
                await asyncio.sleep(min(max(SHARE * elapsed, SHORTEST), LONGEST))

    async def _batch(self, ref: MailboxRef, told: ToldBy) -> _Batch:
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            queue, contacts = ExtractionQueries(session, ref), IdentityChanges(session, ref.user_id)
            # Asked before the ledger: what is stored before the backfill ends is then seen by this look or the next.
            growing = await queue.is_growing()
            own = await SyncStateQueries(session, ref).own_addresses()
            mistaken = await contacts.named(OwnAddresses(own).shortest)
            revoked = await AliasRestoration(session, ref.user_id).pending()
            if not mistaken and not revoked and not await queue.any_pending():
                return _Batch(more=growing, growing=growing)
            await contacts.lock()
            own = await SyncStateQueries(session, ref).own_addresses()
            elsewhere = await contacts.disown(await contacts.named(OwnAddresses(own).shortest)) if mistaken else set()
            if revoked:
                elsewhere |= await _restore(AliasRestoration(session, ref.user_id), own)
            source_ids = await queue.take(BATCH)
            ids = [message_id(ref.mailbox_id, source_id) for source_id in source_ids]
            mail, left = await queue.mail(ids)
            if outdated := tuple(one.id for one in mail if not one.current):
                return _Batch(more=True, elsewhere=_refs(ref, elsewhere), outdated=outdated)
            telling = [one for one in mail if tells(one, OwnAddresses(own))]
            if any(one.id not in told for one in telling):
                return _Batch(more=True, elsewhere=_refs(ref, elsewhere), unread=tuple(telling))
            tags = TagQueries(session, ref.user_id)
            known = await tags.known()
            found = await asyncio.to_thread(
                lambda: [part for one in mail for part in participations(one, OwnAddresses(own), known)]
            )
            rows = interaction_rows(ref.user_id, ref.mailbox_id, found)
            interactions = InteractionQueries(session, ref.user_id)
            keys_of_mail, withdrawn = [one.message_key for one in mail], set[tuple[UUID, bytes]]()
            if await interactions.any_known(keys_of_mail):
                withdrawn = await interactions.withdraw([one.id for one in mail], keys_of_mail, rows)
                await interactions.call(rows)
            fresh = await interactions.add(rows)
            people, companies = await asyncio.to_thread(summarise, ref.user_id, found, rows, fresh)
            new_companies = await CompanyQueries(session, ref.user_id).add(companies)
            seen = Seen(ref.user_id, mail, found, OwnAddresses(own), known)
            met, said = await write_told(session, keys, seen, told)
            met |= await MeetingQueries(session, ref.user_id).pass_time(now())
            came = [(row.identity_id, row.at) for row in rows if (row.identity_id, row.message_key) in fresh]
            merged = await contacts.merge(people, [*came, *met], said)
            await contacts.close(new_companies | merged.left)
            if withdrawn:
                await contacts.recount({contact for contact, _ in withdrawn})
            held = left | await _correct(queue, mail, OwnAddresses(own))
            done = [key for key in source_ids if message_id(ref.mailbox_id, key) not in held]
            await queue.mark_extracted(done)
            if lost := sorted({key for _, key in withdrawn - {(row.identity_id, row.message_key) for row in rows}}):
                elsewhere |= await queue.look_at_copies([one.id for one in mail], lost)
            elsewhere |= await learn_tags(tags, contacts, [one.id for one in people])
            if touched := len(people) + len(withdrawn):
                data = {"mailbox_id": ref.mailbox_id, "new": merged.new, "touched": touched}
                domain_events.record(session, ref.user_id, "contact.updated", data)
        return _Batch(
            ExtractionResult(messages=len(done), contacts=merged.new, companies=len(new_companies)),
            more=True,
            growing=growing,
            elsewhere=_refs(ref, elsewhere),
        )


def _refs(ref: MailboxRef, mailboxes: set[UUID]) -> frozenset[MailboxRef]:
    """The other mailboxes."""
    return frozenset(MailboxRef(user_id=ref.user_id, mailbox_id=one) for one in mailboxes - {ref.mailbox_id})


async def _restore(restoration: AliasRestoration, own: Collection[str]) -> set[UUID]:
    """Have the mail looked at anew of addresses that are the owner's no more. Returns the mailboxes that have some."""
    revoked = await restoration.pending()  # once more, under the lock
    lost = OwnAddresses(revoked).shortest - OwnAddresses(own).shortest
    mailboxes = await restoration.look_anew(lost) if lost else set()
    await restoration.settle(revoked)
    return mailboxes


async def _correct(queue: ExtractionQueries, mail: list[MailRow], own: OwnAddresses) -> set[UUID]:
    """Put right what rows say of who sent them. Returns those that could not be written now."""
    wrong = [one for one in mail if one.outgoing != is_outgoing(one, own)]
    if not wrong:
        return set()
    sent, received = ([one.id for one in wrong if one.outgoing is was] for was in (False, True))
    return {one.id for one in wrong} - await queue.set_outgoing(sent, received)
