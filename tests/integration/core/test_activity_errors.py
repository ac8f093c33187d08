"""What an activity's failure leaves in Temporal and in the log: what a person can act on, and no data."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from temporalio import activity
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.worker import Worker

from activities.core.errors import TranslateErrors
from base.errors import Invalid, Unavailable
from base.settings import Settings
from models.contracts.imports import ImportInput
from models.contracts.mail.mailboxes import MailboxRef, StatusInput
from models.database import Database
from tests.stack import TemporalNamespace
from workers.sandbox import runner
from workflows.core.options import Queue
from workflows.imports import ImportWorkflow

SECRET = "ida@northwind.example"
Break = Callable[[Database], Awaitable[None]]


async def _a_row_that_the_database_refuses(database: Database) -> None:
    user_id = uuid4()
    async with database.tenant(user_id) as session:
        statement = "INSERT INTO companies (user_id, id, domain, name) VALUES (:user_id, :id, :domain, NULL)"
        await session.execute(text(statement), {"user_id": user_id, "id": uuid4(), "domain": SECRET})


async def _a_value_that_nobody_expected(database: Database) -> None:
    raise ValueError(f"{SECRET} has no domain")


async def _a_wait_for_something_with_a_cause(database: Database) -> None:
    try:
        await _a_value_that_nobody_expected(database)
    except ValueError as error:
        raise Unavailable("Gmail does not answer.") from error


async def _several_at_once(database: Database) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_a_value_that_nobody_expected(database))


async def _a_file_that_cannot_be_read(database: Database) -> None:
    raise Invalid("This file is not an mbox.")


class Broken:
    """An import that breaks as the test says, and what its mailbox is told."""

    def __init__(self, database: Database, breaks: Break) -> None:
        self._database = database
        self._breaks = breaks
        self.reasons: list[str | None] = []

    @activity.defn(name="mail.import_mbox")
    async def import_mbox(self, request: ImportInput) -> None:
        """Always fails."""
        await self._breaks(self._database)

    @activity.defn(name="mailboxes.set_status")
    async def set_status(self, request: StatusInput) -> None:
        """What the owner reads."""
        self.reasons.append(request.reason)


@contextlib.asynccontextmanager
async def importing(
    client: Client, settings: Settings, breaks: Break
) -> AsyncIterator[tuple[Broken, WorkflowHandle[Any, Any]]]:
    """A workflow that runs, with the worker's interceptor."""
    database = Database(settings.database_url)
    broken = Broken(database, breaks)
    doing: list[Callable[..., Any]] = [broken.import_mbox, broken.set_status]
    request = ImportInput(mailbox=MailboxRef(user_id=UUID(int=1), mailbox_id=UUID(int=2)), import_id=UUID(int=3))
    async with contextlib.AsyncExitStack() as workers:
        await workers.enter_async_context(
            Worker(client, task_queue=Queue.WORKFLOWS, workflows=[ImportWorkflow], workflow_runner=runner())
        )
        for queue in (Queue.LIVE, Queue.BULK):
            await workers.enter_async_context(
                Worker(client, task_queue=queue, activities=doing, interceptors=[TranslateErrors()])
            )
        yield (
            broken,
            await client.start_workflow(ImportWorkflow.run, request, id="import", task_queue=Queue.WORKFLOWS),
        )
    await database.close()


@pytest.mark.parametrize(
    ("breaks", "kind"),
    [
        (_a_row_that_the_database_refuses, "IntegrityError"),
        (_a_value_that_nobody_expected, "ValueError"),
        (_a_wait_for_something_with_a_cause, "Unavailable"),
        (_several_at_once, "ExceptionGroup"),
    ],
)
async def test_an_unknown_error_keeps_its_class_and_loses_its_text(
    temporal: TemporalNamespace,
    database: Settings,
    breaks: Break,
    kind: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with importing(temporal.client, database, breaks) as (_, handle), asyncio.timeout(30):
        while True:
            described = (await handle.describe()).raw_description
            if any(pending.HasField("last_failure") for pending in described.pending_activities):
                break
            await asyncio.sleep(0.05)
        (pending,) = described.pending_activities
        shown = pending.last_failure
        assert shown.application_failure_info.type == kind
        assert shown.message in {"Gmail does not answer.", f"Kith has a fault ({kind}). The worker's log says where."}
        assert not shown.HasField("cause")
        for word in (SECRET.encode(), b"INSERT"):
            assert word not in described.SerializeToString()
        await handle.terminate()
    told = caplog.text
    assert SECRET not in told
    assert "INSERT" not in told
    if kind != "Unavailable":
        assert "activity.broken" in told
        assert "test_activity_errors.py" in told


async def test_what_a_person_can_act_on_reaches_them(temporal: TemporalNamespace, database: Settings) -> None:
    async with importing(temporal.client, database, _a_file_that_cannot_be_read) as (broken, handle):
        with pytest.raises(WorkflowFailureError):
            await handle.result()
    assert broken.reasons == ["This file is not an mbox."]
