"""BackfillWorkflow: the first copy of a mailbox, or a new listing after its history id has expired."""

import asyncio
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.mail import MailActivities
from models.contracts.jobs import Progress
from models.contracts.sync import (
    BackfillInput,
    BackfillResult,
    FetchInput,
    FetchResult,
    ListInput,
    ListResult,
)
from workflows.calls import call, record_failure
from workflows.options import LONG, SHORT, Lane

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
        await self._call(MailActivities.begin_backfill, self._request, SHORT)
        first: ListResult = await self._call(MailActivities.list_ids, self._list(max_pages=1), LONG)
        self._report("fetching the newest mail", done=0, total=first.listed)
        if not first.complete:
            await asyncio.gather(
                self._call(MailActivities.list_ids, self._list(max_pages=None), LONG),
                self._call(MailActivities.fetch, self._fetch(newest=NEWEST), LONG),
            )
        await self._fetch_all()
        # A listing that names a stored message no more is not believed: each is asked for by its id.
        if await self._call(MailActivities.question_absent, self._request, SHORT):
            await self._fetch_all()
        result: BackfillResult = await self._call(MailActivities.finish_backfill, self._request, SHORT)
        self._report("done", done=result.stored, total=result.listed)
        return result

    async def _fetch_all(self) -> None:
        while True:
            batch: FetchResult = await self._call(MailActivities.fetch, self._fetch(newest=None), LONG)
            self._report(
                "fetching the rest, newest first",
                done=self._progress.done + batch.stored,
                total=self._progress.done + batch.stored + batch.remaining,
            )
            if batch.remaining == 0:
                return

    def _list(self, max_pages: int | None) -> ListInput:
        return ListInput(backfill=self._request, max_pages=max_pages)

    def _fetch(self, newest: int | None) -> FetchInput:
        return FetchInput(backfill=self._request, newest=newest, limit=CHUNK)

    def _report(self, phase: str, *, done: int, total: int | None) -> None:
        self._progress = Progress(phase=phase, done=done, total=total)
        workflow.set_current_details(f"{phase}: {done} of {total}")

    async def _call(self, activity: Any, argument: Any, limits: Any) -> Any:
        return await call(activity, argument, limits, Lane.BACKFILL, self._request.mailbox.user_id)
