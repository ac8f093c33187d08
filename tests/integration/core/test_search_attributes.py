"""Operators find a mailbox's jobs in Temporal by ids and kinds, and read in them what is done; never for whom."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from base.errors import InvalidSettings
from base.settings import Settings
from models.contracts.core.search_attributes import SEARCH_ATTRIBUTES
from services.core.search_attributes import ensure_search_attributes
from tests.integration.sending.writer import Writer, writer
from tests.stack import TemporalNamespace

_IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z-]+|\d")


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as ready:
        yield ready


async def test_a_mailboxs_jobs_are_found_by_its_id(robin: Writer) -> None:
    await robin.done(await robin.send())
    await robin.kith.idle(robin.browser, robin.mailbox_id)
    client = robin.kith.services.core.client
    found = [job async for job in client.list_workflows(f"KithMailbox = '{robin.mailbox_id}'")]
    kinds = {job.typed_search_attributes[key] for job in found for key in _keys(job, "KithKind")}
    assert {"backfill", "contacts", "mailbox", "send"} <= kinds
    everything = [job async for job in client.list_workflows()]
    assert {job.id for job in everything if robin.mailbox_id in job.id} <= {job.id for job in found}
    for job in everything:
        values = [str(pair.value) for pair in job.typed_search_attributes if pair.key.name in SEARCH_ATTRIBUTES]
        assert values
        assert [value for value in values if not _IDS.fullmatch(value)] == []
    sends = [job async for job in client.list_workflows("KithKind = 'send'")]
    assert await sends[0].memo() == {"lane": "person"}
    assert await _summaries(client, sends[0].id) == ["Take one mail of the outbox to Gmail, once."]


def _keys(job: Any, name: str) -> list[Any]:
    return [pair.key for pair in job.typed_search_attributes if pair.key.name == name]


async def _summaries(client: Client, workflow_id: str) -> list[str]:
    history = await client.get_workflow_handle(workflow_id).fetch_history()
    return [
        (await client.data_converter.decode([event.user_metadata.summary], [str]))[0]
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]


async def test_they_are_added_once(temporal: TemporalNamespace) -> None:
    await ensure_search_attributes(temporal.client)
    await ensure_search_attributes(temporal.client)
    assert await temporal.client.count_workflows("KithMailbox = 'none'")


class Forbidding:
    """The operator's service of a Temporal that lets nobody in."""

    async def add_search_attributes(self, request: Any) -> None:
        raise RPCError("no", RPCStatusCode.PERMISSION_DENIED, b"")

    list_search_attributes = add_search_attributes


async def test_where_kith_may_not_add_them_the_error_says_what_to_run(
    temporal: TemporalNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = await Client.connect(temporal.address, namespace="default")
    monkeypatch.setattr(Client, "operator_service", property(lambda self: Forbidding()))
    await ensure_search_attributes(temporal.client)  # somebody has added them: nothing to say
    with pytest.raises(InvalidSettings, match="temporal operator search-attribute create --namespace default --name"):
        await ensure_search_attributes(bare)
