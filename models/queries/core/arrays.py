"""Rows as arrays, one a column: a bulk statement has as few parameters for a thousand rows as for one.

They cross in PostgreSQL's binary format: as text, bytes are written in hexadecimal, looked through for what has to be
escaped, and read letter by letter by the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import psycopg
from psycopg.types.array import ListBinaryDumper


class Packed(list[Any]):
    """An array that crosses in binary. One that is empty, or has no value at all, crosses as text."""


psycopg.adapters.register_dumper(Packed, ListBinaryDumper)


def columns(row_type: type) -> str:
    """The columns of a row type, for a statement's column list."""
    return ", ".join(field.name for field in fields(row_type))


def unnested(row_type: type, types: Mapping[str, str], name: str) -> str:
    """The FROM item `name` that has these rows again. `types` are PostgreSQL's; a column without one is text."""
    arrays = ", ".join(f"CAST(:{field.name} AS {types.get(field.name, 'text')}[])" for field in fields(row_type))
    return f"unnest({arrays}) AS {name} ({columns(row_type)})"


def arrays(rows: Sequence[Any], row_type: type) -> dict[str, Packed]:
    """The parameters of `unnested`."""
    return {field.name: Packed([getattr(row, field.name) for row in rows]) for field in fields(row_type)}
