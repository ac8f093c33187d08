"""A letter: one mail before it becomes bytes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from devstack.demo.mime import Headers, Part, header_text, mailbox, mailboxes
from devstack.demo.people import OWNER

Named = tuple[str, str]  # display name, address


@dataclass
class Letter:
    """What the headers say, and the body. `thread` is any key that the letters of a thread share."""

    at: datetime  # UTC, whole seconds
    offset: float  # hours from UTC where it was written
    sender: Named
    to: list[Named]
    subject: str
    message_id: str
    thread: str
    labels: list[str]
    body: Part
    cc: list[Named] = field(default_factory=list)
    text: str = ""  # what an answer quotes
    references: list[str] = field(default_factory=list)
    charset: str = "utf-8"  # of the headers
    extra: Headers = ()
    to_header: str | None = None  # instead of `to`

    @property
    def sent_by_owner(self) -> bool:
        """Whether the owner wrote it."""
        return self.sender[1] == OWNER.address

    @property
    def local(self) -> datetime:
        """When it was written, by the clock of its author."""
        return self.at.astimezone(timezone(timedelta(hours=self.offset)))

    def raw(self) -> bytes:
        """The message as mail servers pass it on (RFC 5322), lines ending in LF."""
        return self.body.bytes_with((*self._trace(), *self._head(), ("MIME-Version", "1.0"), *self.extra))

    def _trace(self) -> Headers:
        if self.sent_by_owner or "Drafts" in self.labels:
            return ()
        host = self.sender[1].rpartition("@")[2]
        arrived = format_datetime(self.at + timedelta(seconds=2))
        received = f"from mail.{host} (mail.{host} [192.0.2.{len(host) % 200 + 1}])\n by mx.marlow.example; {arrived}"
        return (
            ("Delivered-To", OWNER.address),
            ("Return-Path", f"<{self.sender[1]}>"),
            ("Received", received),
        )

    def _head(self) -> Headers:
        to = mailboxes(self.to, self.charset) if self.to_header is None else self.to_header
        head = [("Date", format_datetime(self.local)), ("From", mailbox(*self.sender, self.charset)), ("To", to)]
        if self.cc:
            head.append(("Cc", mailboxes(self.cc, self.charset)))
        head += [("Subject", header_text(self.subject, self.charset)), ("Message-ID", self.message_id)]
        if self.references:
            head.append(("In-Reply-To", self.references[-1]))
            head.append(("References", "\n ".join(self.references)))
        return tuple(head)
