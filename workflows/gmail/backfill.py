"""BackfillWorkflow: the first copy of a mailbox, or a new listing after its history id has expired."""

import asyncio
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.gmail.copying import CopyingActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.gmail.copying import BackfillInput, BackfillResult, FetchInput, FetchResult, ListResult
from workflows.core.calls import call, record_failure
from workflows.core.options import LONG

NEWEST = 200  # messages that are shown before the list is complete
CHUNK = 5_000  # messages of one `mail.fetch`: about one history event per thousand


@workflow.defn
class BackfillWorkflow:
    """Lists every id, fetches the newest first, then all that the ledger still holds as listed."""

    @workflow.init
    def __init__(self, request: BackfillInput) -> None:
        self._request = request
        self._progress = Progress(phase="asking for the size of the mailbox")

    @workflow.query
    def progress(self) -> Progress:
        """How far the copy has come."""
        return self._progress

    @workflow.run
    async def run(self, request: BackfillInput) -> BackfillResult:
        """Returns the ledger's counts. Fails when the mailbox needs a person, and the mailbox says so."""
        try:
            return await self._copy()
        except ActivityError as error:
            await record_failure(request.mailbox, error)
            raise

    async def _copy(self) -> BackfillResult:
        first: ListResult = await self._call(CopyingActivities.begin_backfill, self._request, LONG)
        self._report("fetching the newest mail", done=0, total=first.listed)
        if not first.complete:
            await asyncio.gather(
                self._call(CopyingActivities.list_ids, self._request, LONG),
                self._call(CopyingActivities.fetch, self._fetch(newest=NEWEST), LONG),
            )
        while True:
            batch: FetchResult = await self._call(CopyingActivities.fetch, self._fetch(newest=None), LONG)
            if batch.totals is not None:
                self._report("done", done=batch.totals.stored, total=batch.totals.listed)
                return batch.totals
            done = self._progress.done + batch.stored
            self._report("fetching the rest, newest first", done=done, total=done + batch.remaining)

    def _fetch(self, newest: int | None) -> FetchInput:
        return FetchInput(backfill=self._request, newest=newest, limit=CHUNK)

    def _report(self, phase: str, *, done: int, total: int | None) -> None:
        self._progress = Progress(phase=phase, done=done, total=total)
        workflow.set_current_details(f"{phase}: {done} of {total}")

    async def _call(self, activity: Any, argument: Any, limits: Any) -> Any:
        return await call(activity, argument, limits, Lane.BACKFILL, self._request.mailbox.user_id)
