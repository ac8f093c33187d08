"""Build the Temporal CLI from pinned Go modules: about five minutes once, 250 MB in the cache."""

import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from base.errors import Unavailable

MODULE = Path(__file__).parent / "temporal_cli"
PACKAGE = "github.com/temporalio/cli/cmd/temporal"
EVERY = 5.0  # seconds between two lines of progress

Say = Callable[[str], None]


def build(folder: Path, version: str, say: Say) -> Path:
    """Compile `folder/temporal`, in a copy of the module so that the checkout is not written. Raises Unavailable."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="build-") as name:
        work = Path(name)
        for file in ("go.mod", "go.sum"):
            shutil.copyfile(MODULE / file, work / file)
        say("Building it with Go: about five minutes, once for this user")
        fetched = _Count(say, "{} Go modules fetched")
        packages = _go(["list", "-deps", PACKAGE], work, fetched, lambda line: line.startswith("go: downloading"))
        compiled = _Count(say, f"{{}} of up to {len(packages)} packages compiled")
        flags = f"-s -w -X github.com/temporalio/cli/temporalcli.Version={version}"
        argv = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", "temporal", PACKAGE]
        _go(argv, work, compiled, lambda line: re.fullmatch(r"[\w.~/-]+", line) is not None)
        return (work / "temporal").rename(folder / "temporal")


class _Count:
    """Counts, and says so every few seconds."""

    def __init__(self, say: Say, text: str) -> None:
        self._say, self._text = say, text
        self._began = self._said = time.monotonic()
        self.value = 0

    def add(self) -> None:
        self.value += 1
        now = time.monotonic()
        if now - self._said >= EVERY:
            self._said = now
            self._say(f"  {self._text.format(self.value)}, {now - self._began:.0f} s")


def _go(argv: list[str], folder: Path, count: _Count, counts: Callable[[str], bool]) -> list[str]:
    """Run go; its stderr tells the progress. Returns its stdout. Raises Unavailable with its last words."""
    process = subprocess.Popen(
        ["go", *argv], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    assert process.stdout is not None  # noqa: S101 - asked for above
    assert process.stderr is not None  # noqa: S101
    lines: list[str] = []
    reader = threading.Thread(target=_collect, args=(process.stdout, lines))
    reader.start()
    last: list[str] = []
    for line in map(str.strip, process.stderr):
        if counts(line):
            count.add()
        else:
            last = [*last[-4:], line]
    reader.join()
    if process.wait() != 0:
        raise Unavailable(f"`go {argv[0]}` cannot build the Temporal CLI: {' / '.join(last) or 'it says nothing'}")
    return lines


def _collect(source: Iterable[str], into: list[str]) -> None:
    into.extend(source)
