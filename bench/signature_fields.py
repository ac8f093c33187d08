"""How well is read what signatures say: `python -m bench.signature_fields [FOLDER]`.

FOLDER has mails whose signature lines are marked (see `bench.signatures`), by default ../shared/mail/signatures;
`bench/labels/signature_fields.tsv` has what their signatures say, labelled by hand. The mails are read as an import
does: signatures as they are found, by name and address of the sender. Mails without a signature say nothing.
A field is right if it has the label's kind and its place to the character, apart from marks and spaces around it.
precision (P): right ones of those read; recall (R): right ones of those labelled. "as marked" is the same with the
signature lines as they are marked, whatever is found.
"""

import sys
from collections import defaultdict
from email.utils import parseaddr
from pathlib import Path

from bench.signatures import MARK
from services.mime.quoting import Letterhead, spans
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.reading import signature_fields
from tests.field_marks import Mark, Tally
from tests.shared_mail import SHARED

LABELS = Path(__file__).with_name("labels") / "signature_fields.tsv"
GOAL = "goal      P 0.920  R 0.850, each and all"


def labels() -> dict[str, list[tuple[int, int, int, str]]]:
    """Of each mail: (line from 1, start and end from the line's beginning, field)."""
    found: defaultdict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for row in LABELS.read_text(encoding="utf-8").splitlines()[1:]:
        mail, line, start, end, kind = row.split("\t")
        found[mail] += [(int(line), int(start), int(end), kind)] if kind != "none" else []
    return found


def blocks(written: list[str], name: str, address: str, *, as_marked: bool) -> list[tuple[int, str]]:
    """(where it begins in the mail, text) of each signature; what stands between marked lines belongs to it."""
    text = "\n".join(line.removeprefix(MARK) for line in written)
    if not as_marked:
        stretches = spans(text, Letterhead(name, address))
        return [(span.start, text[span.start : span.end]) for span in stretches if span.kind == "signature"]
    marked = [number for number, line in enumerate(written) if line.startswith(MARK)]
    if not marked:
        return []
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: marked[0]])
    return [(start, "\n".join(lines[marked[0] : marked[-1] + 1]))]


def tally(bodies: list[Path], *, as_marked: bool) -> Tally:
    """What was read in these mails, and what is labelled."""
    labelled = labels()
    result = Tally()
    for body in bodies:
        mail = body.name.removesuffix(".body.txt")
        sender = body.with_name(f"{mail}.sender.txt").read_text(encoding="utf-8", errors="replace").strip()
        name, address = parseaddr(sender)
        if "@" not in address:
            name, address = sender, ""
        written = body.read_text(encoding="utf-8", errors="replace").split("\n")
        lines = [line.removeprefix(MARK) for line in written]
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        marks = [
            Mark(kind, starts[line - 1] + start, starts[line - 1] + end) for line, start, end, kind in labelled[mail]
        ]
        read = [
            Field(one.kind, one.value, one.line, one.start + place, one.end + place, one.confidence, one.label)
            for place, block in blocks(written, name, address, as_marked=as_marked)
            for one in signature_fields(block, name, address)
        ]
        known = {mark.kind for mark in marks} | {"name", "title", "company", "phone", "address"}
        result.add(mail, "\n".join(lines), marks, [one for one in read if one.kind in known])
    return result


def main() -> None:
    """Print what was read wrong, and the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "signatures"
    bodies = sorted(folder.glob("*.body.txt"))
    if not bodies:
        sys.exit(f"no mails in {folder}: see ../shared/mail/signatures/README.md")
    for called, as_marked in (("as found", False), ("as marked", True)):
        found = tally(bodies, as_marked=as_marked)
        print(*found.wrong, called, *found.lines(), sep="\n")
    print(GOAL)


if __name__ == "__main__":
    main()
