"""How well signatures are found in mails whose signature lines are marked: `python -m bench.signatures [FOLDER]`.

FOLDER has `NAME.body.txt`, in which each line of the signature begins with "#sig#" (taken off before reading), and
`NAME.sender.txt`, a From value; by default ../shared/mail/signatures: 48 mails with a signature (P), 48 without (N).

Counted are lines that are not empty. A line is found if it lies in a stretch of kind "signature".
precision: marked lines among the found ones, of all mails; recall: found lines among the marked ones; F1: their
harmonic mean. found: P mails of whose marked lines at least half are found. false: N mails of which any line is found.
The mails are also counted in two halves, every other one by name.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from services.mime.quoting import Letterhead, spans
from tests.shared_mail import SHARED

MARK = "#sig#"
GOAL = "goal    F1 .90  found .92  false .03"
# By the same measure, on the default folder, with mail-parser-reply 1.36 (commit 38fff7c).
BEFORE = "before  precision .549  recall .413  F1 .471  found .417  false .021"


@dataclass(frozen=True)
class Reading:
    """What was found in one mail: (line, is it marked?, is it found?) of lines that are not empty."""

    name: str
    lines: list[tuple[str, bool, bool]]

    @property
    def signed(self) -> bool:
        """Is there a signature?"""
        return any(marked for _, marked, _ in self.lines)

    @property
    def found(self) -> bool:
        """At least half of it, or, where there is none, anything."""
        both = sum(marked and found for _, marked, found in self.lines)
        if not self.signed:
            return any(found for _, _, found in self.lines)
        return 2 * both >= sum(marked for _, marked, _ in self.lines)

    @property
    def wrong(self) -> list[str]:
        """Lines in which what is found is not what is marked."""
        return [f"{'missed' if marked else 'false '} {line}" for line, marked, found in self.lines if marked != found]


def read(body: Path) -> Reading:
    """One mail of the folder."""
    written = body.read_text(encoding="utf-8", errors="replace").split("\n")
    marked = [line.startswith(MARK) for line in written]
    lines = [line.removeprefix(MARK) for line in written]
    name = body.name.removesuffix(".body.txt")
    sender = body.with_name(f"{name}.sender.txt").read_text(encoding="utf-8", errors="replace").strip()
    called, address = parseaddr(sender)
    if "@" not in address:
        called, address = sender, ""
    found = [
        span for span in spans("\n".join(lines), Letterhead(called or sender, address)) if span.kind == "signature"
    ]
    place = 0
    result = []
    for line, is_marked in zip(lines, marked, strict=True):
        if line.strip():
            result.append((line, is_marked, any(span.start <= place < span.end for span in found)))
        place += len(line) + 1
    return Reading(name, result)


def figures(readings: Sequence[Reading]) -> str:
    """One line: the measures that the module defines."""
    lines = [line for reading in readings for line in reading.lines]
    both = sum(marked and found for _, marked, found in lines)
    precision = both / max(sum(found for _, _, found in lines), 1)
    recall = both / max(sum(marked for _, marked, _ in lines), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    with_one = [reading for reading in readings if reading.signed]
    without = [reading for reading in readings if not reading.signed]
    found = sum(reading.found for reading in with_one) / max(len(with_one), 1)
    false = sum(reading.found for reading in without) / max(len(without), 1)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  found {found:.3f}  false {false:.3f}"


def main() -> None:
    """Print what was found wrong in each mail, and the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "signatures"
    bodies = sorted(folder.glob("*.body.txt"))
    if not bodies:
        sys.exit(f"no mails in {folder}: see ../shared/mail/signatures/README.md")
    readings = [read(body) for body in bodies]
    for reading in readings:
        for line in reading.wrong:
            print(f"{reading.name:8} {line[:100]}")
    print(f"all     {figures(readings)}")
    print(f"half 1  {figures(readings[::2])}")
    print(f"half 2  {figures(readings[1::2])}")
    print(BEFORE)
    print(GOAL)


if __name__ == "__main__":
    main()
