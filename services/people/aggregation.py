"""What one batch of messages saw: rows for interactions, companies and contacts. Pure work, done in a thread."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from base.folding import fold
from base.ids import derived_id
from models.contracts.mail.messages import Role
from models.contracts.people.contacts import Direction
from models.queries.people.companies import CompanyRow
from models.queries.people.extraction import MailRow
from models.queries.people.identity_changes import IdentityRow
from models.queries.people.interactions import InteractionRow
from services.people.company_domains import company_name, employer_domain
from services.people.names import best_name
from services.people.participants import CORRESPONDENT, LIST, NAMED, UNREAD, Participation, key_of

HALF_LIFE = timedelta(days=180)  # as in the SQL function kith_decayed

Fresh = Collection[tuple[UUID, bytes]]  # (contact, message key) of interactions that were not known before
_LONG_AGO, _FAR_AHEAD = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class _Sighting:
    """What a batch saw of one contact."""

    address: str
    name: tuple[int, datetime, str] = (-1, _LONG_AGO, "")  # (rank, when, name): the greatest is the best
    spelling: tuple[int, datetime, str] = (-1, _LONG_AGO, "")  # the same of the address, as it is written
    evidence: int = NAMED
    traffic: dict[Direction, list[tuple[datetime, float]]] = field(default_factory=lambda: {d: [] for d in Direction})


def identity_id(user_id: UUID, address: str, tags: frozenset[str] = frozenset()) -> UUID:
    """The id of the contact with this address, however it is spelled, known before it is. `tags` are their base's."""
    return _id(user_id, key_of(address, tags))


def _id(user_id: UUID, key: str) -> UUID:
    return derived_id(user_id, "contact", key)


def interaction_rows(user_id: UUID, mailbox_id: UUID, found: Iterable[Participation]) -> list[InteractionRow]:
    """A row for each contact and mail; of two copies of a mail in one batch, the first."""
    rows: dict[tuple[UUID, bytes], InteractionRow] = {}
    for part in found:
        row = InteractionRow(
            at=part.mail.date,
            identity_id=_id(user_id, part.key),
            message_key=part.mail.message_key,
            message_id=part.mail.id,
            mailbox_id=mailbox_id,
            thread_id=part.mail.thread_id,
            direction=part.direction,
            weight=part.weight,
            role=part.role,
            display=part.display,
        )
        rows.setdefault((row.identity_id, row.message_key), row)
    return list(rows.values())


def authors(user_id: UUID, found: Iterable[Participation]) -> list[tuple[MailRow, UUID]]:
    """Mails that a person wrote to the owner, each with the contact who did."""
    return [
        (part.mail, _id(user_id, part.key))
        for part in found
        if part.role is Role.FROM and part.evidence == CORRESPONDENT and part.direction is Direction.RECEIVED
    ]


def summarise(
    user_id: UUID, found: Sequence[Participation], rows: Sequence[InteractionRow], fresh: Fresh
) -> tuple[list[IdentityRow], list[CompanyRow]]:
    """What the batch adds. Only fresh interactions count; names and kinds are learned from all."""
    people: dict[UUID, _Sighting] = {}
    for part in found:
        key = _id(user_id, part.key)
        if key not in people:
            people[key] = _Sighting(part.key)
        sighting = people[key]
        sighting.name = max(sighting.name, _name(part))
        sighting.spelling = max(sighting.spelling, (int(part.role is Role.FROM), part.mail.date, part.address))
        sighting.evidence = max(sighting.evidence, part.evidence)
    for row in rows:
        if (row.identity_id, row.message_key) in fresh:
            people[row.identity_id].traffic[Direction(row.direction)].append((row.at, row.weight))
    companies: dict[str, CompanyRow] = {}
    contacts: list[IdentityRow] = []
    for key, sighting in people.items():
        domain = employer_domain(sighting.address, sighting.name[2])
        company = derived_id(user_id, "company", domain) if domain else None
        if domain and company:
            companies[domain] = CompanyRow(company, domain, company_name(domain))
        contacts.append(_contact(key, sighting, company))
    # In one order always: two transactions that write the same rows then cannot wait for each other.
    return sorted(contacts, key=lambda row: row.address), [companies[domain] for domain in sorted(companies)]


def _name(part: Participation) -> tuple[int, datetime, str]:
    name, rank = best_name(part.display, part.address, person=part.evidence not in {UNREAD, LIST})
    # Everybody knows best how they are called.
    return rank + (1 if part.role is Role.FROM and rank else 0), part.mail.date, name


def _contact(key: UUID, sighting: _Sighting, company: UUID | None) -> IdentityRow:
    # Another copy of a mail that is counted already adds no moment: its own date may be another.
    moments = [moment for traffic in sighting.traffic.values() for moment, _ in traffic]
    newest = max(moments, default=_LONG_AGO)
    rank, named_at, name = sighting.name
    spelled, spelled_at, spelling = sighting.spelling
    sent, received = sighting.traffic[Direction.SENT], sighting.traffic[Direction.RECEIVED]
    return IdentityRow(
        id=key,
        kind_rank=sighting.evidence,
        address=sighting.address,
        spelling=spelling,
        spelling_rank=spelled,
        spelling_at=spelled_at,
        name=name,
        name_rank=rank,
        name_at=named_at,
        folded_name=fold(name),
        company_id=company,
        sent=len(sent),
        received=len(received),
        sent_weight=_weigh(sent, newest),
        received_weight=_weigh(received, newest),
        weighed_at=newest,
        first_at=min(moments, default=_FAR_AHEAD),
        last_at=newest,
    )


def _weigh(traffic: Sequence[tuple[datetime, float]], at: datetime) -> float:
    """The sum of the weights, each decayed to `at`."""
    return float(sum(weight * 2.0 ** -((at - moment) / HALF_LIFE) for moment, weight in traffic))
