"""What has to be found before a user is known. No content: ids, times, keyed hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import created, moment


class DirectoryUser(SQLModel, table=True):
    """Whose Google account, or whose address."""

    __tablename__ = "directory_users"

    identity_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    kind: str = Field(sa_type=Text)
    user_id: UUID


class DirectorySession(SQLModel, table=True):
    """Whose session, and until when."""

    __tablename__ = "directory_sessions"

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    user_id: UUID
    session_id: UUID
    expires_at: datetime = moment(nullable=False)
    seen_at: datetime = created()  # when it was used last, roughly
    created_at: datetime = created()


class DirectoryDeployment(SQLModel, table=True):
    """Whose deployment it is, by the issuer that says who somebody is; '' stands for all."""

    __tablename__ = "directory_deployment"

    issuer: str = Field(sa_type=Text, primary_key=True)
    owner_id: UUID | None = None


class DirectoryInvitation(SQLModel, table=True):
    """Which invitation a link belongs to, and whether it still counts."""

    __tablename__ = "directory_invitations"

    secret_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    user_id: UUID
    invitation_id: UUID
    expires_at: datetime = moment(nullable=False)
    used_at: datetime | None = moment()


class DirectoryToken(SQLModel, table=True):
    """Whose personal token, and until when."""

    __tablename__ = "directory_tokens"

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    user_id: UUID
    token_id: UUID
    expires_at: datetime = moment(nullable=False)


class DirectoryMailbox(SQLModel, table=True):
    """Which mailbox a push belongs to, and when it is due for something."""

    __tablename__ = "directory_mailboxes"

    mailbox_id: UUID = Field(primary_key=True)
    user_id: UUID
    address_hash: bytes = Field(sa_type=LargeBinary)
    watch_expires_at: datetime | None = moment()
    next_poll_at: datetime | None = moment()
    next_reconcile_at: datetime | None = moment()
    next_contacts_at: datetime | None = moment()
