"""What signatures say, marked in them by hand, and how well that is read: for tests and `bench.signature_fields`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.mime.signature_fields.field import Field

MEASURED = ("name", "title", "company", "phone", "address")
PHONES = ("work", "mobile", "fax", "phone")  # how a mark calls a phone, "phone" whatever its label is
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")


@dataclass(frozen=True)
class Mark:
    """A value in a signature: its field and place, and for a phone its label ("" where none is asked for)."""

    kind: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class MarkedSignature:
    """A signature, who sent it, and what it says."""

    sender_name: str
    sender_address: str
    text: str
    marks: tuple[Mark, ...]


def marked_signatures(path: Path) -> Iterator[MarkedSignature]:
    """Those of a file: "@@ Name <address>", and below it the lines, in which values stand as {field|value}."""
    for part in path.read_text(encoding="utf-8").split("@@ ")[1:]:
        sender, _, written = part.partition("\n")
        text, marks, place = "", [], 0
        for found in _MARK.finditer(written):
            text += written[place : found.start()]
            kind, label = ("phone", found[1].replace("phone", "")) if found[1] in PHONES else (found[1], "")
            marks.append(Mark(kind, len(text), len(text) + len(found[2]), label))
            text += found[2]
            place = found.end()
        name, _, address = sender.rpartition(" <")
        yield MarkedSignature(name.strip('"'), address.rstrip(">"), text + written[place:], tuple(marks))


@dataclass
class Tally:
    """Counts by field: what is marked, what is read, and what is both; and each difference, as a line."""

    marked: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, marks: Sequence[Mark], fields: Sequence[Field]) -> None:
        """Right is a field whose place is the mark's, apart from marks and spaces around either."""
        wanted = {(mark.kind, *_bare(text, mark.start, mark.end)) for mark in marks}
        read = {(one.kind, *_bare(text, one.start, one.end)) for one in fields}
        self.marked.update(kind for kind, _, _ in wanted)
        self.read.update(kind for kind, _, _ in read)
        self.both.update(kind for kind, _, _ in wanted & read)
        for sign, places in (("missed", wanted - read), ("false ", read - wanted)):
            self.wrong += [f"{name} {sign} {kind}: {text[start:end]!r}" for kind, start, end in sorted(places)]

    def rates(self, kind: str = "") -> tuple[float, float]:
        """Precision and recall of a field, by default of all that are measured."""
        kinds = [kind] if kind else MEASURED
        marked, read, both = (sum(counts[one] for one in kinds) for counts in (self.marked, self.read, self.both))
        return both / max(read, 1) if read else 1.0, both / max(marked, 1) if marked else 1.0

    def lines(self) -> list[str]:
        """A line a field, and one for all that are measured."""
        kinds = [*MEASURED, *sorted({*self.marked, *self.read} - set(MEASURED)), ""]
        return [
            f"{kind or 'all five':9} P {self.rates(kind)[0]:.3f}  R {self.rates(kind)[1]:.3f}"
            + (f"  ({self.both[kind]} of {self.marked[kind]}, {self.read[kind]} read)" if kind else "")
            for kind in kinds
        ]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
