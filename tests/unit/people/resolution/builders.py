"""Identities in one line."""

from datetime import UTC, datetime

from bench.resolution_mail import id_of
from services.people.resolution.identity import Identity


def identity(address: str, *names: str, years: tuple[int, int] | None = None, **known: str) -> Identity:
    """`known` may have phone, title, company, and role."""
    first, last = (datetime(year, 6, 1, tzinfo=UTC) for year in years) if years else (None, None)
    phones, titles, companies = (
        frozenset([known[one]] if one in known else []) for one in ("phone", "title", "company")
    )
    shown = tuple((name, 3) for name in names)
    return Identity(id_of(address), address, shown, phones, titles, companies, first, last, 9, "role" in known)
