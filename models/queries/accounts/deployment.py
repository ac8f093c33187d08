"""Whose deployment it is."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.directory import DirectoryDeployment


class DeploymentQueries:
    """Questions to the directory."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, user_id: UUID) -> bool:
        """Make this user the owner, where nobody ever was. Of several at once it is True for one: others wait."""
        claiming = insert(DirectoryDeployment).values(owner_id=user_id).on_conflict_do_nothing()
        return await self._session.scalar(claiming.returning(col(DirectoryDeployment.is_claimed))) is not None

    async def give(self, user_id: UUID) -> None:
        """Make this user the owner, whoever was. The app's role may not: it takes kith_owner."""
        giving = insert(DirectoryDeployment).values(owner_id=user_id)
        await self._session.execute(
            giving.on_conflict_do_update(
                index_elements=[col(DirectoryDeployment.is_claimed)], set_={"owner_id": giving.excluded.owner_id}
            )
        )
