"""What the owner is told of a pair that they are asked about: in how many of 100 such pairs both are one person.

A score takes its reasons for independent (Fellegi and Sunter), which they are not: who has a common name is compared
for that name only. So its odds are too high where it counts, among those that are neither joined nor left alone. What
is shown is a logistic function of the score (Platt 1999), fitted on all pairs that are asked about in the three
labelled sets of `bench.people_set`, with Platt's targets, as they are few: 19, of which 4 are one person's. What is
joined by itself is decided by the score. `python -m bench.people` prints the shown beside the true.
"""

from collections.abc import Collection

_SLOPE, _EVEN = 0.76, 8.6  # of the log2 of the odds; bits of the score at which the odds are even


def probability(bits: float, rivals: Collection[tuple[float, float]] = ()) -> float:
    """That two of whom is asked are one person, in [0, 1].

    `rivals`: others who may be the one of the two, each with the score of that, and the probability that they are the
    other one as well. Of those who are not, only one can be right.
    """
    odds = _odds(bits)
    return odds / (1 + odds + sum(_odds(other) * (1 - both) for other, both in rivals))


def _odds(bits: float) -> float:
    return float(2 ** (_SLOPE * (bits - _EVEN)))
