"""Rows of what mail tells: facts of its author, meetings, and how those who come to them are called. Pure work."""

import asyncio
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.folding import fold
from base.ids import derived_id
from models.contracts.people.facts import PERSON_FIELDS, Fact, FactSource, FactState
from models.queries.people.extraction import MailRow
from models.queries.people.facts import FactRow
from models.queries.people.mail_facts import MailFactQueries
from models.queries.people.meetings import MeetingQueries, MeetingRow, Moments
from services.core.keyring import UserKeys
from services.mime.address_syntax import shortest
from services.mime.calendars import Attendee, Meeting
from services.people.aggregation import authors, identity_id
from services.people.company_domains import company_domain
from services.people.facts import fact_row, value_key
from services.people.mail_facts import NOTHING, Said, ToldBy
from services.people.participants import CROWD, OwnAddresses, Participation, is_outgoing

_LONGEST = 500  # characters of a value
_COMES_NOT = "declined"
_NAMED = 0.7  # how sure an invitation is of a name


@dataclass(frozen=True)
class Seen:
    """A batch of one user's mail, and who took part in it. `tags`: addresses that are their base's."""

    user_id: UUID
    mails: Sequence[MailRow]
    found: Sequence[Participation]
    own: OwnAddresses
    tags: frozenset[str]


async def write_told(session: AsyncSession, keys: UserKeys, seen: Seen, told: ToldBy) -> tuple[Moments, set[UUID]]:
    """Write what a batch of mail tells, and nothing that it told before. Their persons are to be made anew after it.

    Returns who may meet the owner otherwise than before, and when; and of whom other facts may hold.
    """
    facts, meetings = await asyncio.to_thread(told_rows, keys, seen, told)
    ids = [mail.id for mail in seen.mails]
    changed = await MailFactQueries(session, seen.user_id).replace(ids, facts)
    return await MeetingQueries(session, seen.user_id).replace(ids, meetings), changed


def told_rows(keys: UserKeys, seen: Seen, told: ToldBy) -> tuple[list[FactRow], list[MeetingRow]]:
    """The rows. Pure work."""
    return _fact_rows(keys, seen, told), _meeting_rows(keys, seen, told)


def _fact_rows(keys: UserKeys, seen: Seen, told: ToldBy) -> list[FactRow]:
    """What mail says of its authors, and how those are called who are invited and known by this mail.

    Older mail's word is sorted out later.
    """
    known = {(part.mail.id, identity_id(seen.user_id, part.address, seen.tags)) for part in seen.found}
    sent = [(mail, None) for mail in seen.mails if is_outgoing(mail, seen.own) and not mail.automated]
    rows = [
        _row(keys, mail, whom, one)
        for mail, author in (*authors(seen.user_id, seen.found), *sent)
        for one in told.get(mail.id, NOTHING).facts
        if _is_fact(mail, one) and (whom := _whom(seen, known, mail, author, one)) is not None
    ]
    for mail in seen.mails:
        for meeting in told.get(mail.id, NOTHING).meetings:
            for one in meeting.people:
                guest = identity_id(seen.user_id, one.address, seen.tags)
                if one.name and (mail.id, guest) in known:
                    rows.append(_row(keys, mail, guest, Said(FactSource.CALENDAR, "name", one.name, None, _NAMED, "")))
    return list({row.id: row for row in rows}.values())


def _whom(seen: Seen, known: Set[tuple[UUID, UUID]], mail: MailRow, author: UUID | None, one: Said) -> UUID | None:
    """Whose fact it is; of oneself the owner (no author) says nothing.

    Of whom a mail is addressed to, words hold where they took part in it, and are no list. A card may be of somebody
    else, too, and so may words that have an address.
    """
    if not one.of:
        return author
    other = identity_id(seen.user_id, one.of, seen.tags)
    if one.of in seen.own or other == author:
        return None
    is_addressed = any(it["address"] == one.of for it in mail.recipients)
    return None if is_addressed and one.place is not None and (mail.id, other) not in known else other


def _meeting_rows(keys: UserKeys, seen: Seen, told: ToldBy) -> list[MeetingRow]:
    """With everybody else whom an invitation, an answer or a cancellation names; with crowds nobody meets."""
    rows: dict[tuple[UUID, UUID, bytes, datetime | None], MeetingRow] = {}
    for mail in seen.mails:
        for meeting in told.get(mail.id, NOTHING).meetings:
            for guest, held in _others(meeting, is_outgoing(mail, seen.own), seen.own):
                row = MeetingRow(
                    message_id=mail.id,
                    identity_id=identity_id(seen.user_id, guest.address, seen.tags),
                    meeting_key=keys.prf(f"meeting:{meeting.uid}".encode("utf-8", "surrogatepass")),
                    starts_at=meeting.starts_at,
                    ends_at=meeting.ends_at,
                    sequence=meeting.sequence,
                    at=mail.date,
                    held=held,
                    answer=meeting.method == "reply",
                    occurrence=meeting.occurrence,
                    starts=f"{{{','.join(one.isoformat() for one in meeting.starts)}}}",
                    over_at=max([meeting.starts_at, *meeting.starts]) + (meeting.ends_at - meeting.starts_at),
                )
                rows.setdefault((row.message_id, row.identity_id, row.meeting_key, row.occurrence), row)
    return list(rows.values())


def _others(meeting: Meeting, outgoing: bool, own: OwnAddresses) -> Iterator[tuple[Attendee, bool]]:
    """Who else is to come, and whether they and the owner meet.

    An answer of others speaks of who answers; the owner's own, of whoever is named in it.
    """
    others = [one for one in meeting.people if one.address not in own]
    owners = [one for one in meeting.people if one.address in own]
    if len(others) > CROWD or (not owners and not outgoing and meeting.method != "reply"):
        return
    if meeting.method == "reply" and not outgoing:
        others = [one for one in others if not one.organises]
    absent = any(one.status == _COMES_NOT for one in owners)
    for one in others:
        yield one, not (meeting.cancelled or absent or one.status == _COMES_NOT)


def _is_fact(mail: MailRow, one: Said) -> bool:
    address = one.of or (mail.sender["address"] if mail.sender else "")
    if one.field not in PERSON_FIELDS or not 0 < len(one.value) <= _LONGEST:
        return False
    if one.field == "email":  # what the header says already
        return shortest(one.value.lower()) != shortest(address)
    if one.field == "company" and company_domain(address) is None:  # who has free mail does not work at its provider
        return _letters(one.value) not in _letters(address.rpartition("@")[2])
    return True


def _row(keys: UserKeys, mail: MailRow, of: UUID, one: Said) -> FactRow:
    fact = Fact(
        identity_id=of,
        field=one.field,
        value=one.value,
        source=one.source,
        source_ref=mail.sender["address"] if one.of and mail.sender else "",
        at=mail.date,
        confidence=one.confidence,
        state=FactState.SUPERSEDED,
        label=one.label,
        message_id=mail.id,
        place=one.place,
    )
    same = value_key(keys, one.field, one.value).hex()
    return fact_row(keys, fact, derived_id(mail.id, "fact", f"{of}|{one.source}|{one.field}|{same}"))


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
