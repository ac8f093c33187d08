"""What a mailbox's labels are called."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class LabelColor:
    """Both as #rrggbb."""

    text: str
    background: str


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label of one mailbox. Messages have its `id`."""

    mailbox_id: UUID
    id: str  # Gmail's, such as INBOX or Label_3; of an imported file, the name
    name: str
    own: bool  # the user's own; the others are Gmail's, and the same in every mailbox
    hidden: bool  # the user has Gmail leave it out of lists of messages
    color: LabelColor | None  # None: the user chose none


@dataclass(frozen=True)
class LabelWish:
    """One of these labels, each (mailbox, id), is to be there; `wanted` false: none of them is."""

    places: tuple[tuple[UUID, str], ...]
    wanted: bool = True
