"""A seed of the fault campaign, another one each time; `make faults` runs many."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.campaign.plan import draw
from tests.faults.campaign.preparation import run
from tests.stack import Stack


@pytest.fixture(scope="module")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Servers of its own: they are killed."""
    stack = Stack(tmp_path_factory.mktemp("servers"), durable=True)
    yield stack
    await stack.stop()


async def test_a_copy_is_exact_whatever_goes_wrong(servers: Stack, tmp_path: Path) -> None:
    """Burdens, which take a minute more, are tested on their own: test_killers, test_many_waiting, `make faults`."""
    seed = random.SystemRandom().randrange(1_000, 10**9)
    await run(servers, replace(draw(seed), burden=None), tmp_path)


def test_a_seed_always_draws_the_same_plan() -> None:
    assert draw(7) == draw(7)
    assert draw(7) != draw(8)
