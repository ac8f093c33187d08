"""Uploaded files, and those on their way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import created, moment


class ImportRow(SQLModel, table=True):
    """An upload, and how far it has been read. Everything before `read_bytes` is in the ledger."""

    __tablename__ = "imports"

    id: UUID = Field(primary_key=True)
    user_id: UUID
    mailbox_id: UUID
    filename: str = Field(sa_type=Text)
    size: int = Field(sa_type=BigInteger)  # bytes
    read_bytes: int = Field(default=0, sa_type=BigInteger)
    object_key: str = Field(sa_type=Text)
    read: int = 0  # messages, as the three below
    stored: int = 0
    known: int = 0
    dead: int = 0
    finished_at: datetime | None = moment()
    created_at: datetime = created()


class UploadReservationRow(SQLModel, table=True):
    """An upload on its way, and the bytes that it may take."""

    __tablename__ = "upload_reservations"

    user_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    bytes: int = Field(sa_type=BigInteger)
    touched_at: datetime = created()
