"""Users, their keysets, whom they invite, and their tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from models.tables.columns import created, moment


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


class InvitationRow(SQLModel, table=True):
    """A link that lets one person sign up."""

    __tablename__ = "invitations"

    user_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    note: str = Field(sa_type=Text)
    created_at: datetime = created()


class PersonalTokenRow(SQLModel, table=True):
    """A program that acts for somebody."""

    __tablename__ = "personal_tokens"

    user_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    scopes: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    created_at: datetime = created()
    expires_at: datetime = moment(nullable=False)
    last_used_at: datetime | None = moment()


class SessionDetailsRow(SQLModel, table=True):
    """Which browser a session is for, and where that was, encrypted. It goes with the session."""

    __tablename__ = "session_details"

    user_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    about: bytes = Field(sa_type=LargeBinary)
