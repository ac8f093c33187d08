"""Cells of Kith's own tables: written so that they are read back as they were, whatever is in them."""

import re
from collections.abc import Iterable, Sequence

COLUMNS = (
    "Name", "Title", "Company", "Addresses", "Phones", "Links", "Place", "Notes", "Postal addresses", "Birthday",
    "Handles", "Strength", "Sent", "Received", "First mail", "Last mail",
)  # fmt: skip
# Since the first of these tables: whichever has them all is one.
_ALWAYS = {"name", "addresses", "strength", "last mail"}
_OWN = " (own field)"  # behind the name of a field that would else be taken for a column of Kith's
_BETWEEN = ":::"  # a line of its own between two values that may have several lines
_LIKE_BETWEEN = re.compile(r"^:{3,}$", re.MULTILINE)
_LIKE_BETWEEN_WRITTEN = re.compile(r"^:{4,}$", re.MULTILINE)
# A spreadsheet takes such a cell for a formula: an apostrophe before it says that it is none.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"\A'(?='*[=+\-@\t\r])")  # Kith's own, and others'
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


def plain(name: str) -> str:
    """The name of a column as it is compared."""
    return " ".join(name.casefold().split())


_KITHS = {plain(name) for name in COLUMNS}


def is_kiths(names: Iterable[str]) -> bool:
    """Are these the names of the columns of a table of Kith's?"""
    return {plain(name) for name in names} >= _ALWAYS


def quoted(text: str) -> str:
    """A stranger's words, as they may stand in a cell."""
    return f"'{text}" if _FORMULA.match(text) else text


def quoted_number(text: str) -> str:
    """Numbers and links: none of them is a formula, though a phone begins with a plus."""
    return f"'{text}" if _QUOTED.match(text) else text


def unquoted(cell: str) -> str:
    """What stands in a cell."""
    return _QUOTED_FORMULA.sub("", cell.strip(), count=1)


def joined(values: Sequence[str]) -> str:
    """Values of which each may have several lines."""
    return f"\n{_BETWEEN}\n".join(_LIKE_BETWEEN.sub(r"\g<0>:", value) for value in values)


def taken_apart(text: str) -> list[str]:
    """Values that `joined` put in one cell; of another program's cell that is all of it."""
    return [_LIKE_BETWEEN_WRITTEN.sub(lambda found: found[0][1:], one) for one in text.split(f"\n{_BETWEEN}\n")]


def column_of(label: str) -> str:
    """What the column of a field is called that the owner named."""
    return quoted(f"{label}{_OWN}" if _is_like_kiths(label) else label)


def label_of(column: str) -> str:
    """The owner's name of a field, by its column."""
    label = " ".join(unquoted(column).split())
    return label.removesuffix(_OWN) if _is_like_kiths(label) else label


def _is_like_kiths(label: str) -> bool:
    while label.endswith(_OWN):
        label = label.removesuffix(_OWN)
    return plain(label) in _KITHS
