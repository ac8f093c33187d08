"""Contacts as other programs take them: CSV (RFC 4180) and vCard 3.0 (RFC 2426).

Fields that their owner named are columns of a table, and `X-KITH-FIELD;LABEL=…:value` on cards: no standard has any.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import vobject
from nameparser import HumanName

from models.contracts.people.by_hand import CUSTOM, label_and_value
from models.contracts.people.export import ExportedContact
from services.people.table_cells import COLUMNS, column_of, joined, quoted, quoted_number


def csv_head(labels: Sequence[str] = ()) -> bytes:
    """The byte order mark by which Excel knows UTF-8, and the columns' names. `labels`: of the owner's own fields."""
    return "\ufeff".encode() + _line((*COLUMNS, *map(column_of, labels)))


def csv_line(one: ExportedContact, labels: Sequence[str] = ()) -> bytes:
    """A line. Several values of a field stand below one another in it; a line ":::" is between those of many lines.

    What it has but for the traffic is what an import reads of it.
    """
    contact = one.contact
    own: dict[str, list[str]] = {}
    for text in one.card.get(CUSTOM, ()):
        label, value = label_and_value(text)
        own.setdefault(label, []).append(value)
    return _line(
        (
            quoted(contact.name),
            quoted(contact.title or ""),
            quoted(contact.company or ""),
            quoted("\n".join(filter(None, one.addresses))),
            *(quoted_number("\n".join(one.card.get(field, ()))) for field in ("phone", "url")),
            quoted("\n".join(one.card.get("location", ()))),
            *(quoted(joined(one.card.get(field, ()))) for field in ("note", "address")),
            *(quoted("\n".join(one.card.get(field, ()))) for field in ("birthday", "handle")),
            f"{contact.strength:.2f}",
            contact.sent,
            contact.received,
            contact.first_at.date().isoformat() if contact.first_at else "",
            contact.last_at.date().isoformat() if contact.last_at else "",
            *(quoted(joined(own.get(label, ()))) for label in labels),
        )
    )


def vcard(one: ExportedContact) -> bytes:
    """A card. Its UID is the contact's id, so that a card that is imported again replaces itself."""
    contact = one.contact
    card = vobject.vCard()
    name = contact.name or contact.address
    parsed = HumanName(name)
    card.add("uid").value = f"urn:uuid:{contact.id}"
    card.add("fn").value = name
    card.add("n").value = vobject.vcard.Name(
        family=parsed.last, given=parsed.first or name, additional=parsed.middle, suffix=parsed.suffix
    )
    for address in filter(None, one.addresses):
        card.add("email").value = address
    for field, place in (("phone", "tel"), ("url", "url"), ("note", "note")):
        for value in one.card.get(field, ()):
            card.add(place).value = value
    for text in one.card.get(CUSTOM, ()):
        label, value = label_and_value(text)
        typed = card.add("x-kith-field")
        typed.value = value
        typed.params["LABEL"] = [label.replace('"', "'")]  # a parameter has no way to say a double quote
    if contact.title:
        card.add("title").value = contact.title
    if contact.company:
        card.add("org").value = [contact.company]
    return bytes(card.serialize().encode())


def _line(values: Iterable[object]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue().encode()
