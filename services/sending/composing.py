"""Builds the mail that is sent (RFC 5322, UTF-8), once: what is wrong with it is said before anything is kept."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import SMTP, default
from email.utils import format_datetime
from uuid import UUID

from base.errors import Invalid, TooLarge
from models.contracts.mail.messages import Message
from models.contracts.sending import Written
from services.mime.address_syntax import is_address
from services.mime.domains import to_ascii, to_unicode
from services.sending.answering import answer
from services.sending.header_fields import Mailbox, address_header, text_header

LONGEST_TEXT = 256 * 1024  # bytes
# Gmail takes messages of up to 36,700,160 bytes (`maxSize` of messages.send in its discovery document): what 25 MB of
# files, its published bound, come to in base64.
LARGEST_MAIL = 36_700_160
LARGEST_FILES = 25 * 1024 * 1024  # bytes, all of a mail's files together
MOST_FILES = 50
MOST_RECIPIENTS = 100
_POLICY = SMTP.clone(cte_type="7bit")  # what goes through every server
_LONGEST_SUBJECT = 500  # characters
_REFERENCES = 20  # Message-IDs: the first of the thread, and the last ones
_LONGEST_ID = 900  # characters: a line has at most 998 (RFC 5322, 2.1.1)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_REPLY = re.compile(r"(?i)^\s*re\s*(\[\d+\])?\s*:")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# A quoted local part is sent where no reader can take it apart: one with a blank, a comma or an "@" is read as another
# address by some (nodemailer#1766).
_LOCAL = re.compile(rf'{_ATOMS}(?:\.{_ATOMS})*|"(?:{_ATOMS}|\.)+"')
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+|\[[\w.:]+\]", re.ASCII)


@dataclass(frozen=True)
class Letter:
    """What somebody wants to write. `subject` None: that of the mail that is answered."""

    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    bcc: list[str] = field(default_factory=list)
    subject: str | None = None
    text: str = ""
    reply_to_message_id: UUID | None = None
    attachments: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Enclosure:
    """A file that goes out."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Author:
    """In whose name."""

    name: str
    address: str


@dataclass(frozen=True)
class Composed:
    """The mail, and the thread that it belongs to."""

    raw: bytes
    thread_id: str | None


@dataclass(frozen=True)
class Head:
    """What a list shows of a mail."""

    subject: str
    recipients: list[str]
    message_id: str


def compose(
    outbox_id: UUID,
    author: Author,
    letter: Letter,
    answered: Message | None,
    at: datetime,
    *,
    draft: bool = False,
    own: Collection[str] = (),
    files: Sequence[Enclosure] = (),
) -> Composed:
    """The whole mail. A draft may be without recipients; an answer that names none goes to whom it answers.

    `own` are the addresses of its author. Raises Invalid or TooLarge that name the field.
    """
    if len(letter.text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise TooLarge(f"text: at most {LONGEST_TEXT // 1024} KB can be sent.", field="text")
    mail = EmailMessage(policy=_POLICY)
    name = "" if _CONTROL.search(author.name) else author.name
    people = address_header("From", [_mailbox(name, author.address, "from")])
    count = 0
    for role, written in (("to", letter.to), ("cc", letter.cc), ("bcc", letter.bcc)):
        found = [_recipient(role, place, one) for place, one in enumerate(written)]
        if role == "to" and not any((letter.to, letter.cc, letter.bcc)) and answered is not None:
            wanted = answer(answered, {author.address, *own}).reply.to
            found = [_mailbox("" if _CONTROL.search(one.name) else one.name, one.address, "to") for one in wanted]
        count += len(found)
        if found:
            people += address_header(role.title(), found)
    if count > MOST_RECIPIENTS:
        raise Invalid(f"to: a mail goes to at most {MOST_RECIPIENTS} recipients.", field="to")
    if not count and not draft:
        raise Invalid("to: name at least one recipient.", field="to")
    head_fields = people + text_header("Subject", _subject(letter, answered))
    mail["Date"] = format_datetime(at)
    try:
        mail.set_content("\r\n".join(letter.text.splitlines()) + "\r\n", charset="utf-8")
    except UnicodeEncodeError as error:
        raise Invalid("text: it has characters that are none (lone surrogates).", field="text") from error
    _enclose(mail, files)
    ids = f"Message-ID: {message_id(outbox_id, author.address)}\r\n"
    # The library would fold a long id as if it were words (RFC 2047), and nobody would find the thread by it.
    known = _references(answered) if answered is not None else []
    if known:
        ids += f"In-Reply-To: {known[-1]}\r\nReferences: " + "\r\n ".join(known) + "\r\n"
    raw = ids.encode() + head_fields + mail.as_bytes()
    if len(raw) > LARGEST_MAIL:
        raise _too_large()
    return Composed(raw, answered.thread_id if answered is not None else None)


def message_id(outbox_id: UUID, address: str) -> str:
    """The mail's own id: the same for every version of it, so that Gmail can be asked whether it has it."""
    return f"<{outbox_id.hex}@{to_ascii(address.rpartition('@')[2]) or 'kith.invalid'}>"


def head_of(raw: bytes) -> bytes:
    """The header fields of a mail that was built here, with the empty line after them."""
    return raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def head(raw: bytes) -> Head:
    """What a list shows."""
    mail = BytesHeaderParser(policy=default).parsebytes(head_of(raw))
    people = [address.addr_spec for name in ("to", "cc", "bcc") if mail[name] for address in mail[name].addresses]
    return Head(str(mail["subject"] or ""), people, str(mail["message-id"] or "").strip())


def written(raw: bytes) -> Written:
    """What somebody wrote, out of the mail that was built of it: domains, too, as people write them."""
    mail = BytesParser(policy=default).parsebytes(raw)
    to, cc, bcc = (
        [str(Address(one.display_name, one.username, to_unicode(one.domain))) for one in mail[name].addresses]
        if mail[name]
        else []
        for name in ("to", "cc", "bcc")
    )
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    text = text.replace("\r\n", "\n").removesuffix("\n")
    return Written(to=to, cc=cc, bcc=bcc, subject=str(mail["subject"] or ""), text=text)


def _enclose(mail: EmailMessage, files: Sequence[Enclosure]) -> None:
    if sum(len(file.data) for file in files) > LARGEST_FILES:
        raise _too_large()
    for file in files:
        kind, _, subtype = file.mime_type.partition("/")
        if kind in {"message", "multipart"}:  # base64 is not allowed in these (RFC 2045, 6.4)
            kind, subtype = "application", "octet-stream"
        mail.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name)


