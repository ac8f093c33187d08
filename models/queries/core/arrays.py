"""Rows as arrays, one a column: a bulk statement has as few parameters for a thousand rows as for one."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any


def columns(row_type: type) -> str:
    """The columns of a row type, for a statement's column list."""
    return ", ".join(field.name for field in fields(row_type))


def unnested(row_type: type, types: Mapping[str, str], name: str) -> str:
    """The FROM item `name` that has these rows again. `types` are PostgreSQL's; a column without one is text."""
    arrays = ", ".join(f"CAST(:{field.name} AS {types.get(field.name, 'text')}[])" for field in fields(row_type))
    return f"unnest({arrays}) AS {name} ({columns(row_type)})"


def arrays(rows: Sequence[Any], row_type: type) -> dict[str, list[Any]]:
    """The parameters of `unnested`."""
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(row_type)}
