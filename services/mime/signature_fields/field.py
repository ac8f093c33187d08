"""What one place of a signature says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """`value` of a `kind`: name, title, company, phone, address, url, handle, email.

    A phone is E.164, with ";ext=12" (RFC 3966) where it has an extension; its digits where no country is known, "x12"
    where it is an extension only. A handle is "linkedin:jane-doe". An address has its lines joined by ", ".
    `line` (from 0) is where it begins, [start, end) its characters in the signature's text, `confidence` in (0, 1].
    `label` of a phone: work, mobile, fax, home, or "" where nothing says so.
    """

    kind: str
    value: str
    line: int
    start: int
    end: int
    confidence: float
    label: str = ""