def _too_large() -> TooLarge:
    most = LARGEST_FILES // 1024**2
    return TooLarge(f"attachments: Gmail sends at most {most} MB of files with one mail.", field="attachments")


def _recipient(role: str, place: int, written: str) -> Mailbox:
    """`ida@example.org` or `Ida Okafor <ida@example.org>`. Raises Invalid."""
    where = f"{role}.{place}"
    if _CONTROL.search(written):
        raise Invalid(f"{where}: an address has no line breaks or other control characters.", field=where)
    named = _NAMED.fullmatch(written.strip())
    if named is None:
        return _mailbox("", written.strip(), where)
    name = named["name"].strip()
    quoted = _QUOTED.fullmatch(name)
    return _mailbox(re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else name.strip('"'), named["address"].strip(), where)


def _mailbox(name: str, address: str, where: str) -> Mailbox:
    """With its domain as DNS knows it. Raises Invalid that names the field."""
    if not is_address(address.lower()):
        raise Invalid(f"{where}: {address[:200]!r} is not a mail address.", field=where)
    local, _, domain = address.rpartition("@")
    host = to_ascii(domain)
    if not host:
        raise Invalid(f"{where}: {domain[:200]!r} cannot be a domain: DNS has no such name (IDNA 2008).", field=where)
    if not local.isascii():
        raise Invalid(f"{where}: {address[:200]!r} has letters before the @ that mail cannot carry.", field=where)
    if not _LOCAL.fullmatch(local) or not _HOST.fullmatch(host):
        raise Invalid(
            f"{where}: {address[:200]!r} cannot be written to: some servers read another address.", field=where
        )
    return Mailbox(name, f"{local}@{host}")


def _subject(letter: Letter, answered: Message | None) -> str:
    if letter.subject is None:
        subject = " ".join(_CONTROL.sub(" ", answered.subject).split()) if answered is not None else ""
        return subject if answered is None or _REPLY.match(subject) else f"Re: {subject}"
    if _CONTROL.search(letter.subject):
        raise Invalid("subject: a subject has no line breaks or other control characters.", field="subject")
    if len(letter.subject) > _LONGEST_SUBJECT:
        raise TooLarge(f"subject: at most {_LONGEST_SUBJECT} characters can be sent.", field="subject")
    return letter.subject


def _references(answered: Message) -> list[str]:
    """The thread's Message-IDs, the answered one last (RFC 5322, 3.6.4)."""
    headers: dict[str, str] = {}
    for name, value in answered.headers:
        headers.setdefault(name.lower(), value)
    before = headers.get("references") or headers.get("in-reply-to", "")
    ids = [one for one in _MESSAGE_ID.findall(before) if len(one) < _LONGEST_ID]
    own = [one for one in _MESSAGE_ID.findall(headers.get("message-id", "")) if len(one) < _LONGEST_ID][:1]
    found = list(dict.fromkeys(one for one in ids if one not in own)) + own
    return found if len(found) <= _REFERENCES else [found[0], *found[1 - _REFERENCES :]]
