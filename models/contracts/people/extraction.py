"""What extraction is asked for, and what it found."""

from dataclasses import dataclass, replace

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True, kw_only=True)
class ExtractionResult:
    """Result of `contacts.extract`: messages looked at, people and companies met for the first time.

    `complete`: nothing was left to look at, and nothing more was on its way.
    """

    messages: int
    contacts: int
    companies: int
    complete: bool = True

    def __add__(self, other: "ExtractionResult") -> "ExtractionResult":
        return ExtractionResult(
            messages=self.messages + other.messages,
            contacts=self.contacts + other.contacts,
            companies=self.companies + other.companies,
        )

    def unfinished(self) -> "ExtractionResult":
        """The same counts of a look that ended before its work did."""
        return replace(self, complete=False)


@dataclass(frozen=True, kw_only=True)
class ExtractionInput:
    """Input of ContactExtractionWorkflow and `contacts.extract`, which returns after about `limit` messages."""

    mailbox: MailboxRef
    limit: int = 5_000
    before: ExtractionResult | None = None  # what the workflow had found before it continued as new
