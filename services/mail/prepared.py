"""A mail as it comes out of the parser's process: all that Kith stores of it, and nothing that needs a key."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from models.contracts.mail.messages import (
    INTRODUCES,
    NAMES_ADDRESS,
    PEOPLE_PARTS,
    SIGNED,
    Address,
    Attachment,
    DateSource,
    Role,
)
from services.mail.terms import positions
from services.mime.introductions import may_introduce
from services.mime.parsing import ParsedMessage
from services.mime.people_parts import PeoplePart, left_behind
from services.mime.quoting import written


@dataclass(frozen=True)
class PreparedMail:
    """Ready to be encrypted and indexed."""

    message_id: str
    sender: str | None  # JSON: name and address
    sender_address: str | None
    recipients: str  # JSON: a list of role, name and address
    subject: str
    snippet: str
    automated: bool
    list_address: str | None
    date: datetime | None  # what the mail itself credibly says, and in which header
    date_source: DateSource | None
    attachments: list[tuple[str, int]]  # (part, bytes)
    left_behind: list[str]  # parts that tell of people, and are at Gmail
    tells: int  # whether its body says anything of people: SIGNED …
    terms: dict[str, str]  # each stemmed word, and its positions: "1,5,9"
    body: bytes  # JSON: text, html, spans, attachments, headers, enclosed mails, parts that tell of people

    def encode(self) -> tuple[bytes, bytes]:
        """As it crosses from the parser's process: data, in a form that can carry nothing else."""
        head = {name: value for name, value in vars(self).items() if name != "body"}
        return orjson.dumps(head), self.body

    @classmethod
    def decode(cls, head: bytes, body: bytes) -> "PreparedMail":
        """The same mail. Raises ValueError, TypeError or KeyError for anything else."""
        fields = orjson.loads(head)
        fields["attachments"] = [(str(part), int(size)) for part, size in fields["attachments"]]
        fields["left_behind"] = [str(part) for part in fields["left_behind"]]
        _expect_terms(fields["terms"])
        if fields["date"] is not None:
            fields |= {
                "date": datetime.fromisoformat(fields["date"]),
                "date_source": DateSource(fields["date_source"]),
            }
        return cls(**fields, body=body)


def prepare(mail: ParsedMessage) -> PreparedMail:
    """Pure work: what a mail costs beside encrypting it."""
    body = _content(mail)
    if mail.people_parts:
        body["people_parts"] = kept_parts(mail.people_parts)
    sender = mail.sender
    return PreparedMail(
        message_id=mail.message_id,
        sender=orjson.dumps({"name": sender.name, "address": sender.address}).decode() if sender else None,
        sender_address=sender.address if sender else None,
        recipients=orjson.dumps(mail.recipients).decode(),
        subject=mail.subject,
        snippet=mail.snippet,
        automated=mail.automated,
        list_address=mail.list_address,
        date=mail.date,
        date_source=mail.date_source,
        attachments=_sizes(mail.attachments),
        left_behind=left_behind(mail.attachments, mail.people_parts),
        tells=_tells(mail),
        terms=positions([mail.subject, *_names(mail), *_files(mail), *_within(mail), "\n\n".join(_texts(mail))]),
        body=orjson.dumps(body),
    )


def kept_parts(parts: Sequence[PeoplePart]) -> list[tuple[str, str]]:
    """As the body has them."""
    return [(one.kind, base64.b64encode(one.data).decode()) for one in parts]


def people_parts_of(body: Mapping[str, Any]) -> list[PeoplePart]:
    """Those that a body has."""
    return [PeoplePart(kind, base64.b64decode(data)) for kind, data in body.get("people_parts", [])]


def _tells(mail: ParsedMessage) -> int:
    signed = any(span.kind == "signature" for span in mail.spans)
    own = [mail.text[start:end] for start, end in written(len(mail.text), mail.spans)]
    address, introduces = any("@" in text for text in own), may_introduce(own, mail.recipients)
    people = bool(mail.people_parts)
    return SIGNED * signed | PEOPLE_PARTS * people | NAMES_ADDRESS * address | INTRODUCES * introduces


def _expect_terms(found: Any) -> None:
    if not isinstance(found, dict) or set(map(type, found.values())) - {str}:  # of JSON, so the words are texts
        raise TypeError("terms")


def _content(mail: ParsedMessage) -> dict[str, Any]:
    return {
        "text": mail.text,
        "html": mail.html,
        "spans": mail.spans,
        "attachments": mail.attachments,
        "headers": mail.headers,
        "enclosed": [_whole(part_id, one) for part_id, one in mail.enclosed],
    }


def _whole(part_id: str, mail: ParsedMessage) -> dict[str, Any]:
    """An enclosed mail: it has no row of its own."""
    return _content(mail) | {
        "part_id": part_id,
        "date": mail.date,
        "date_source": mail.date_source,
        "sender": mail.sender,
        "recipients": mail.recipients,
        "subject": mail.subject,
    }


def _files(mail: ParsedMessage) -> list[str]:
    """The names of what is attached, and of what is attached to that."""
    within = [name for _, one in mail.enclosed for name in _files(one)]
    return [*(one.filename for one in mail.attachments if one.filename), *within]


def _within(mail: ParsedMessage) -> list[str]:
    """Subjects and people of the mails that came with a mail."""
    return [text for _, one in mail.enclosed for text in (one.subject, *_names(one), *_within(one))]


def _texts(mail: ParsedMessage) -> list[str]:
    return [mail.text, *(text for _, one in mail.enclosed for text in _texts(one))]


def _sizes(attachments: list[Attachment]) -> list[tuple[str, int]]:
    return [(attachment.part_id, attachment.size) for attachment in attachments]


def _names(mail: ParsedMessage) -> list[str]:
    people: list[Address] = [address for address in mail.recipients if address.role is not Role.REPLY_TO]
    return [f"{address.name} {address.address}" for address in [*([mail.sender] if mail.sender else []), *people]]
