"""Which identities are one person, and how that came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Identity:
    """An address of a person, and the mails that went each way with it; without any, there is no first and no last.

    `address` is empty for somebody of whom none is known.
    """

    id: UUID
    person_id: UUID
    name: str
    address: str
    company_id: UUID | None
    company: str | None
    sent: int
    received: int
    first_at: datetime | None
    last_at: datetime | None
    by_hand: bool = False  # the owner wrote it down
    in_book: bool = False  # an address book has it: an imported file, or Google Contacts


class ChangeKind(StrEnum):
    """What became of a person's identities."""

    MERGE = "merge"  # others' joined
    SPLIT = "split"  # some left
    APART = "apart"  # none moved: somebody said of two that they are two


class MadeBy(StrEnum):
    """Who wanted a change."""

    PERSON = "person"
    RULE = "rule"  # which takes it back when the mail says otherwise
    ADDRESS_BOOK = "address_book"  # by one entry with several addresses: its owner's word


@dataclass(frozen=True, kw_only=True)
class Move:
    """An identity that changed its person."""

    identity_id: UUID
    old_person: UUID
    new_person: UUID


@dataclass(frozen=True, kw_only=True)
class MembershipChange:
    """A merge or a split: `person_id` is whom others joined, or whom some left; or one of two that are kept apart."""

    id: UUID
    kind: ChangeKind
    person_id: UUID
    at: datetime
    made_by: MadeBy
    reasons: Sequence[str]  # what a rule saw, in words
    moves: Sequence[Move]
    undone_at: datetime | None
