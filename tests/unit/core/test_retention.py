"""What is kept for a while: one kind of it that cannot be erased leaves the others no older."""

from dataclasses import dataclass

from services.core.retention import Retention


@dataclass
class Kept:
    """Counts how often it was looked at."""

    fails: bool = False
    looks: int = 0

    async def sweep(self) -> int:
        self.looks += 1
        if self.fails:
            raise ConnectionError
        return 1


async def test_one_that_fails_stops_no_other_and_is_looked_at_again() -> None:
    kept = [Kept(fails=True), Kept()]
    retention = Retention(kept)
    for _ in range(2):
        await retention.sweep()
    assert [one.looks for one in kept] == [2, 2]
