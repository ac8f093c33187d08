"""The SQLModel tables say what the migrations made."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.sql.schema import SchemaItem
from sqlmodel import SQLModel

from base.settings import Settings
from models.database import sqlalchemy_url
from models.tables import accounts, directory, imports

_ = accounts, directory, imports  # importing them fills the metadata


def _differences(connection: Connection) -> list[object]:
    def is_compared(_: SchemaItem, name: str | None, kind: str, __: bool, ___: SchemaItem | None) -> bool:
        # Constraints and indexes are the migrations' alone: the tables are for reading and writing rows.
        return kind == "column" or (kind == "table" and name in SQLModel.metadata.tables)

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_compared})
    return [change for change in compare_metadata(context, SQLModel.metadata) if change[0] != "remove_table"]


def test_every_column_of_a_table_is_in_the_database_with_its_type(database: Settings) -> None:
    assert database.database_owner_url is not None
    engine = create_engine(sqlalchemy_url(database.database_owner_url))
    with engine.connect() as connection:
        assert _differences(connection) == []
    engine.dispose()
