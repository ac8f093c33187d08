"""People whom their owner writes down, and fields of the owner's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

CUSTOM = "custom"  # the field of a fact that the owner named: its label says which, "Member no."
_BETWEEN = "\n"  # label and value of one, where they stand in one text: no label has a line's end


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody to be written down. `values` are of the fields of a card, `lists` names of lists kept by hand."""

    name: str
    addresses: Sequence[str] = ()
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """Somebody was deleted. Until then it can be undone.

    `hidden`: mail, or Google Contacts, still know them, so they are hidden, and what was typed of them is gone.
    """

    id: UUID
    contact_id: UUID
    name: str
    hidden: bool
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class CustomLabel:
    """What the owner calls a field of their own, and how many people have it."""

    label: str
    people: int


def labelled(label: str, value: str) -> str:
    """Both in one text: so they are encrypted, compared and found."""
    return f"{label}{_BETWEEN}{value}"


def label_and_value(text: str) -> tuple[str, str]:
    """Apart again."""
    label, _, value = text.partition(_BETWEEN)
    return label, value
