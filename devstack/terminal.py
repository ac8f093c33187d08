"""What the dev stack tells a person; plain lines without control characters where it is not a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table


class Terminal:
    """Standard output."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        if not self.console.is_terminal:
            self.console = Console(highlight=False, color_system=None, width=160)

    @property
    def live(self) -> bool:
        """Whether lines can be redrawn."""
        return self.console.is_terminal

    def say(self, text: str) -> None:
        """One line, not wrapped, whatever is in it."""
        self.console.print(text, markup=False, soft_wrap=True)

    def table(self, title: str, rows: Iterable[Sequence[str]], columns: Sequence[str] = ()) -> None:
        """A table; the first column is what the row is about."""
        table = Table(title=title, title_justify="left", title_style="bold", show_header=bool(columns))
        for number, column in enumerate(columns or ("", "")):
            table.add_column(column, no_wrap=True, style="cyan" if number == 0 else None)
        for row in rows:
            table.add_row(*(cell for cell in row))
        self.console.print(table)
