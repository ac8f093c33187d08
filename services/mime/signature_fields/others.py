"""Where somebody else's lines begin in a signature: an assistant below, a colleague who signs as well."""

from services.mime.signature_fields.address_forms import is_beside_place, is_place, is_town
from services.mime.signature_fields.companies import is_evident
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.names import Signed
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import has_role, is_function, is_unit

_NONE = 1 << 30  # a line that no signature has
_WORDS = range(2, 4)  # of a name


def others_begin(pieces: list[Piece], signed: Signed | None, phones: list[Field], sender: Sender) -> int:
    """The line from which on it is somebody else's.

    That is a name in a line of its own, below an empty line and below a phone of the sender's, with a phone of its own.
    """
    if signed is None:
        return _NONE
    lines = sorted(phone.line for phone in phones)
    for piece in pieces[signed.index + 1 :]:
        above = any(signed.name.number <= line < piece.number for line in lines)
        below = any(piece.number <= line <= piece.number + 3 for line in lines)
        if piece.is_first and piece.is_apart and above and below and _is_name(piece.text, sender):
            return piece.number
    return _NONE


def _is_name(text: str, sender: Sender) -> bool:
    words = text.split()
    if len(words) not in _WORDS or not all(
        word[0].isupper() and word[1:].islower() and word.isalpha() for word in words
    ):
        return False
    if sender.names_in(text) or has_role(text) or is_function(text) or is_unit(text) or is_evident(text, sender):
        return False
    return not (is_place(text) or is_town(text) or is_beside_place(text))
