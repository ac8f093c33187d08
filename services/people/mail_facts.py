"""What mail tells of people beside its headers: read from stored mail, in the parser's processes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import IGNORED_LABELS, INTRODUCES, PEOPLE_PARTS, SIGNED, Role, Span
from models.contracts.people.facts import FactSource
from models.database import Database
from models.queries.people.extraction import MailRow
from models.queries.people.relearning import RelearningQueries
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring, UserKeys
from services.mime.calendars import Attendee, Meeting
from services.mime.introductions import AFTER as ALSO_AFTER
from services.mime.introductions import BEFORE as ALSO_BEFORE
from services.mime.introductions import MOST_READERS, places
from services.mime.new_addresses import AFTER, BEFORE
from services.mime.quoting import written
from services.people.participants import OwnAddresses, is_outgoing

_FUNCTION = "services.people.isolated:told"
_AT_ONCE = 100  # mails whose bodies are in memory
_MOST_ADDRESSES = 10  # in the words of one mail
_MOST_INTRODUCTIONS = 5
_LONGEST_STRETCH = 2_000  # characters
_MOST_SIGNATURES = 3  # of one mail: as `mail_fields` reads


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a mail says of its author, and where in its text, if there; or of whoever has the address `of`."""

    source: FactSource
    field: str
    value: str
    place: tuple[int, int] | None
    confidence: float
    label: str
    of: str = ""


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
            some = {mail.id: mail for mail in mails[first : first + _AT_ONCE]}
            async with self._database.tenant(ref.user_id) as session:
                sealed = await RelearningQueries(session, ref.user_id).bodies(list(some))
            questions |= await asyncio.to_thread(questions_of, keys, some, sealed)
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

    Invitations are of machines, too; the owner's own are as good as others', and so are those whom they introduce.
    """
    if IGNORED_LABELS & set(mail.labels):
        return False
    bits = SIGNED if mail.tells is None else mail.tells
    if bits & PEOPLE_PARTS:
        return True
    if mail.automated or mail.sender is None:
        return False
    return bool(bits & INTRODUCES if is_outgoing(mail, own) else bits)


def questions_of(
    keys: UserKeys, mails: Mapping[UUID, MailRow], sealed: Sequence[tuple[UUID, bytes]]
) -> dict[UUID, tuple[int, bytes]]:
    """Of each of these bodies that tells something: where its signatures begin, and what the parser is asked."""
    found = {}
    for message_id, body in sealed:
        mail, row = orjson.loads(keys.decrypt("messages", "body", message_id, body)), mails[message_id]
        spans = [(one["start"], one["end"]) for one in mail["spans"] if one["kind"] == "signature"][:_MOST_SIGNATURES]
        parts = mail.get("people_parts", [])
        own = written(len(mail["text"]), [Span(**one) for one in mail["spans"]])
        words = _around_addresses(mail["text"], own)
        readers = _readers(row)
        may = row.tells is not None and row.tells & INTRODUCES
        introduced = _around_introductions(mail["text"], own) if may else []
        if spans or parts or words or introduced:
            first = min((start for start, _ in (*words, *introduced)), default=0)
            above, below = (spans[0][0], spans[-1][1]) if spans else (first, 0)
            question = {
                "text": mail["text"][above:below],
                "signatures": [(start - above, end - above) for start, end in spans],
                "parts": parts,
                "words": [(start - above, stretch) for start, stretch in words],
                "introduced": [(start - above, stretch) for start, stretch in introduced],
                "readers": readers if introduced else [],
                "name": (row.sender or {}).get("name", ""),
                "address": (row.sender or {}).get("address", ""),
            }
            found[message_id] = above, orjson.dumps(question)
    return found


def _readers(mail: MailRow) -> list[tuple[str, str]]:
    """(name, address) of those to whom a mail is addressed openly."""
    return [
        (one["name"], one["address"])
        for one in mail.recipients[:MOST_READERS]
        if one["role"] in {Role.TO, Role.CC} and (mail.sender is None or one["address"] != mail.sender["address"])
    ]


def _around_introductions(text: str, own: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """What stands around the first words of the author's that may introduce somebody, and where; each stretch once."""
    found: list[tuple[int, int]] = []
    for start, end in own:
        for place in places(text[start:end]):
            first, last = max(start, start + place[0] - ALSO_BEFORE), min(end, start + place[1] + ALSO_AFTER)
            if found and first < found[-1][1]:
                found[-1] = (min(found[-1][0], first), max(found[-1][1], last))
            elif len(found) < _MOST_INTRODUCTIONS:
                found.append((first, last))
    return [(first, text[first : min(last, first + _LONGEST_STRETCH)]) for first, last in found]


def _around_addresses(text: str, own: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """What stands around the first addresses that the author wrote, and where: in it they may say whose one is."""
    found: list[tuple[int, str]] = []
    for start, end in own:
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
            Said(
                FactSource(source),
                field,
                value,
                None if start is None else (start + above, end + above),
                sure,
                label,
                of,
            )
            for source, field, value, start, end, sure, label, of in answer["facts"]
        ],
        meetings=[
            Meeting(
                **one
                | {
                    "starts_at": datetime.fromisoformat(one["starts_at"]),
                    "ends_at": datetime.fromisoformat(one["ends_at"]),
                    "starts": tuple(map(datetime.fromisoformat, one["starts"])),
                    "occurrence": datetime.fromisoformat(one["occurrence"]) if one["occurrence"] else None,
                    "people": tuple(Attendee(**person) for person in one["people"]),
                }
            )
            for one in answer["meetings"]
        ],
    )
