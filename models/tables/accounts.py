"""Users and their keysets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import created


class UserRow(SQLModel, table=True):
    """Somebody who signs in, or whose file was imported."""

    __tablename__ = "users"

    id: UUID = Field(primary_key=True)
    email: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    picture_url: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = created()


class KeysetRow(SQLModel, table=True):
    """One Tink keyset pair a user, wrapped by the deployment's key-encryption key."""

    __tablename__ = "keysets"

    user_id: UUID = Field(primary_key=True)
    aead: bytes = Field(sa_type=LargeBinary)
    prf: bytes = Field(sa_type=LargeBinary)
    kek_uri: str = Field(sa_type=Text)
    created_at: datetime = created()
