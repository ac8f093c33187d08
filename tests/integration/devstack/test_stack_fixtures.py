"""The fixtures themselves: what other tests rely on."""

import psycopg
import pytest
from psycopg import errors
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from base.settings import Settings
from tests.stack import Stack, TemporalNamespace


async def test_database_is_migrated_and_the_app_owns_nothing(database: Settings) -> None:
    assert database.database_url is not None
    async with await psycopg.AsyncConnection.connect(database.database_url.get_secret_value()) as app:
        row = await (await app.execute("SELECT current_user, count(*) FROM messages")).fetchone()
        assert row == ("kith_app", 0)
        with pytest.raises(errors.InsufficientPrivilege):
            await app.execute("CREATE TABLE mine (id int)")


async def test_each_test_has_a_database_of_its_own(stack: Stack) -> None:
    async with stack.database() as one, stack.database() as other:
        assert one.database_owner_url is not None
        assert one.database_owner_url != other.database_owner_url
        async with await psycopg.AsyncConnection.connect(one.database_owner_url.get_secret_value()) as owner:
            assert await (await owner.execute("SELECT '[1,2]'::vector")).fetchone() is not None


async def test_redis_is_empty_and_keeps_strangers_out(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as client:
        assert await client.dbsize() == 0
    address = redis_url.rpartition("@")[2]
    async with Redis.from_url(f"redis://{address}") as stranger:
        with pytest.raises(AuthenticationError):
            await stranger.ping()


async def test_temporal_takes_a_workflow_in_a_fresh_namespace(temporal: TemporalNamespace) -> None:
    handle = await temporal.client.start_workflow("Anything", id="one", task_queue="nobody-polls")
    assert (await handle.describe()).task_queue == "nobody-polls"
    assert [execution.id async for execution in temporal.client.list_workflows("WorkflowId='one'")] == ["one"]
