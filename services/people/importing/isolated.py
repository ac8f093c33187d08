"""What is called in the parser's processes with tables of people. See `services/core/isolation`."""

import orjson

from models.contracts.people.address_books import ColumnTarget
from services.people.importing.columns import recognised
from services.people.importing.rows import card_of
from services.people.importing.tables import NoTable, read_table

_SAMPLES = 3  # values of a column that are shown
_LONGEST = 80  # characters of one


def preview(data: bytes) -> tuple[bytes, ...]:
    """JSON of whose table it is, its columns with their first values and what they seem to say, and how many rows."""
    try:
        table = read_table(data)
    except NoTable as error:
        return (b"", str(error).encode())
    file_format, targets = recognised(table)
    columns = [
        {
            "name": name[:_LONGEST],
            "samples": [
                row.cells[place].strip()[:_LONGEST] if place < len(row.cells) else "" for row in table.rows[:_SAMPLES]
            ],
            "target": target,
        }
        for place, (name, target) in enumerate(zip(table.columns, targets, strict=True))
    ]
    return (orjson.dumps({"format": file_format, "columns": columns, "rows": len(table.rows)}),)


def rows(data: bytes, targets: bytes, start: bytes, count: bytes) -> tuple[bytes, ...]:
    """JSON of the cards that these lines make, `count` from `start` on. `targets`: JSON, what each column says."""
    try:
        table = read_table(data)
    except NoTable as error:
        return (b"", str(error).encode())
    told: list[str | None] = orjson.loads(targets)
    meant = [ColumnTarget(one) if one else None for one in told]
    first = int(start)
    return (orjson.dumps([card_of(table, row, meant) for row in table.rows[first : first + int(count)]]),)
