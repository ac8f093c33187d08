"""What mail tells of people beside its headers: read from stored mail, in the parser's processes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import IGNORED_LABELS, PEOPLE_PARTS, SIGNED, Span
from models.contracts.people.facts import FactSource
from models.database import Database
from models.queries.people.extraction import MailRow
from models.queries.people.relearning import RelearningQueries
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring, UserKeys
from services.mime.calendars import Attendee, Meeting
from services.mime.new_addresses import AFTER, BEFORE
from services.mime.quoting import written
from services.people.participants import OwnAddresses, is_outgoing

_FUNCTION = "services.people.isolated:told"
_AT_ONCE = 100  # mails whose bodies are in memory
_MOST_ADDRESSES = 10  # in the words of one mail
_MOST_SIGNATURES = 3  # of one mail: as `mail_fields` reads


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a mail says of its author, and where in its text, if there."""

    source: FactSource
    field: str
    value: str
    place: tuple[int, int] | None
    confidence: float
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that a mail tells."""

    facts: Sequence[Said] = ()
    meetings: Sequence[Meeting] = ()


ToldBy = Mapping[UUID, Told]  # by message
NOTHING = Told()


class MailFacts:
    """Reads what stored mail tells. Nothing of a mail that cannot be read in time."""

    def __init__(self, database: Database, keyring: Keyring, isolation: Isolation) -> None:
        self._database = database
        self._keyring = keyring
        self._isolation = isolation

    async def read(self, ref: MailboxRef, mails: Sequence[MailRow]) -> dict[UUID, Told]:
        """What each of these tells; the same signature of the same author is read once."""
        keys = await self._keyring.user_keys(ref.user_id)
        questions: dict[UUID, tuple[int, bytes]] = {}  # by message: where its signatures begin, and what is asked
        for first in range(0, len(mails), _AT_ONCE):
            senders = {mail.id: mail.sender or {} for mail in mails[first : first + _AT_ONCE]}
            async with self._database.tenant(ref.user_id) as session:
                sealed = await RelearningQueries(session, ref.user_id).bodies(list(senders))
            questions |= await asyncio.to_thread(questions_of, keys, senders, sealed)
        distinct = list(dict.fromkeys(question for _, question in questions.values()))
        answers = await self._isolation.map(_FUNCTION, [(one,) for one in distinct], key=str(ref.user_id))
        found = {
            question: orjson.loads(answer[0])
            for question, answer in zip(distinct, answers, strict=True)
            if not isinstance(answer, Failure)
        }
        told = {mail.id: NOTHING for mail in mails}
        for message_id, (above, question) in questions.items():
            if question in found:
                told[message_id] = told_of(found[question], above)
        return told


def tells(mail: MailRow, own: OwnAddresses) -> bool:
    """Is its body to be read? Machines say nothing of themselves, and the owner is nobody's contact.

    Invitations are of machines, too, and the owner's own are as good as others'.
    """
    if IGNORED_LABELS & set(mail.labels):
        return False
    bits = SIGNED if mail.tells is None else mail.tells
    if bits & PEOPLE_PARTS:
        return True
    return bool(bits) and not (mail.automated or mail.sender is None or is_outgoing(mail, own))


def questions_of(
    keys: UserKeys, senders: Mapping[UUID, Mapping[str, str]], sealed: Sequence[tuple[UUID, bytes]]
) -> dict[UUID, tuple[int, bytes]]:
    """Of each of these bodies that tells something: where its signatures begin, and what the parser is asked."""
    found = {}
    for message_id, body in sealed:
        mail = orjson.loads(keys.decrypt("messages", "body", message_id, body))
        spans = [(one["start"], one["end"]) for one in mail["spans"] if one["kind"] == "signature"][:_MOST_SIGNATURES]
        parts = mail.get("people_parts", [])
        words = _around_addresses(mail["text"], [Span(**one) for one in mail["spans"]])
        if spans or parts or words:
            above, below = (spans[0][0], spans[-1][1]) if spans else (words[0][0] if words else 0, 0)
            question = {
                "text": mail["text"][above:below],
                "signatures": [(start - above, end - above) for start, end in spans],
                "parts": parts,
                "words": [(start - above, stretch) for start, stretch in words],
                "name": senders[message_id].get("name", ""),
                "address": senders[message_id].get("address", ""),
            }
            found[message_id] = above, orjson.dumps(question)
    return found


def _around_addresses(text: str, spans: Sequence[Span]) -> list[tuple[int, str]]:
    """What stands around the first addresses that the author wrote, and where: in it they may say whose one is."""
    found: list[tuple[int, str]] = []
    for start, end in written(len(text), spans):
        place = text.find("@", start, end)
        while place >= 0 and len(found) < _MOST_ADDRESSES:
            first, last = max(start, place - BEFORE), min(end, place + AFTER)
            found.append((first, text[first:last]))
            place = text.find("@", place + 1, end)
    return found


def told_of(answer: dict[str, Any], above: int) -> Told:
    """The parser's answer, with places in the whole text."""
    return Told(
        facts=[
            Said(FactSource(source), field, value, None if start is None else (start + above, end + above), sure, label)
            for source, field, value, start, end, sure, label in answer["facts"]
        ],
        meetings=[
            Meeting(
                **one
                | {
                    "starts_at": datetime.fromisoformat(one["starts_at"]),
                    "ends_at": datetime.fromisoformat(one["ends_at"]),
                    "people": tuple(Attendee(**person) for person in one["people"]),
                }
            )
            for one in answer["meetings"]
        ],
    )
