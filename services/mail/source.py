"""What the source of a mail says about it, beside its content."""

from dataclasses import dataclass
from datetime import datetime

from models.contracts.mail.messages import DateSource


@dataclass(frozen=True)
class Source:
    """Gmail's word, or a Takeout's. `size` in bytes.

    `references`: Message-IDs, oldest first, where nobody says which thread it is in but the mail itself.
    """

    source_id: str
    thread_id: str
    internal_date: datetime
    history_id: int
    labels: list[str]
    size: int
    date_source: DateSource = DateSource.MAILBOX  # who says `internal_date`
    references: list[str] | None = None
