"""Activities that find people in stored mail."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.jobs import DueStarted
from models.contracts.people.extraction import ExtractionInput, ExtractionResult

if TYPE_CHECKING:
    from services.people.extraction import ContactExtraction
    from services.people.meetings import Meetings


class ContactActivities:
    """What ContactExtractionWorkflow does."""

    def __init__(self, extraction: "ContactExtraction") -> None:
        self._extraction = extraction

    @activity.defn(name="contacts.extract")
    async def extract(self, request: ExtractionInput) -> ExtractionResult:
        """Look through stored mail for people, and follow a backfill to its end."""
        details = activity.info().heartbeat_details
        before = ExtractionResult(**details[0]) if details else None
        return await self._extraction.run(request, before)


class MeetingActivities:
    """What DueStartedWorkflow does."""

    def __init__(self, meetings: "Meetings") -> None:
        self._meetings = meetings

    @activity.defn(name="contacts.count_meetings")
    async def count_over(self) -> DueStarted:
        """Count meetings that are over by now, of a page of users."""
        return await self._meetings.count_over()
