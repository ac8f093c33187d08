"""The demo's progress: a live bar in a terminal, now and then a line elsewhere."""

import time
from types import TracebackType
from typing import Any, Self

from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from devstack.terminal import Terminal

EVERY = 2.0  # seconds between two lines


class Progress:
    """Shows a mailbox as the API describes it."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._bar: Bar | None = None
        if terminal.live:
            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(bar_width=None),
                TextColumn("{task.fields[counts]}"),
                TimeRemainingColumn(),
                console=terminal.console,
            )
            self._task = self._bar.add_task("Syncing", total=None, counts="")
        self._said = 0.0
        self._text = ""

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, mailbox: dict[str, Any], read: tuple[int, int] | None = None) -> None:
        """Show where it stands now. `read` are the bytes of a file that have been read, and all of them."""
        counts = mailbox["counts"]
        done = counts["stored"] + counts["dead"] + counts["gone"]
        doing = mailbox["status_reason"] or mailbox["phase"] or mailbox["status"]
        known = "" if read else f" of {counts['listed']}"
        text = f"{done}{known} messages, {counts['contacts']} people"
        if self._bar:
            # Until the list is complete nobody knows the total: the bar pulses.
            total = counts["listed"] if mailbox["list_complete"] else None
            part, whole = read or (done, total)
            self._bar.update(self._task, description=doing, completed=part, total=whole, counts=text)
            return
        text = f"  {doing}: {text}"
        now = time.monotonic()
        if text != self._text and now - self._said >= EVERY:
            self._said, self._text = now, text
            self._terminal.say(text)
