"""How well introductions are read: `python -m bench.introductions [--wrong]`, of bench/labels/introductions.txt.

Precision and recall of what the words of a mail say of its other readers, by field: of the cases by which the rules
were written, and of those that were labelled before the rules had read them: "held out" gave precision 0.959 and recall
0.922 then, "later" 0.966 and 0.933; what was wrong in kind was mended after each. `--wrong` prints each fault.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from services.mime.introduced_names import Reader
from services.mime.introductions import introductions

LABELS = Path(__file__).parent / "labels" / "introductions.txt"
PARTS = ("seen", "held out", "later")
AUTHOR = Reader("Ida Okafor", "ida@marlow.example")
_READER = re.compile(r"(?P<name>[^<|]*?)\s*<(?P<address>[^>]+)>")

Value = tuple[str, str, str]  # address, field, value


class Case(NamedTuple):
    """`part` is "seen", "held out" or "later"."""

    part: str
    readers: list[Reader]
    words: str
    labelled: set[Value]


def cases(path: Path = LABELS) -> Iterator[Case]:
    """The labelled cases of a file."""
    part, lines = "", list[str]()
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            lines.append(line)
        elif lines:
            readers, words, said = lines
            labelled = {_value(one) for one in said.split(" | ") if one != "-"}
            named = [Reader(found["name"].strip(), found["address"]) for found in _READER.finditer(readers)]
            yield Case(part, named, words.replace("\\n", "\n"), labelled)
            lines = []


def _value(text: str) -> Value:
    address, field, value = text.split(" ", 2)
    return address, field, value


def measured(part: str, *, wrong: bool = False) -> dict[str, tuple[int, int, int]]:
    """(right, found, labelled) by field, "all" too."""
    right, found, labelled = Counter[str](), Counter[str](), Counter[str]()
    for case in cases():
        if case.part != part:
            continue
        read = {(one.address, one.field, one.value) for one in introductions(case.words, case.readers, AUTHOR)}
        for count, values in ((right, read & case.labelled), (found, read), (labelled, case.labelled)):
            for _, field, _ in values:
                count.update([field, "all"])
        if wrong and read != case.labelled:
            print(f"{case.words!r}\n  false {sorted(read - case.labelled)}\n  missed {sorted(case.labelled - read)}")
    return {field: (right[field], found[field], labelled[field]) for field in ("name", "title", "company", "all")}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    wrong = parser.parse_args().wrong
    for part in PARTS:
        print(f"{part}: {sum(case.part == part for case in cases())} mails")
        for field, (right, found, labelled) in measured(part, wrong=wrong).items():
            print(f"  {field:8} precision {right / max(found, 1):.3f} ({right}/{found})"
                  f"   recall {right / max(labelled, 1):.3f} ({right}/{labelled})")  # fmt: skip


if __name__ == "__main__":
    main()
