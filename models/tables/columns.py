"""Columns that several tables have."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, func
from sqlmodel import Field


def moment(*, nullable: bool = True) -> Any:
    """A point in time, with its zone."""
    return Field(None if nullable else ..., sa_type=DateTime(timezone=True), nullable=nullable)


def created() -> datetime:
    """When the row was written, by the database's clock."""
    column: datetime = Field(
        None, sa_type=DateTime(timezone=True), nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
    return column
