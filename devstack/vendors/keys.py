"""Keys and the plan behind them, the same for all vendors here: a key that begins with "demo-" is good."""


def good(key: str | None, scheme: str = "") -> bool:
    """Whether a header holds a key that the vendor knows."""
    return key is not None and key.startswith(f"{scheme}demo-")
