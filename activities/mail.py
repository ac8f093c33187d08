"""Activities on the mailbox itself."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.mail.mailboxes import StatusInput

if TYPE_CHECKING:
    from services.mail.mailbox_status import MailboxStatusBoard


class MailboxActivities:
    """What every workflow about a mailbox may have to record."""

    def __init__(self, board: "MailboxStatusBoard") -> None:
        self._board = board

    @activity.defn(name="mailboxes.set_status")
    async def set_status(self, request: StatusInput) -> None:
        """Write the status and its reason where the owner sees them."""
        await self._board.set(request)
