"""Letters as the file that Google Takeout gives: mboxrd, with Gmail's ids and labels."""

import csv
import re
from collections.abc import Iterable
from email.header import Header
from io import StringIO
from pathlib import Path
from random import Random

from devstack.demo.letters import Letter

_POSTMARK = re.compile(rb"(?m)^(>*From )")
_LOW_BITS = 20  # of a Gmail id; the rest are milliseconds since 1970


def write_mbox(path: Path, letters: Iterable[Letter], seed: int) -> int:
    """Write them oldest first, with ids that rise with the date. Returns the number of threads."""
    ordered = sorted(letters, key=lambda letter: letter.at)
    rng = Random(seed)
    threads: dict[str, int] = {}
    last = 0
    with path.open("wb") as file:
        for letter in ordered:
            last = max(last + 1, (int(letter.at.timestamp()) * 1000 << _LOW_BITS) + rng.getrandbits(_LOW_BITS))
            thread = threads.setdefault(letter.thread, last)
            file.write(f"From {last}@xxx {letter.at:%a %b %d %H:%M:%S +0000 %Y}\n".encode("ascii"))
            file.write(f"X-GM-THRID: {thread}\nX-Gmail-Labels: {_labels(letter.labels)}\n".encode("ascii"))
            raw = letter.raw()
            file.write(_POSTMARK.sub(rb">\1", raw if raw.endswith(b"\n") else raw + b"\n"))
            file.write(b"\n")
    return len(threads)


def _labels(names: list[str]) -> str:
    """Comma-separated, quoted where a name has a comma, and an encoded word where it is not ASCII."""
    out = StringIO()
    csv.writer(out, lineterminator="").writerow(names)
    joined = out.getvalue()
    return joined if joined.isascii() else Header(joined, "utf-8", maxlinelen=200).encode()
