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
from models.contracts.mail.messages import Span
from services.mime.quoting import Letterhead, spans
from services.mime.signature_fields.of_mail import mail_fields
from services.mime.text_lines import TextLines
from tests.field_marks import MEASURED, Mark, Tally
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


def stretches(written: list[str], text: str, name: str, address: str, *, as_marked: bool) -> list[Span]:
    """The signatures of a mail; what stands between marked lines belongs to it."""
    if not as_marked:
        return spans(text, Letterhead(name, address))
    marked = [number for number, line in enumerate(written) if line.startswith(MARK)]
    return [TextLines(text).span("signature", marked[0], marked[-1] + 1)] if marked else []


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
        text = "\n".join(lines)
        read = mail_fields(text, stretches(written, text, name, address, as_marked=as_marked), name, address)
        result.add(mail, text, marks, [one for one in read if one.kind in MEASURED])
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
