"""When to ask a source again: by what it told, how fast that grows old, and the vendor's terms."""

from collections.abc import Collection
from datetime import datetime, timedelta

from models.contracts.people.fact_selection import half_life

_SHARE = 4  # after a quarter of its half-life a sixth of what was told is wrong (1 - 2^(-1/4))
_LONGEST = timedelta(days=365)
_NOTHING = timedelta(days=90)  # who is not known today may be next quarter
_AHEAD = 10  # what may be kept for so long is refreshed a tenth of that before, so that it does not vanish meanwhile


def keep_until(told_at: datetime, keep: timedelta | None) -> datetime | None:
    """When a vendor's facts have to be refreshed or gone, by its terms (`Terms.keep`); None: never."""
    return None if keep is None else told_at + keep


def refresh_after(field: str) -> timedelta:
    """How long a fact of a field is left alone."""
    return min(half_life(field) / _SHARE, _LONGEST)


def ask_again_at(
    asked_at: datetime,
    told: Collection[str],
    settled: Collection[str],
    keep: timedelta | None = None,
    again_in: timedelta | None = None,
) -> datetime | None:
    """When the same source is worth asking about the same person again; None: never.

    `told` are the fields that it gave, none: it knew nothing. `settled` are those that the owner typed, emptied or
    locked: what it says of them changes nothing. `keep` are its terms, `again_in` its own word that it is gathering.
    """
    if again_in is not None:
        return asked_at + again_in
    if not told:
        return asked_at + _NOTHING
    waits = [refresh_after(field) for field in told if field not in settled]
    if not waits:
        return None
    if keep is not None:
        waits.append(keep - keep / _AHEAD)
    return asked_at + min(waits)
