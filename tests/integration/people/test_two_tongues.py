"""What stands in SQL and in Python says the same in both."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from base.settings import Settings
from models.database import Database
from services.mime.address_syntax import shortest
from services.people.aggregation import HALF_LIFE


@pytest.mark.parametrize(
    "address",
    [
        "robin@marlow.example",
        "robin+news@marlow.example",
        "r.o.b.i.n+a+b@gmail.com",
        "r.obin@googlemail.com",
        "ro.bin@marlow.example",
        "+@marlow.example",
    ],
)
async def test_spellings_of_an_address(database: Settings, address: str) -> None:
    rooms = Database(database.database_url)
    async with rooms.directory() as session:
        found = await session.scalar(text("SELECT kith_shortest(:a)"), {"a": address})
    await rooms.close()
    assert found == shortest(address)


async def test_the_half_life_of_traffic(database: Settings) -> None:
    rooms, now = Database(database.database_url), datetime(2026, 1, 1, tzinfo=UTC)
    async with rooms.directory() as session:
        found = await session.scalar(
            text("SELECT kith_decayed(1::float8, :then, :now)"), {"then": now - HALF_LIFE, "now": now}
        )
    await rooms.close()
    assert found == pytest.approx(0.5)
