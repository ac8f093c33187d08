"""What every subject stands on: servers, keys, storage, jobs."""

import os
from dataclasses import dataclass

import httpx
from redis.asyncio import Redis
from temporalio.client import Client

from base.settings import Settings, expected
from base.tls import tls
from integrations import kms, redis_client
from integrations.storage import open_store
from models.database import Database, Pool
from services.core.event_hub import EventHub
from services.core.event_streams import EventStreams
from services.core.idempotency import Idempotency
from services.core.isolation.failures import Bounds
from services.core.isolation.pool import Isolation
from services.core.jobs import Jobs, JobStarter
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.core.outbox import OutboxMachine
from services.core.outbox_relay import OutboxRelay
from services.core.outbox_requests import OutboxRequests
from services.core.payload_reading import PayloadReader
from services.core.relay import Relay

MOST_PARSERS = 4  # where nobody says how many: each takes some 100 MB


@dataclass(frozen=True)
class CoreServices:
    """Connections, and what belongs to no subject."""

    settings: Settings
    database: Database
    redis: Redis
    http: httpx.AsyncClient
    client: Client
    starter: JobStarter
    keyring: Keyring
    objects: Objects
    isolation: Isolation
    event_streams: EventStreams
    event_hub: EventHub
    relay: Relay
    idempotency: Idempotency
    jobs: Jobs
    outbox: OutboxMachine
    outbox_requests: OutboxRequests
    outbox_relay: OutboxRelay
    payload_reader: PayloadReader

    @classmethod
    def build(cls, settings: Settings, client: Client, starter: JobStarter, pool: Pool) -> "CoreServices":
        """Connects at the first use. Raises InvalidSettings."""
        parsers = settings.parsers or min(os.cpu_count() or 1, MOST_PARSERS)
        database = Database(settings.database_url, pool)
        redis = redis_client.connect(expected(settings.redis_url, "KITH_REDIS_URL").get_secret_value())
        streams = EventStreams(redis)
        keyring = Keyring(database, kms.load(settings.kek), settings.kek)
        return cls(
            settings=settings,
            database=database,
            redis=redis,
            http=httpx.AsyncClient(timeout=20, verify=tls()),
            client=client,
            starter=starter,
            keyring=keyring,
            objects=Objects(open_store(settings.storage)),
            isolation=Isolation(parsers, Bounds(int(settings.parser_memory), settings.parser_seconds)),
            event_streams=streams,
            event_hub=EventHub(redis, streams),
            relay=Relay(database, [streams]),
            idempotency=Idempotency(database, keyring),
            jobs=Jobs(client, settings.temporal_ui_url),
            outbox=OutboxMachine(database),
            outbox_requests=OutboxRequests(database, starter),
            outbox_relay=OutboxRelay(database, starter),
            payload_reader=PayloadReader(client),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.isolation.close()
        await self.http.aclose()
        await self.redis.aclose()
        await self.database.close()
