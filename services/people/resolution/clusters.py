"""From pairs to people: who is joined, so that nobody is whom a third may not join."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from services.people.resolution.identity import Id, Outcome, Verdict

_MARGIN = 4.0  # bits by which one of two that are held apart must be likelier to be joined without being asked
_MOST_MEMBERS = 30  # identities of one person; every pair of them is looked at
Pair = tuple[Id, Id]


class Clusters:
    """People as sets of identities. `apart(one, other)` tells whether two may never be in one."""

    def __init__(self, people: Iterable[Sequence[Id]], apart: Callable[[Id, Id], bool]) -> None:
        self._of: dict[Id, list[Id]] = {}
        self._apart = apart
        for members in people:
            joined = list(members)
            self._of.update(dict.fromkeys(joined, joined))

    def members(self, identity: Id) -> list[Id]:
        """All identities of its person."""
        return self._of.get(identity, [identity])

    def join(self, one: Id, other: Id) -> bool:
        """Make both one person's, unless any of them may not be."""
        ours, theirs = self.members(one), self.members(other)
        if ours is theirs:
            return True
        if len(ours) + len(theirs) > _MOST_MEMBERS or any(self._apart(a, b) for a in ours for b in theirs):
            return False
        joined = [*ours, *theirs]
        self._of.update(dict.fromkeys(joined, joined))
        return True

    def people(self) -> list[tuple[Id, ...]]:
        """Those with several identities."""
        seen = {id(members): members for members in self._of.values()}
        return [tuple(members) for members in seen.values() if len(members) > 1]


def join_all(clusters: Clusters, verdicts: Iterable[Verdict], apart: Callable[[Id, Id], bool]) -> list[Verdict]:
    """Join the pairs that are to be merged, the surest first. Returns those that had to be left: suggestions."""
    strong = sorted((one for one in verdicts if one.outcome is Outcome.MERGE), key=lambda one: -one.bits)
    near: dict[Id, list[tuple[Id, float]]] = defaultdict(list)
    for verdict in strong:
        near[verdict.first].append((verdict.second, verdict.bits))
        near[verdict.second].append((verdict.first, verdict.bits))

    def are_two(one: Id, other: Id) -> bool:
        """Held apart, unless somebody has said that they are one."""
        return clusters.members(one) is not clusters.members(other) and apart(one, other)

    left = []
    for verdict in strong:
        one, other = verdict.first, verdict.second
        if (
            _is_torn(near[one], other, verdict.bits, are_two)
            or _is_torn(near[other], one, verdict.bits, are_two)
            or not clusters.join(one, other)
        ):
            left.append(verdict)
    return left


def _is_torn(near: list[tuple[Id, float]], chosen: Id, bits: float, apart: Callable[[Id, Id], bool]) -> bool:
    """Is there another, about as likely, that is not the chosen one's? "Michael Schneider" at home, and two at work."""
    return any(one != chosen and other_bits > bits - _MARGIN and apart(one, chosen) for one, other_bits in near)
