"""A mail as a tree of parts, whichever way it came: from Gmail's payload or from raw bytes."""

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Part:
    """One MIME part. `data` is the decoded body, None where only its `size` (bytes) is known."""

    part_id: str  # "" for the root, then "0", "0.1", ... as Gmail numbers them
    mime_type: str
    filename: str
    headers: list[tuple[str, str]]  # as received, in order
    data: bytes | None = None
    size: int = 0
    attachment_id: str | None = None
    parts: list["Part"] = field(default_factory=list)
    converted: bool = False  # Gmail has made UTF-8 of a text, whatever its headers still say

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return self._first.get(name.lower(), "")

    @cached_property
    def _first(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.headers)}
