"""Lists of words as they are written down in a module."""


def words(text: str) -> frozenset[str]:
    """Those between spaces and lines."""
    return frozenset(text.split())


def labels(text: str) -> frozenset[str]:
    """Those between "|"; each may be of several words."""
    return frozenset(" ".join(label.split()) for label in text.split("|"))


class Stems:
    """Beginnings and pieces of words, looked for within a text that is casefolded."""

    def __init__(self, *stems: str) -> None:
        self._plain = [stem for stem in stems if stem.isascii()]
        self._all = stems

    def within(self, text: str) -> bool:
        """Is one of them in it? A text without other letters than ASCII's has none with others."""
        return any(map(text.__contains__, self._plain if text.isascii() else self._all))

    def begins(self, text: str) -> bool:
        """Does it begin with one of them?"""
        return text.startswith(self._all)

    def ends(self, text: str) -> bool:
        """Does it end with one of them?"""
        return text.endswith(self._all)
