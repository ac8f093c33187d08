"""Stored messages become people, companies and interactions. Run twice, it changes nothing."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from base.clock import now
from base.ids import derived_id
from models.contracts.contacts import Direction
from models.contracts.jobs import Event
from models.contracts.mail import Role
from models.contracts.sync import ExtractionInput, ExtractionResult, MailboxRef
from models.database import Database
from models.queries.extraction import CompanyRow, ContactRow, ExtractionQueries, InteractionRow, MailRow
from models.queries.sync_state import SyncStateQueries
from services.domains import company_domain, company_name
from services.events import Events
from services.names import best_name
from services.rows import message_id

BATCH = 500  # messages of one transaction
WAIT = 1.0  # seconds between looks while a backfill is bringing more
HALF_LIFE = timedelta(days=180)  # as in the SQL function kith_decayed
CROWD = 20  # recipients; a mail to more than that says little about any one of them

NAMED, MACHINE, CORRESPONDENT, LIST = range(4)  # kinds of evidence about an address, the strongest last
_IGNORED_LABELS = {"SPAM", "DRAFT"}  # a stranger's claim, and words that nobody has read


@dataclass(frozen=True)
class Participation:
    """One address in one message."""

    address: str
    display: str
    role: Role
    direction: Direction
    evidence: int
    weight: float
    mail: MailRow


@dataclass
class _Seen:
    """What a batch saw of one address."""

    name: str = ""
    name_rank: int = -1
    evidence: int = NAMED
    moments: list[datetime] = field(default_factory=list)
    sent: list[tuple[datetime, float]] = field(default_factory=list)
    received: list[tuple[datetime, float]] = field(default_factory=list)


class ContactExtraction:
    """Works off what the ledger holds as stored and not yet looked at."""

    def __init__(self, database: Database, events: Events) -> None:
        self._database = database
        self._events = events

    async def run(self, request: ExtractionInput, beat: Callable[..., None]) -> ExtractionResult:
        """Follow the mailbox until its backfill is over and nothing is left."""
        total = ExtractionResult(messages=0, contacts=0, companies=0)
        while True:
            backfilling, done = await self._batch(request.mailbox)
            total = ExtractionResult(
                messages=total.messages + done.messages,
                contacts=total.contacts + done.contacts,
                companies=total.companies + done.companies,
            )
            beat(total.messages)
            if done.messages == 0:
                if not backfilling:
                    return total
                await asyncio.sleep(WAIT)

    async def _batch(self, ref: MailboxRef) -> tuple[bool, ExtractionResult]:
        async with self._database.tenant(ref.user_id) as session:
            queries = ExtractionQueries(session, ref)
            # Asked before the ledger: what is stored before the backfill ends is then seen by this look or the next.
            backfilling = await queries.is_backfilling()
            await queries.lock_user()
            source_ids = await queries.pending(BATCH)
            if not source_ids:
                return backfilling, ExtractionResult(messages=0, contacts=0, companies=0)
            mail = await queries.mail([message_id(ref.mailbox_id, source_id) for source_id in source_ids])
            own = await SyncStateQueries(session, ref).own_addresses()
            found = [part for message in mail for part in participations(message, own)]
            fresh = await queries.add_interactions([_interaction(ref, part) for part in found])
            contacts, companies = _summarise(ref, found, fresh)
            new_companies = await queries.add_companies(companies)
            new = await queries.merge_contacts(contacts)
            await queries.mark_extracted(source_ids)
        await self._announce(ref, source_ids[0], len(new), len(contacts))
        return backfilling, ExtractionResult(messages=len(source_ids), contacts=len(new), companies=new_companies)

    async def _announce(self, ref: MailboxRef, first: str, new: int, touched: int) -> None:
        data = {"mailbox_id": str(ref.mailbox_id), "new": new, "touched": touched}
        event = Event(
            id=str(derived_id(ref.mailbox_id, "contacts", first)), type="contact.updated", data=data, at=now()
        )
        await self._events.emit(ref.user_id, event)


def participations(mail: MailRow, own: frozenset[str]) -> Iterator[Participation]:
    """Everybody who took part in a message, each address once, the owner left out."""
    if _IGNORED_LABELS & set(mail.labels):
        return
    named = [] if mail.sender is None else [{"role": Role.FROM, **mail.sender}]
    # A list sets Reply-To to itself, and a sender's own second address adds nothing beside From.
    named += [r for r in mail.recipients if r["role"] != Role.REPLY_TO or not (mail.list_address or mail.automated)]
    weight = 1.0 if len(mail.recipients) <= CROWD else CROWD / len(mail.recipients)
    seen = set(own)
    for entry in named:
        address, role = entry["address"], Role(entry["role"])
        if address in seen:
            continue
        seen.add(address)
        direction = _direction(mail, role)
        yield Participation(
            address, entry["name"], role, direction, _evidence(mail, address, role, direction), weight, mail
        )


def _direction(mail: MailRow, role: Role) -> Direction:
    if mail.outgoing:
        return Direction.SENT
    return Direction.RECEIVED if role in {Role.FROM, Role.REPLY_TO} else Direction.SHARED


def _evidence(mail: MailRow, address: str, role: Role, direction: Direction) -> int:
    if address == mail.list_address:
        return LIST
    if role is Role.FROM and mail.automated:
        return MACHINE
    return NAMED if direction is Direction.SHARED else CORRESPONDENT


def _interaction(ref: MailboxRef, part: Participation) -> InteractionRow:
    return InteractionRow(
        at=part.mail.date,
        contact_id=_contact_id(ref, part.address),
        message_key=part.mail.message_key,
        message_id=part.mail.id,
        thread_id=part.mail.thread_id,
        direction=part.direction,
        role=part.role,
    )


def _contact_id(ref: MailboxRef, address: str) -> UUID:
    return derived_id(ref.user_id, "contact", address)


def _summarise(
    ref: MailboxRef, found: Sequence[Participation], fresh: set[tuple[UUID, bytes]]
) -> tuple[list[ContactRow], list[CompanyRow]]:
    """What the batch adds. Only interactions that are new count; names and kinds may be learned from all."""
    people: dict[str, _Seen] = {}
    for part in found:
        seen = people.setdefault(part.address, _Seen())
        name, rank = best_name(part.display, part.address)
        # A person's own From names them best.
        rank += 1 if part.role is Role.FROM and rank else 0
        if rank > seen.name_rank:
            seen.name, seen.name_rank = name, rank
        seen.evidence = max(seen.evidence, part.evidence)
        seen.moments.append(part.mail.date)
        if (_contact_id(ref, part.address), part.mail.message_key) in fresh:
            if part.direction is Direction.SENT:
                seen.sent.append((part.mail.date, part.weight))
            elif part.direction is Direction.RECEIVED:
                seen.received.append((part.mail.date, part.weight))
    domains = {company_domain(address) for address, seen in people.items() if seen.evidence != LIST} - {None}
    companies = {d: CompanyRow(derived_id(ref.user_id, "company", d), d, company_name(d)) for d in domains if d}
    contacts = [
        _contact(ref, address, seen, companies.get(company_domain(address) or "")) for address, seen in people.items()
    ]
    return sorted(contacts, key=lambda row: row.address), sorted(companies.values(), key=lambda row: row.domain)


def _contact(ref: MailboxRef, address: str, seen: _Seen, company: CompanyRow | None) -> ContactRow:
    newest = max(seen.moments)
    return ContactRow(
        id=_contact_id(ref, address),
        kind_rank=seen.evidence,
        address=address,
        name=seen.name,
        name_rank=seen.name_rank,
        company_id=company.id if company and seen.evidence != LIST else None,
        sent=len(seen.sent),
        received=len(seen.received),
        sent_weight=_weigh(seen.sent, newest),
        received_weight=_weigh(seen.received, newest),
        weighed_at=newest,
        first_at=min(seen.moments),
        last_at=newest,
    )


def _weigh(traffic: Sequence[tuple[datetime, float]], at: datetime) -> float:
    return float(sum(weight * 2.0 ** -((at - moment) / HALF_LIFE) for moment, weight in traffic))
