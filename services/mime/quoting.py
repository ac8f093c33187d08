"""Which stretches of a text are of an earlier mail, and which are the signature. What is in doubt is the author's own.

One pass over the lines: each is looked at a bounded number of times, so that any text takes time in proportion to its
length.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.contracts.mail.messages import Span
from services.mime.earlier_mail import Stretch, earlier_mail
from services.mime.signature_lines import Author
from services.mime.signatures import signatures_in
from services.mime.text_lines import TextLines


@dataclass(frozen=True)
class Letterhead:
    """What the mail's header says, as far as it tells quotes and signatures apart from what was written."""

    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""
    names: tuple[str, ...] = ()  # of sender and recipients


def spans(text: str, letterhead: Letterhead | None = None) -> list[Span]:
    """Stretches "quoted", "forwarded" and "signature", in order, as character offsets. They do not overlap."""
    if not text:
        return []
    lines = TextLines(text)
    letterhead = letterhead or Letterhead()
    earlier = earlier_mail(lines, letterhead.subject, letterhead.names)
    own = _between(earlier, len(lines))
    signatures = signatures_in(lines, own, Author(letterhead.sender_name, letterhead.sender_address))
    found = [*earlier, *(Stretch("signature", first, end) for first, end in signatures)]
    return [lines.span(*stretch) for stretch in sorted(found, key=lambda stretch: stretch.first)]


def written(length: int, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The stretches of a text of this length that its author wrote: neither quoted nor a signature."""
    found, place = [], 0
    for span in sorted(spans, key=lambda one: one.start):
        found.append((place, span.start))
        place = max(place, span.end)
    return [(start, end) for start, end in [*found, (place, length)] if start < end]


def _between(earlier: list[Stretch], count: int) -> list[tuple[int, int]]:
    """The lines of the author, as (first, end)."""
    own = []
    place = 0
    for _, first, end in [*earlier, Stretch("", count, count)]:
        if first > place:
            own.append((place, first))
        place = end
    return own
