"""Signing in: which user a Google account is, and whether it may become one."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import Unauthenticated
from base.ids import derived_id
from integrations.google.grants import Identity
from models.contracts.accounts.principals import Principal
from models.contracts.accounts.users import User
from models.database import Database
from models.queries.accounts.deployment import DeploymentQueries
from models.queries.accounts.invitations import DirectoryInvitationQueries
from models.queries.accounts.users import ADDRESS, GOOGLE, DirectoryQueries, UserQueries
from services.accounts.invitations import Invitations
from services.accounts.sign_up import SignUpRule
from services.core.keyring import Keyring


class SignIn:
    """Only keyed hashes of subjects and addresses are in the directory."""

    def __init__(
        self, database: Database, keyring: Keyring, invitations: Invitations, rule: SignUpRule, issuer: str
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._invitations = invitations
        self._rule = rule
        self._issuer = issuer

    async def user_of(self, identity: Identity, invitation: str | None = None) -> UUID:
        """The user with this Google account, known already or admitted now, and noted as Google describes them.

        Known is, who has signed in before with the same account, or whose address an import has named. An address may
        pass to another person, `sub` never does (OpenID Connect Core, 5.7): whoever signs in with another Google
        account than the address's user is somebody new. Whoever is new is admitted as the first of all, who then owns
        the deployment, as KITH_SIGN_UP says, or by the secret of an invitation, which is then used up.

        Raises NotInvited, OtherDomain or InvitationSpent; then nothing was written.
        """
        subject = self._keyring.directory_hash("subject", identity.subject)
        async with self._database.directory() as session:
            directory = DirectoryQueries(session)
            user_id = await directory.user_by_identity(subject)
            if user_id is None:
                user_id = await directory.user_by_identity(self._address(identity.email))
                if user_id is not None and await directory.has_google(user_id):
                    user_id = derived_id("user", "google", identity.subject)
        user_id = user_id or _first_id(identity.email)
        async with self._database.tenant(user_id) as session:
            is_new = await UserQueries(session, user_id).save(identity.email, identity.name, identity.picture_url)
            is_owner = await DeploymentQueries(session).claim(user_id, self._issuer)
            if is_new and not is_owner:
                await self._admit(session, identity, invitation)
            directory = DirectoryQueries(session)
            await directory.add_identity(self._address(identity.email), ADDRESS, user_id)
            await directory.add_identity(subject, GOOGLE, user_id)
        return user_id

    async def ensure_user(self, email: str) -> UUID:
        """The user with this address, created where there is none: the operator's word, who imports or names an owner.

        Whoever signs in with this address later is that user, without an invitation.
        """
        async with self._database.directory() as session:
            known = await DirectoryQueries(session).user_by_identity(self._address(email))
        if known is not None:
            return known
        user_id = _first_id(email)
        async with self._database.tenant(user_id) as session:
            await UserQueries(session, user_id).save(email.lower(), email.partition("@")[0], None)
            await DirectoryQueries(session).add_identity(self._address(email), ADDRESS, user_id)
        return user_id

    async def user(self, principal: Principal) -> User:
        """The person in whose data the principal acts. Raises Unauthenticated where they are gone."""
        async with self._database.tenant(principal.tenant_id) as session:
            user = await UserQueries(session, principal.tenant_id).get()
        if user is None:
            raise Unauthenticated
        return replace(user, is_owner=principal.is_owner)

    async def _admit(self, session: AsyncSession, identity: Identity, invitation: str | None) -> None:
        if self._rule.admits(identity):
            return
        if invitation is None:
            raise self._rule.refusal(invited=False)
        if not await DirectoryInvitationQueries(session).redeem(self._invitations.hash(invitation)):
            raise self._rule.refusal(invited=True)

    def _address(self, email: str) -> bytes:
        return self._keyring.directory_hash("email", email.lower())


def _first_id(email: str) -> UUID:
    """Two sign-ins at the same moment create the same user."""
    return derived_id("user", email.lower())
