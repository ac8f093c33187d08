"""The plan of what to ask Gmail for: its price and its batches."""

import random
from collections import Counter

import pytest

from integrations.gmail.prices import Quota
from services.gmail.planner import (
    BATCH_PARTS,
    FIRST_MESSAGES,
    Fetch,
    LedgerEntry,
    Sizes,
    first_batch,
    plan,
)
from services.mail.storing import BATCH_BYTES, BATCH_MESSAGES


def mailbox(seed: int) -> list[LedgerEntry]:
    chance = random.Random(seed)
    threads = [f"t{n}" for n in range(chance.randint(1, 60))]
    return [LedgerEntry(f"m{n}", chance.choice(threads)) for n in range(chance.randint(0, 200))]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("price_list", ["2026", "legacy"])
def test_a_thread_with_k_messages_costs_the_lesser_of_both_prices(seed: int, price_list: str) -> None:
    prices = Quota.parse(price_list).prices
    message, thread = prices["messages.get"], prices["threads.get"]
    wanted = mailbox(seed)
    fetches = plan(wanted, message_units=message, thread_units=thread)
    sizes = Counter(one.thread_id for one in wanted)

    assert sum(fetch.units for fetch in fetches) == sum(min(message * k, thread) for k in sizes.values())
    assert Counter(source_id for fetch in fetches for source_id in fetch.source_ids) == Counter(
        one.source_id for one in wanted
    )
    assert all(fetch.whole or len(fetch.source_ids) == 1 for fetch in fetches)
    threads_in_order = list(dict.fromkeys(fetch.thread_id for fetch in fetches))
    assert threads_in_order == list(dict.fromkeys(one.thread_id for one in wanted))


def test_at_a_tie_the_thread_is_taken() -> None:
    two = plan([LedgerEntry("a", "t"), LedgerEntry("b", "t")], message_units=20, thread_units=40)

    assert two == [Fetch("t", ("a", "b"), True, 40)]


def test_a_thread_whose_root_is_not_known_is_fetched_whole() -> None:
    one = plan([LedgerEntry("a", "t", root_known=False)], message_units=20, thread_units=40)

    assert one == [Fetch("t", ("a",), True, 40)]


@pytest.mark.parametrize("seed", range(40))
def test_batches_are_bounded_and_lose_nothing(seed: int) -> None:
    chance = random.Random(seed)
    fetches = [
        Fetch(f"t{n}", tuple(f"m{n}.{k}" for k in range(chance.choice([1, 1, 2, 30, 150]))), True, 40)
        for n in range(chance.randint(0, 150))
    ]
    cut, rest = [], fetches
    while rest:
        cut.append(first_batch(rest, parts=100, units=10**9))
        rest = rest[len(cut[-1]) :]

    assert [fetch for batch in cut for fetch in batch] == fetches
    assert all(0 < len(batch) <= BATCH_PARTS for batch in cut)
    assert all(sum(len(fetch.source_ids) for fetch in batch) <= BATCH_MESSAGES for batch in cut)


def test_a_thread_that_is_larger_than_a_batch_is_a_batch_of_its_own() -> None:
    huge = Fetch("t", tuple(f"m{n}" for n in range(BATCH_MESSAGES + 1)), True, 40)
    small = Fetch("s", ("m",), False, 20)

    assert first_batch([small, huge, small], parts=40, units=1_000) == [small]
    assert first_batch([huge, small], parts=40, units=1_000) == [huge]


def test_a_batch_is_no_larger_than_the_parts_and_units_that_are_free() -> None:
    fetches = [Fetch(f"t{n}", (f"m{n}",), n % 2 == 0, 40 if n % 2 == 0 else 20) for n in range(100)]
    assert len(first_batch(fetches, parts=7, units=10_000)) == 7
    assert len(first_batch(fetches, parts=100, units=10_000)) == BATCH_PARTS
    assert sum(fetch.units for fetch in first_batch(fetches, parts=40, units=130)) == 120
    assert len(first_batch(fetches, parts=40, units=0)) == 1


def test_large_messages_make_small_batches() -> None:
    fetches = [Fetch(f"t{n}", (f"m{n}",), False, 20) for n in range(100)]
    sizes = Sizes()
    assert len(first_batch(fetches, parts=100, units=10**6, messages=sizes.messages)) == FIRST_MESSAGES
    sizes.learn([2_000] * 40)
    assert len(first_batch(fetches, parts=100, units=10**6, messages=sizes.messages)) == BATCH_PARTS
    sizes.learn([BATCH_BYTES // 2] * 2)
    assert len(first_batch(fetches, parts=100, units=10**6, messages=sizes.messages)) == 2
    sizes.learn([2 * BATCH_BYTES])
    assert len(first_batch(fetches, parts=100, units=10**6, messages=sizes.messages)) == 1
    sizes.learn([0, 0])
    assert sizes.messages == BATCH_MESSAGES
    sizes.learn([])
    assert sizes.messages == BATCH_MESSAGES
