"""Activities that work through the mailboxes of all users, page by page."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.gmail.watches import PageInput, PageResult

if TYPE_CHECKING:
    from services.gmail.polling import SafetyPoll
    from services.gmail.watches import Watches


class WatchActivities:
    """What WatchRenewalWorkflow and SafetyPollWorkflow do."""

    def __init__(self, watches: "Watches", safety_poll: "SafetyPoll") -> None:
        self._watches = watches
        self._safety_poll = safety_poll

    @activity.defn(name="watching.renew")
    async def renew(self, request: PageInput) -> PageResult:
        """Renew the watches of a page of mailboxes."""
        return await self._watches.renew(request)

    @activity.defn(name="watching.poll")
    async def poll(self, request: PageInput) -> PageResult:
        """Ask a page of mailboxes whether anything has changed."""
        return await self._safety_poll.poll(request)
