"""Bring the database to the newest schema, as its owner."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg.errors import InsufficientPrivilege, UndefinedObject
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from base.errors import InvalidSettings, Unavailable
from base.settings import Settings
from models.database import reason, sqlalchemy_url

# Two processes that start together must not migrate together: any number will do, as long as it stays.
_LOCK = 7_236_482
_NOT_PREPARED = (InsufficientPrivilege, UndefinedObject)  # a role, a right or the extension is missing


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Run what has not run yet, up to a revision.

    Raises InvalidSettings without an owner who may do it, or Unavailable.
    """
    if settings.database_owner_url is None:
        raise InvalidSettings(
            "KITH_DATABASE_OWNER_URL is not set and no dev stack runs here. Migrations need it: the role kith_owner.",
            field="KITH_DATABASE_OWNER_URL",
        )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = create_engine(sqlalchemy_url(settings.database_owner_url), poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            connection.commit()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    except OperationalError as error:
        raise Unavailable(
            f"The database cannot be used ({reason(error)}). Start it, or correct KITH_DATABASE_OWNER_URL."
        ) from error
    except DBAPIError as error:
        if isinstance(error.orig, _NOT_PREPARED):
            raise InvalidSettings(
                f"The database of KITH_DATABASE_OWNER_URL is not prepared ({reason(error)}). "
                "docs/operations.md says which roles and which extension it needs.",
                field="KITH_DATABASE_OWNER_URL",
            ) from error
        raise
    finally:
        engine.dispose()
