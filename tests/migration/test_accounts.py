"""Deployments that were in use before anybody owned them."""

import asyncio

import pytest

from base.ids import new_id
from base.settings import Settings
from models.migrations.run import upgrade
from tests.integration.tenants import as_owner

_USER = """
    INSERT INTO users (id, email, name, created_at)
    VALUES (%(id)s, %(email)s, 'X', now() - make_interval(days => %(age)s))
"""
_SIGNED_IN = "INSERT INTO directory_users (identity_hash, kind, user_id) VALUES (%(email)s, 'google', %(id)s)"
_SESSION = """
    INSERT INTO directory_sessions (token_hash, user_id, expires_at) VALUES ('x', %(id)s, now() + interval '3 days')
"""


@pytest.fixture
async def before(empty: Settings) -> Settings:
    """A database as the version before had it."""
    await asyncio.to_thread(upgrade, empty, "0009")
    return empty


async def owner_after(settings: Settings, *people: tuple[str, int, bool]) -> list[str | None]:
    """Addresses of the owner after the upgrade. `people` are (address, days since they came, have they signed in)."""
    async with await as_owner(settings) as owner:
        for email, age, signed_in in people:
            values = {"id": new_id(), "email": email, "age": age}
            await owner.execute(_USER, values)
            if signed_in:
                await owner.execute(_SIGNED_IN, values)
        if people:
            await owner.execute(_SESSION, values)
        await asyncio.to_thread(upgrade, settings)
        found = await owner.execute(
            "SELECT u.email FROM directory_deployment d LEFT JOIN users u ON u.id = d.owner_id ORDER BY 1"
        )
        sessions = await owner.execute("SELECT count(*) FROM directory_sessions WHERE seen_at > now() - interval '1 h'")
        assert await sessions.fetchone() == (1 if people else 0,), "nobody is signed out by an upgrade"
        return [row[0] for row in await found.fetchall()]


async def test_the_oldest_who_has_signed_in_owns_it(before: Settings) -> None:
    people = ("imported@x.example", 30, False), ("first@x.example", 20, True), ("second@x.example", 10, True)
    assert await owner_after(before, *people) == ["first@x.example"]


async def test_where_nobody_has_signed_in_the_first_who_does_will_own_it(before: Settings) -> None:
    assert await owner_after(before, ("imported@x.example", 30, False)) == []


async def test_an_empty_one_is_nobodys(before: Settings) -> None:
    assert await owner_after(before) == []
