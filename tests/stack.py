"""The real servers that tests run against: one of each for the whole session, started when a test first asks."""

import asyncio
import contextlib
import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from google.protobuf.duration_pb2 import Duration
from psycopg import sql
from pydantic import SecretStr
from redis.asyncio import Redis
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from base.settings import Settings
from devstack import temporal_binary
from devstack.home import Home
from devstack.part import Part, Running, start
from devstack.postgres import APP, OWNER, SUPERUSER, PostgresPart
from devstack.processes import Processes
from devstack.redis import RedisPart
from devstack.temporal import TemporalPart
from integrations.payload_keys import PayloadKeys
from integrations.payloads import data_converter
from models.migrations.run import upgrade
from services.core.search_attributes import ensure_search_attributes

TEMPLATE = "kith_template"
TEMPORAL_CLI = os.environ.get("KITH_TEMPORAL_CLI")  # read now: the tests themselves see none of these
# Tests do not outlive their machine, nor, unless they kill it, their server; nobody has a copy of it.
FAST = {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}
_COPY = (
    sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY FILE_COPY"),
    sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC"),
    sql.SQL("GRANT CONNECT ON DATABASE {name} TO {app}"),
)
FASTER = FAST | {"synchronous_commit": "off"}


@dataclass(frozen=True)
class TemporalNamespace:
    """A namespace of one test's own: no other test's workers poll its queues."""

    address: str
    namespace: str
    client: Client
    ui_url: str
    metrics_url: str


async def readable(settings: Settings) -> Client:
    """A client that reads what a Kith with these settings has written."""
    namespace = settings.temporal_namespace
    converter = data_converter(PayloadKeys.load(settings.kek), namespace)
    return await Client.connect(settings.temporal_address, namespace=namespace, data_converter=converter)


class Stack:
    """Starts each server once, and hands out databases, Redis numbers and namespaces."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        """`durable`: servers can be killed, and have lost nothing when they are started again."""
        self._home = Home(folder)
        self._durable = durable
        self._processes = Processes(self._home)
        self._parts: dict[str, tuple[Part, Running]] = {}
        self._lock = asyncio.Lock()
        self._numbers = itertools.count()
        self._postgres: PostgresPart | None = None
        self._redis: RedisPart | None = None
        self._temporal: TemporalPart | None = None

    async def postgres(self) -> PostgresPart:
        """The server, with a migrated template."""
        async with self._lock:
            if self._postgres is None:
                part = PostgresPart(self._home, **(FAST if self._durable else FASTER))
                await self.start(part)
                async with await self._admin(part) as admin:
                    await part.ensure_database(admin, TEMPLATE)
                await asyncio.to_thread(upgrade, self._settings(part, TEMPLATE))
                self._postgres = part
            return self._postgres

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Settings]:
        """A fresh, migrated database; dropped at the end. Settings name it for kith_app and kith_owner."""
        part = await self.postgres()
        async with self._dropped(part) as (name, settings):
            names = {"name": name, "owner": OWNER, "app": APP, "template": TEMPLATE}
            async with await self._admin(part) as admin:
                for statement in _COPY:  # without a log of it, to copy files is a third of the work
                    await admin.execute(statement.format(**{key: sql.Identifier(one) for key, one in names.items()}))
            yield settings

    @asynccontextmanager
    async def empty_database(self) -> AsyncIterator[Settings]:
        """The same without tables: as a superuser leaves it for the first migration."""
        part = await self.postgres()
        async with self._dropped(part) as (name, settings):
            async with await self._admin(part) as admin:
                await part.ensure_database(admin, name)
            yield settings

    @asynccontextmanager
    async def _dropped(self, part: PostgresPart) -> AsyncIterator[tuple[str, Settings]]:
        name = f"kith_{next(self._numbers)}"
        try:
            yield name, self._settings(part, name)
        finally:
            # Another connection than whoever made it: the server may have been killed and started anew meanwhile.
            async with await self._admin(part) as admin:
                await admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    async def redis_url(self) -> str:
        """An empty database of the server."""
        async with self._lock:
            if self._redis is None:
                part = RedisPart(self._home)
                await self.start(part)
                self._redis = part
        url = f"{self._redis.url.removesuffix('/0')}/{next(self._numbers) % 16}"
        async with Redis.from_url(url) as client:
            await client.flushdb()
        return url

    async def temporal(self) -> TemporalNamespace:
        """A fresh namespace of the server."""
        async with self._lock:
            if self._temporal is None:
                cli = await asyncio.to_thread(temporal_binary.find, Path(TEMPORAL_CLI) if TEMPORAL_CLI else None, print)
                part = TemporalPart(self._home, cli, port=0, ui_port=0, durable=self._durable)
                await self.start(part)
                self._temporal = part
        name = f"test-{next(self._numbers)}"
        address = self._temporal.address
        client = await Client.connect(address, namespace=name, data_converter=pydantic_data_converter)
        await client.workflow_service.register_namespace(
            RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=Duration(seconds=86400))
        )
        await ensure_search_attributes(client)
        metrics = f"http://127.0.0.1:{self._temporal.metrics_port}/metrics"
        return TemporalNamespace(address, name, client, self._temporal.ui_url, metrics)

    @asynccontextmanager
    async def settings(self, folder: Path, **changed: object) -> AsyncIterator[Settings]:
        """All that the product needs, fresh: a database, a Redis number, a namespace, and `folder` for its data."""
        async with self.database() as database:
            temporal = await self.temporal()
            yield database.model_copy(
                update={
                    "home": folder,
                    "redis_url": SecretStr(await self.redis_url()),
                    "temporal_address": temporal.address,
                    "temporal_namespace": temporal.namespace,
                    "temporal_ui_url": temporal.ui_url,
                    **changed,
                }
            )

    async def stop(self) -> None:
        """Stop what was started."""
        await self._processes.stop_all()

    async def start(self, part: Part) -> None:
        """Start a part more, such as the API, and wait until it answers."""
        self._parts[part.name] = part, await start(part, self._processes, self._home)

    async def kill(self, name: str) -> None:
        """End a part as `kill -9` does. Nothing for one that has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._parts[name][1].process.kill()
        await self._processes.stop(name)

    async def drain(self, name: str) -> None:
        """Ask a part to end, and wait for it, as an orchestrator does."""
        await self._processes.stop(name)

    def lives(self, name: str) -> bool:
        """Whether a part that was started still runs."""
        return self._parts[name][1].process.returncode is None

    def pids(self) -> dict[str, int]:
        """The process of each part that was started."""
        return {name: running.process.pid for name, (_, running) in self._parts.items()}

    async def restart(self, name: str) -> None:
        """Start a part again, on the same data and at the same address."""
        await self.start(self._parts[name][0])

    async def _admin(self, part: PostgresPart) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(part.url(SUPERUSER, "postgres"), autocommit=True)

    def _settings(self, part: PostgresPart, database: str) -> Settings:
        return Settings(
            home=self._home.path,
            database_url=SecretStr(part.url(APP, database)),
            database_owner_url=SecretStr(part.url(OWNER, database)),
            send_delay=0,  # who tests taking a mail back says how long there is time for it
        )
