"""What a signature says of who signed it: name, title, company, phones, postal address, sites, handles, mail addresses.

Typed things first (addresses of mail and sites, numbers), then the parts of lines that are left: who signs, by the
sender's name; places; and what is beside them, a title or a company, by its words, the sender's domain, or where it
stands. Prose, closings, what programs and companies append, registers and others' quoted lines say nothing. In doubt
nothing is read. The beginning of a signature is looked at, a bounded number of lines and characters: constant time.
"""

from dataclasses import replace

from services.mime.signature_fields.addresses import addresses
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.links import links
from services.mime.signature_fields.names import Signed, signed_name
from services.mime.signature_fields.organisations import organisations
from services.mime.signature_fields.others import others_begin
from services.mime.signature_fields.phones import phones
from services.mime.signature_fields.pieces import TAKEN, Piece, pieces
from services.mime.signature_fields.regions import regions
from services.mime.signature_fields.rows import Row, rows
from services.mime.signature_fields.sender import Sender


def signature_fields(signature_text: str, sender_name: str, sender_address: str) -> tuple[Field, ...]:
    """The fields of a signature as `services.mime.signatures` finds it, in order; `sender_*`: of its mail's header.

    Places are characters of `signature_text`. Raises nothing, whatever it is given.
    """
    sender = Sender(sender_name, sender_address)
    lines = rows(signature_text, sender.author)
    linked, link_places = links(lines, sender.local, sender.host)
    lines = _blanked(lines, link_places)
    hosts = _hosts(linked)
    sender.is_found_at(hosts)
    known = regions("\n".join(row.text for row in lines), sender.host, hosts)
    called, phone_places = phones(lines, known)
    found = [piece for piece in pieces(lines, phone_places) if not piece.is_attributed or sender.names_in(piece.text)]
    signed = signed_name(found, sender)
    end = others_begin(found, signed, called, sender)
    addressed, left = addresses(_without(found, signed), sender, signature_text)
    left = [piece for piece in left if piece.number < end]
    fields = [*linked, *called, *addressed]
    index = None
    if signed is not None:
        name = signed.name
        fields.append(Field("name", " ".join(name.text.split()), name.number, name.start, name.end, signed.confidence))
        index = sum((piece.place, piece.start) < (name.place, name.start) for piece in left)
        left.insert(index, name)
    fields += organisations(left, index, sender, {one.line for one in addressed})
    fields = [one for one in fields if one.line < end]
    unique = {(one.kind, one.value): one for one in sorted(fields, key=lambda one: -one.start)}
    return tuple(sorted(unique.values(), key=lambda one: one.start))


def _without(found: list[Piece], signed: Signed | None) -> list[Piece]:
    """The pieces, with what is behind the name in its place."""
    if signed is None:
        return found
    return [*found[: signed.index], *signed.rest, *found[signed.index + 1 :]]


def _blanked(lines: list[Row], places: list[tuple[int, int]]) -> list[Row]:
    blanked = []
    for row in lines:
        text = row.text
        for start, end in places:
            if row.start <= start < row.start + len(text):
                text = text[: start - row.start] + TAKEN * (end - start) + text[end - row.start :]
        blanked.append(replace(row, text=text))
    return blanked


def _hosts(linked: list[Field]) -> list[str]:
    return [
        one.value.rpartition("@")[2].rpartition("://")[2].partition("/")[0]
        for one in linked
        if one.kind in {"url", "email"}
    ]
