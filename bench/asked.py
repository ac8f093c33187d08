"""What the owner is told of those whom they are asked about, beside what is so: part of `python -m bench.people`."""

from collections.abc import Iterable, Mapping

from services.people.resolution.calibration import probability
from services.people.resolution.identity import Id
from services.people.resolution.resolve import Resolution
from services.people.suggestions import rivals_of

Shown = tuple[float, bool]  # the probability that is shown of two people, and whether they are one
_BANDS = [(0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.9), (0.9, 1.01)]


def shown(resolution: Resolution, owner: Mapping[Id, int]) -> list[Shown]:
    """Of each two people that are asked about, of their likeliest identities. `owner`: the number of whose each is."""
    persons = {one: members[0] for members in resolution.people for one in members}
    best: dict[tuple[Id, Id], tuple[float, bool]] = {}
    for verdict in resolution.suggestions:
        one, other = sorted(persons.get(it, it) for it in (verdict.first, verdict.second))
        found = verdict.bits, owner[verdict.first] == owner[verdict.second]
        best[one, other] = max(found, best.get((one, other), found))
    rivals = rivals_of([(*pair, bits) for pair, (bits, _) in best.items()])
    return [(probability(bits, rivals[pair]), is_one) for pair, (bits, is_one) in best.items()]


def table(pairs: Iterable[Shown]) -> list[str]:
    """Of pairs whose probability is in a band: how many there are, what is shown on average, and what is so."""
    pairs, lines = list(pairs), []
    for low, high in _BANDS:
        found = [one for one in pairs if low <= one[0] < high]
        if found:
            told, true = sum(it for it, _ in found) / len(found), sum(is_one for _, is_one in found)
            lines.append(f"{low:.1f} to {min(high, 1):.1f}: {len(found)} pairs, shown {told:.2f}, {true} are one")
    return lines
