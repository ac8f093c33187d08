"""Whose deployment it is: claimed by the first to sign in, and passed on by the operator alone."""

from uuid import UUID

from base.errors import InvalidSettings
from base.settings import Settings
from models.database import Database
from models.queries.accounts.deployment import DeploymentQueries


async def pass_on(settings: Settings, user_id: UUID) -> None:
    """Make this user the owner, whoever was. Takes the database's owner: raises InvalidSettings without."""
    if settings.database_owner_url is None:
        raise InvalidSettings(
            "KITH_DATABASE_OWNER_URL is not set: it takes the role kith_owner.", field="KITH_DATABASE_OWNER_URL"
        )
    database = Database(settings.database_owner_url)
    try:
        async with database.directory() as session:
            await DeploymentQueries(session).give(user_id)
    finally:
        await database.close()
