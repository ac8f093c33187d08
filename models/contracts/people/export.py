"""A contact as it is taken along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.contracts.people.contacts import Contact


@dataclass(frozen=True, kw_only=True)
class ExportedContact:
    """A contact, all its addresses, the one that is shown first, and what its card says: values by field.

    Of fields that the owner named, they are `by_hand.labelled`.
    """

    contact: Contact
    addresses: Sequence[str]
    card: Mapping[str, Sequence[str]]
