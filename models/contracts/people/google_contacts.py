"""Google Contacts kept in step: state and counts, never content."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GoogleContactsState(StrEnum):
    """How a mailbox's Google Contacts stand."""

    OFF = "off"
    ON = "on"
    REFUSED = "refused"  # Google gives none any more, with a reason; what came stays until they are switched off
    REMOVING = "removing"  # they were switched off: what came is being taken away


@dataclass(frozen=True, kw_only=True)
class GoogleContacts:
    """A mailbox's Google Contacts. `allowed`: Kith may read them as far as it knows."""

    state: GoogleContactsState
    allowed: bool
    reason: str | None
    contacts: int  # that say something of anybody here
    synced_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class GoogleContactsResult:
    """Result of `contacts.sync_google` and GoogleContactsWorkflow: changed and removed contacts of this look."""

    changed: int = 0
    removed: int = 0
    complete: bool = True

    def __add__(self, other: "GoogleContactsResult") -> "GoogleContactsResult":
        return GoogleContactsResult(
            changed=self.changed + other.changed, removed=self.removed + other.removed, complete=other.complete
        )
