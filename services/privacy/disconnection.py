"""Taking a mailbox out of Kith: it stops at once; what takes longer is a job."""

from uuid import UUID

from base.errors import NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.accounts.users import DirectoryQueries
from models.queries.core.effects import EffectQueries
from models.queries.privacy.leaving import LeavingQueries
from services.core.outbox_requests import OutboxRequests
from services.mail.mailbox_status import MailboxStatusBoard

# Why a mail in the outbox of a disconnected mailbox does not go out.
DISCONNECTED = "The mailbox was disconnected before this went out."
UNSURE = "The mailbox was disconnected while this was on its way. Retry looks first whether Gmail has it."


class Disconnection:
    """What an owner asks for; LeaveWorkflow does the rest."""

    def __init__(self, database: Database, requests: OutboxRequests, board: MailboxStatusBoard) -> None:
        self._database = database
        self._requests = requests
        self._board = board

    async def disconnect(self, principal: Principal, mailbox_id: UUID, *, erase: bool = False) -> str:
        """No sync, no send and no push from here on. Returns the id of the job that does the rest. Raises NotFound.

        The job gives the grant back, and erases the copy where `erase` is asked for. It is asked for in this
        transaction, so it comes, whatever dies after that.
        """
        user_id = principal.tenant_id
        mailbox = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        ref = EffectRef(user_id=user_id, kind=EffectKind.LEAVE, effect_id=new_id(), mailbox_id=mailbox_id)
        async with self._database.tenant(user_id) as session:
            if not await LeavingQueries(session, mailbox).begin(erase=erase):
                raise NotFound("There is no such mailbox.")
            effects = EffectQueries(session, user_id)
            await effects.fail_all(mailbox_id, DISCONNECTED, UNSURE)
            await self._requests.add(session, ref, None)
            await DirectoryQueries(session).remove_mailbox(mailbox_id)
            self._board.changed(session, mailbox)
        return await self._requests.start(ref)
