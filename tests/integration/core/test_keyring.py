"""Key rings in a real database: made once, wrapped, and lost with their user or their KEK."""

import asyncio
import contextlib
import multiprocessing
from collections.abc import AsyncIterator
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import tink
from pydantic import SecretStr
from sqlalchemy import text
from tink import proto_keyset_format, secret_key_access

from base.errors import NotFound
from base.ids import new_id
from base.settings import Settings
from integrations import kms
from integrations.payload_keys import PayloadKeys
from models.database import Database
from models.queries.accounts.users import UserQueries
from models.queries.core.keysets import KeysetQueries
from services.core.keyring import CannotDecrypt, Keyring
from tests.commands import PATIENCE


class Undone(Exception):
    """A transaction that comes to nothing."""


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


def take_first_keys(url: str, rounds: list[tuple[str, UUID]], together: Barrier, answers: SimpleQueue[Any]) -> None:
    """In a process of its own: at the same moment as another, the first keys of a deployment and of a user."""

    async def take() -> None:
        database = Database(SecretStr(url))
        async with database.directory() as session:
            await session.execute(text("SELECT 1"))  # connected: the other is not waited for later
        for kek, user_id in rounds:
            together.wait(60)
            payloads = PayloadKeys.load(kek)
            keys = await Keyring(database, kms.load(kek), kek).user_keys(user_id)
            answers.put((*payloads.encrypt(b"payload", b""), keys.encrypt("notes", "text", 1, b"secret")))
        await database.close()

    asyncio.run(take())


async def test_two_processes_that_need_the_first_keys_at_the_same_moment_use_the_same(
    tenants: Database, database: Settings, tmp_path: Path
) -> None:
    assert database.database_url is not None
    rounds = [((tmp_path / str(number) / "kek.json").as_uri(), await a_user(tenants)) for number in range(8)]
    spawn = multiprocessing.get_context("spawn")
    together, answers = spawn.Barrier(2), [spawn.SimpleQueue(), spawn.SimpleQueue()]
    given = database.database_url.get_secret_value(), rounds, together
    processes = [spawn.Process(target=take_first_keys, args=(*given, queue), daemon=True) for queue in answers]
    for process in processes:
        process.start()
    for process in processes:
        await asyncio.to_thread(process.join, PATIENCE)
        assert process.exitcode == 0
    for kek, user_id in rounds:
        payloads = PayloadKeys.load(kek)
        keys = await Keyring(tenants, kms.load(kek), kek).user_keys(user_id)
        taken = [queue.get() for queue in answers]
        assert len({key_id for key_id, _, _ in taken}) == 1
        for key_id, payload, sealed in taken:
            assert payloads.decrypt(key_id, payload, b"") == b"payload"
            assert keys.decrypt("notes", "text", 1, sealed) == b"secret"


@pytest.mark.parametrize("kept", [True, False])
async def test_keys_wait_for_those_of_a_transaction_that_is_not_committed(tenants: Database, kept: bool) -> None:
    """And are those, if it is; else the keys of the one that waited."""
    user_id = await a_user(tenants)

    async def make_others() -> tuple[bytes, bytes]:
        async with tenants.tenant(user_id) as session:
            queries = KeysetQueries(session, user_id)
            assert await queries.get() is None
            return await queries.add(b"second", b"second", "kek")

    with contextlib.nullcontext() if kept else pytest.raises(Undone):
        async with tenants.tenant(user_id) as session:
            await KeysetQueries(session, user_id).add(b"first", b"first", "kek")
            waiting = asyncio.create_task(make_others())
            async with asyncio.timeout(20):
                while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                    await asyncio.sleep(0.01)
            if not kept:
                raise Undone
    winner = b"first" if kept else b"second"
    assert await waiting == (winner, winner)
    async with tenants.tenant(user_id) as session:
        assert await KeysetQueries(session, user_id).get() == (winner, winner)


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
