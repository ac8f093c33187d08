"""What the signatures of a mail say of its sender: with places in the mail's text."""

from collections.abc import Sequence
from dataclasses import replace

from models.contracts.mail.messages import Span
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.reading import signature_fields

_MOST = 3  # signatures of one mail that are read: nobody writes more, and each may take a while


def mail_fields(text: str, spans: Sequence[Span], sender_name: str, sender_address: str) -> tuple[Field, ...]:
    """The fields of the stretches "signature" among `spans` (of `services.mime.quoting`), in order, each value once.

    `line`, `start` and `end` are of `text`. What is quoted or forwarded is others': their signatures are not read.
    """
    found: dict[tuple[str, str], Field] = {}
    for span in [one for one in spans if one.kind == "signature"][:_MOST]:
        above = text.count("\n", 0, span.start)
        for one in signature_fields(text[span.start : span.end], sender_name, sender_address):
            moved = replace(one, line=one.line + above, start=one.start + span.start, end=one.end + span.start)
            found.setdefault((one.kind, one.value), moved)
    # Above "-- " many sign with the first name, and below it with both.
    is_full = any(one.kind == "name" and " " in one.value for one in found.values())
    return tuple(one for one in found.values() if one.kind != "name" or " " in one.value or not is_full)
