"""Key rings in a real database: made once, wrapped, and lost with their user or their KEK."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import tink
from tink import proto_keyset_format, secret_key_access

from base.errors import NotFound
from base.ids import new_id
from base.settings import Settings
from integrations import kms
from models.database import Database
from models.queries.accounts.users import UserQueries
from services.core.keyring import CannotDecrypt, Keyring


@pytest.fixture
async def tenants(database: Settings) -> AsyncIterator[Database]:
    db = Database(database.database_url)
    yield db
    await db.close()


async def a_user(tenants: Database) -> UUID:
    user_id = new_id()
    async with tenants.tenant(user_id) as session:
        await UserQueries(session, user_id).save(f"{user_id}@example.org", "Somebody", None)
    return user_id


def keyring(tenants: Database, kek: Path) -> Keyring:
    return Keyring(tenants, kms.load(kek.as_uri()), kek.as_uri())


async def test_keys_are_made_once_even_by_processes_that_start_together(tenants: Database, tmp_path: Path) -> None:
    user_id = await a_user(tenants)
    rings = [keyring(tenants, tmp_path / "kek.json") for _ in range(6)]
    keys = await asyncio.gather(*(ring.user_keys(user_id) for ring in rings))

    sealed = keys[0].encrypt("notes", "text", 1, b"secret")

    assert [key.decrypt("notes", "text", 1, sealed) for key in keys] == [b"secret"] * 6
    assert len({key.word("hello") for key in keys}) == 1
    assert await rings[0].user_keys(user_id) is keys[0]


async def test_what_is_stored_is_wrapped(tenants: Database, database: Settings, tmp_path: Path) -> None:
    user_id = await a_user(tenants)
    await keyring(tenants, tmp_path / "kek.json").user_keys(user_id)
    assert database.database_owner_url is not None

    with psycopg.connect(database.database_owner_url.get_secret_value()) as owner:
        rows = owner.execute("SELECT user_id, aead, prf, kek_uri FROM keysets").fetchall()

    assert [(row[0], row[3]) for row in rows] == [(user_id, (tmp_path / "kek.json").as_uri())]
    for stored in rows[0][1:3]:
        with pytest.raises(tink.TinkError):
            proto_keyset_format.parse(stored, secret_key_access.TOKEN)


async def test_another_kek_opens_nothing(tenants: Database, tmp_path: Path) -> None:
    user_id = await a_user(tenants)
    await keyring(tenants, tmp_path / "kek.json").user_keys(user_id)

    with pytest.raises(CannotDecrypt, match="KITH_KEK_URI"):
        await keyring(tenants, tmp_path / "other.json").user_keys(user_id)


async def test_a_keyset_moved_to_another_user_opens_nothing(
    tenants: Database, database: Settings, tmp_path: Path
) -> None:
    mine, theirs = await a_user(tenants), await a_user(tenants)
    for user_id in (mine, theirs):
        await keyring(tenants, tmp_path / "kek.json").user_keys(user_id)
    assert database.database_owner_url is not None
    with psycopg.connect(database.database_owner_url.get_secret_value()) as owner:
        owner.execute(
            "UPDATE keysets SET aead = (SELECT aead FROM keysets WHERE user_id = %s) WHERE user_id = %s", (theirs, mine)
        )

    with pytest.raises(CannotDecrypt):
        await keyring(tenants, tmp_path / "kek.json").user_keys(mine)


async def test_there_are_no_keys_for_nobody(tenants: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await keyring(tenants, tmp_path / "kek.json").user_keys(new_id())
