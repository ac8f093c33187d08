"""Whose deployment it is."""

from uuid import UUID

from sqlalchemy import ScalarSelect, delete, exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.directory import DirectoryDeployment

EVERY = ""  # issuer


def owner_under(issuer: str) -> ScalarSelect[UUID | None]:
    """The owner's id, as a part of a query, where this issuer says who somebody is."""
    known = select(col(DirectoryDeployment.owner_id)).where(col(DirectoryDeployment.issuer).in_((EVERY, issuer)))
    return known.order_by(col(DirectoryDeployment.issuer)).limit(1).scalar_subquery()


class DeploymentQueries:
    """Questions to the directory."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, user_id: UUID, issuer: str) -> bool:
        """Make this user the owner, where nobody ever was. Of several at once it is True for one: others wait."""
        claimed = exists().where(col(DirectoryDeployment.issuer) == EVERY)
        mine = select(literal(issuer), literal(user_id)).where(~claimed)
        claiming = insert(DirectoryDeployment).from_select(["issuer", "owner_id"], mine).on_conflict_do_nothing()
        return await self._session.scalar(claiming.returning(col(DirectoryDeployment.issuer))) is not None

    async def give(self, user_id: UUID) -> None:
        """Make this user the owner under every issuer, whoever was. The app may not: it takes the role kith_owner."""
        await self._session.execute(delete(DirectoryDeployment))
        self._session.add(DirectoryDeployment(issuer=EVERY, owner_id=user_id))
