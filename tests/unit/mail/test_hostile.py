"""Mail that is made to keep a computer busy takes time in proportion to its length: `bench.hostile` runs many more."""

import time

import pytest

from tests.hostile import LONGEST, Case, Place, alone, case
from tests.hostile_reading import STAGES

SEED = 9
SECONDS = 0.5  # of computing, for one mail of up to 2 MB


def computed(one: Case) -> float:
    """Seconds of computing of the longest: reading with all that follows, or viewing."""
    spent: dict[str, float] = {}
    found: object = one
    for name, stage in STAGES.items():
        started = time.process_time()
        found = stage(one, found)
        spent[name] = time.process_time() - started
    return max(sum(spent.values()) - spent["shown"], spent["shown"])


def takes_long(one: Case, seconds: float = SECONDS) -> bool:
    """Each of three times: other tests run beside it."""
    return all(computed(one) > seconds for _ in range(3))


def test_a_case_is_the_same_for_its_seed_and_number() -> None:
    assert case(SEED, 7) == case(SEED, 7)
    assert case(SEED, 7) != case(SEED, 8)
    assert all(len(case(SEED, number).data) < 1.05 * LONGEST for number in range(20))


@pytest.mark.parametrize(
    ("token", "place"),
    [
        ("-- \n", Place.TEXT),
        ("|\n", Place.TEXT),
        ("\u0323\u0301", Place.TEXT),
        ("\ufdfa", Place.TEXT),
        ("From: x\n", Place.TEXT),
        ("&", Place.HTML),
        ("\xad", Place.HTML),
        ("<rb>", Place.HTML),
        ("<li><dd>", Place.HTML),
        ("<path><hr>", Place.HTML),
        ("<table>x<br>", Place.HTML),
        ("<select><option>x</option>", Place.HTML),
        ("<table><tr><td>", Place.HTML),
        ("=?utf-8?b?", Place.HEADER),
        ("; ", Place.NAME),
        ("C:\\", Place.PARAMETER),
        ("<img src=x>", Place.PARAMETER),
        ("<img \x0c" + 60_000 * "\x0c", Place.HTML),
        ("x:\n", Place.FOLDED),
        ("*\n", Place.NESTED),
        ("&x", Place.FILE),
    ],
)
def test_what_took_long_once_takes_no_time_now(token: str, place: Place) -> None:
    assert not takes_long(alone(token, place, 400_000))


def test_a_sample_of_all_kinds_takes_no_time() -> None:
    sample = [case(SEED, number, 100_000) for number in range(100)]

    assert [one.name for one in sample if takes_long(one, SECONDS / 2)] == []


def test_a_few_of_the_longest_take_little() -> None:
    assert [one.name for number in range(6) if takes_long(one := case(SEED, number))] == []
