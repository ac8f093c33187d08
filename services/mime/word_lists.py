"""Lists of words as they are written down in a module."""


def words(text: str) -> frozenset[str]:
    """Those between spaces and lines."""
    return frozenset(text.split())


def labels(text: str) -> frozenset[str]:
    """Those between "|"; each may be of several words."""
    return frozenset(" ".join(label.split()) for label in text.split("|"))
