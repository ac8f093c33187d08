"""Invitations: links that the owner makes, each for one person."""

from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Conflict, NotFound
from base.ids import new_id, new_secret
from models.contracts.accounts.invitations import Invitation
from models.contracts.accounts.principals import Principal
from models.database import Database
from models.queries.accounts.invitations import DirectoryInvitationQueries, InvitationQueries
from services.accounts.sign_up import InvitationSpent
from services.core.keyring import Keyring

LIFE = timedelta(hours=48)
MOST = 100  # links of one person that count at the same time
_SHOWN = 200


class Invitations:
    """What a link carries is shown once and kept as a keyed hash."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def make(self, principal: Principal, note: str) -> tuple[Invitation, str]:
        """(a new invitation, the secret of its link). Raises Conflict where too many are open."""
        secret = new_secret()
        async with self._database.tenant(principal.tenant_id) as session:
            queries = InvitationQueries(session, principal.tenant_id)
            if await queries.open() >= MOST:
                raise Conflict(f"There are {MOST} open invitations. Take back those that nobody needs.")
            return await queries.add(new_id(), note.strip(), self.hash(secret), now() + LIFE), secret

    async def all(self, principal: Principal) -> list[Invitation]:
        """The newest first."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await InvitationQueries(session, principal.tenant_id).all(_SHOWN)

    async def take_back(self, principal: Principal, invitation_id: UUID) -> None:
        """Its link no longer counts; who has used it stays. Raises NotFound."""
        async with self._database.tenant(principal.tenant_id) as session:
            if not await InvitationQueries(session, principal.tenant_id).remove(invitation_id):
                raise NotFound("There is no such invitation.")

    async def expect(self, secret: str) -> None:
        """Raises InvitationSpent where nobody could sign up with this secret."""
        async with self._database.directory() as session:
            if not await DirectoryInvitationQueries(session).counts(self.hash(secret)):
                raise InvitationSpent

    def hash(self, secret: str) -> bytes:
        """By which the directory knows it."""
        return self._keyring.directory_hash("invitation", secret)
