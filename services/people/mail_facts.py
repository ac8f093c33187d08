"""What mail says of its own author: read from stored mail in the parser's processes, and made into facts."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from base.ids import derived_id
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import IGNORED_LABELS
from models.contracts.people.facts import PERSON_FIELDS, Fact, FactSource, FactState
from models.database import Database
from models.queries.people.extraction import MailRow
from models.queries.people.facts import FactRow
from models.queries.people.relearning import RelearningQueries
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring, UserKeys
from services.mime.address_syntax import shortest
from services.people.company_domains import company_domain
from services.people.facts import fact_row, value_key
from services.people.folding import fold
from services.people.participants import OwnAddresses, is_outgoing

_FUNCTION = "services.people.isolated:signed"
_AT_ONCE = 100  # mails whose bodies are in memory
_MOST_SIGNATURES = 3  # of one mail: as `mail_fields` reads
_LONGEST = 500  # characters of a value


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a mail says of its author, and where in its text."""

    source: FactSource
    field: str
    value: str
    start: int
    end: int
    confidence: float
    label: str


SaidBy = Mapping[UUID, Sequence[Said]]  # by message


class MailFacts:
    """Reads what stored mail says. Nothing of a mail that cannot be read in time."""

    def __init__(self, database: Database, keyring: Keyring, isolation: Isolation) -> None:
        self._database = database
        self._keyring = keyring
        self._isolation = isolation

    async def read(self, ref: MailboxRef, mails: Sequence[MailRow]) -> dict[UUID, Sequence[Said]]:
        """What each of these says; of the same signature by the same author that is read once."""
        keys = await self._keyring.user_keys(ref.user_id)
        questions: dict[UUID, tuple[int, bytes]] = {}  # by message: where its signatures begin, and what is asked
        for first in range(0, len(mails), _AT_ONCE):
            senders = {mail.id: mail.sender or {} for mail in mails[first : first + _AT_ONCE]}
            async with self._database.tenant(ref.user_id) as session:
                sealed = await RelearningQueries(session, ref.user_id).bodies(list(senders))
            questions |= await asyncio.to_thread(_questions, keys, senders, sealed)
        distinct = list(dict.fromkeys(question for _, question in questions.values()))
        answers = await self._isolation.map(_FUNCTION, [(one,) for one in distinct], key=str(ref.user_id))
        found = {
            question: () if isinstance(answer, Failure) else tuple(orjson.loads(answer[0]))
            for question, answer in zip(distinct, answers, strict=True)
        }
        said: dict[UUID, Sequence[Said]] = {mail.id: () for mail in mails}
        for message_id, (above, question) in questions.items():
            said[message_id] = [
                Said(FactSource.SIGNATURE, field, value, start + above, end + above, confidence, label)
                for field, value, start, end, confidence, label in found[question]
            ]
        return said


def may_speak(mail: MailRow, own: OwnAddresses) -> bool:
    """Might it say anything of its author? Machines do not, and the owner is nobody's contact."""
    return not (mail.automated or mail.sender is None or IGNORED_LABELS & set(mail.labels) or is_outgoing(mail, own))


def mail_fact_rows(keys: UserKeys, authors: Iterable[tuple[MailRow, UUID]], said: SaidBy) -> list[FactRow]:
    """Rows for what these mails say of who wrote them, an identity each. Older mail's word is sorted out later."""
    return [
        _row(keys, mail, identity_id, one)
        for mail, identity_id in authors
        for one in said.get(mail.id, ())
        if _is_fact(mail, one)
    ]


def _questions(
    keys: UserKeys, senders: Mapping[UUID, Mapping[str, str]], sealed: Sequence[tuple[UUID, bytes]]
) -> dict[UUID, tuple[int, bytes]]:
    found = {}
    for message_id, body in sealed:
        mail = orjson.loads(keys.decrypt("messages", "body", message_id, body))
        spans = [(one["start"], one["end"]) for one in mail["spans"] if one["kind"] == "signature"][:_MOST_SIGNATURES]
        if spans:
            above, below = spans[0][0], spans[-1][1]
            question = {
                "text": mail["text"][above:below],
                "signatures": [(start - above, end - above) for start, end in spans],
                "name": senders[message_id]["name"],
                "address": senders[message_id]["address"],
            }
            found[message_id] = above, orjson.dumps(question)
    return found


def _is_fact(mail: MailRow, one: Said) -> bool:
    address = mail.sender["address"] if mail.sender else ""
    if one.field not in PERSON_FIELDS or not 0 < len(one.value) <= _LONGEST:
        return False
    if one.field == "email":  # what the header says already
        return shortest(one.value.lower()) != shortest(address)
    if one.field == "company" and company_domain(address) is None:  # who has free mail does not work at its provider
        return _letters(one.value) not in _letters(address.rpartition("@")[2])
    return True


def _row(keys: UserKeys, mail: MailRow, identity_id: UUID, one: Said) -> FactRow:
    fact = Fact(
        identity_id=identity_id,
        field=one.field,
        value=one.value,
        source=one.source,
        source_ref="",
        at=mail.date,
        confidence=one.confidence,
        state=FactState.SUPERSEDED,
        label=one.label,
        message_id=mail.id,
        place=(one.start, one.end),
    )
    same = value_key(keys, one.field, one.value).hex()
    return fact_row(keys, fact, derived_id(mail.id, "fact", f"{identity_id}|{one.source}|{one.field}|{same}"))


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
