"""Imported files of people, how far each is read, and what in it could not be taken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.address_books import (
    ColumnTarget,
    ContactImport,
    ContactImportState,
    FileFormat,
    FileKind,
    ImportProblem,
)
from models.queries.core.arrays import arrays, columns, unnested

MOST_PROBLEMS = 1_000  # of one import that are kept

_SHOWN = """
    SELECT i.id, i.kind, i.format, i.filename, i.size, i.state, i.reason, i.total, i.read, i.made, i.joined, i.refused,
           (SELECT count(*) FROM contact_import_problems p
            WHERE p.user_id = :user_id AND p.import_id = i.id) AS problems, i.created_at, i.finished_at
    FROM contact_imports i WHERE i.user_id = :user_id
"""
_PROBLEM = unnested(ImportProblem, {"line": "int"}, "told")


@dataclass(frozen=True)
class ImportedFile:
    """What is needed to read one. `pieces` of it are done."""

    id: UUID
    kind: FileKind
    format: FileFormat
    filename: str
    object_key: str | None
    targets: Sequence[ColumnTarget | None] | None
    state: ContactImportState
    pieces: int
    total: int
    created_at: datetime


@dataclass(frozen=True)
class Counts:
    """What one more piece of a file did, in cards or lines."""

    read: int = 0
    made: int = 0
    joined: int = 0
    refused: int = 0


class ContactImportQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(
        self,
        import_id: UUID,
        kind: FileKind,
        file_format: FileFormat,
        filename: str,
        size: int,
        object_key: str,
        targets: Sequence[ColumnTarget | None] | None,
        state: ContactImportState,
    ) -> None:
        """Note a file that is in storage; one that was here, and has gone or failed, begins anew."""
        await self._execute(
            """
            INSERT INTO contact_imports (user_id, id, kind, format, filename, size, object_key, targets, state)
            VALUES (:user_id, :id, :kind, :format, :filename, :size, :object_key, CAST(:targets AS jsonb), :state)
            ON CONFLICT (user_id, id) DO UPDATE SET
                format = excluded.format, filename = excluded.filename, size = excluded.size,
                object_key = excluded.object_key, targets = excluded.targets, state = excluded.state, reason = NULL,
                pieces = 0, total = 0, read = 0, made = 0, joined = 0, refused = 0, created_at = now(),
                finished_at = NULL
            """,
            id=import_id,
            kind=kind,
            format=file_format,
            filename=filename,
            size=size,
            object_key=object_key,
            targets=json.dumps(targets) if targets is not None else None,
            state=state,
        )
        await self._execute(
            "DELETE FROM contact_import_problems WHERE user_id = :user_id AND import_id = :id", id=import_id
        )

    async def file(self, import_id: UUID, *, lock: bool = False) -> ImportedFile | None:
        """One, with `lock` until the transaction ends."""
        rows = await self._execute(
            f"""
            SELECT {columns(ImportedFile)} FROM contact_imports WHERE user_id = :user_id AND id = :id
            {"FOR UPDATE" if lock else ""}
            """,  # noqa: S608 - made of field names and literals only
            id=import_id,
        )
        row = rows.one_or_none()
        if row is None:
            return None
        targets = [ColumnTarget(one) if one else None for one in row.targets] if row.targets is not None else None
        return ImportedFile(
            row.id,
            FileKind(row.kind),
            FileFormat(row.format),
            row.filename,
            row.object_key,
            targets,
            ContactImportState(row.state),
            row.pieces,
            row.total,
            row.created_at,
        )

    async def one(self, import_id: UUID) -> ContactImport | None:
        """One, as it is shown."""
        rows = await self._execute(_SHOWN + " AND i.id = :id", id=import_id)
        row = rows.one_or_none()
        return _shown(row) if row else None

    async def page(self, after: tuple[datetime, UUID] | None, most: int) -> list[ContactImport]:
        """All, the newest first, after the (moment, id) of the last one shown."""
        at, last = after or (None, None)
        rows = await self._execute(
            _SHOWN
            + """ AND (CAST(:at AS timestamptz) IS NULL OR (i.created_at, i.id) < (:at, CAST(:last AS uuid)))
                ORDER BY i.created_at DESC, i.id DESC LIMIT :most""",
            at=at,
            last=last,
            most=most,
        )
        return [_shown(row) for row in rows]

    async def problems(self, import_id: UUID, after: tuple[int, str, str] | None, most: int) -> list[ImportProblem]:
        """What could not be taken, in the order of the file, after the (line, field, reason) of the last one shown."""
        line, field, reason = after or (None, None, None)
        rows = await self._execute(
            """
            SELECT line, field, reason FROM contact_import_problems
            WHERE user_id = :user_id AND import_id = :id
              AND (CAST(:line AS int) IS NULL OR (line, field, reason) > (:line, :field, :reason))
            ORDER BY line, field, reason LIMIT :most
            """,
            id=import_id,
            line=line,
            field=field,
            reason=reason,
            most=most,
        )
        return [ImportProblem(line=row.line, field=row.field, reason=row.reason) for row in rows]

    async def start(self, import_id: UUID, targets: Sequence[ColumnTarget | None] | None) -> None:
        """It is to be read, or read on."""
        await self._execute(
            """
            UPDATE contact_imports SET state = 'reading', reason = NULL, finished_at = NULL,
                targets = coalesce(CAST(:targets AS jsonb), targets)
            WHERE user_id = :user_id AND id = :id
            """,
            id=import_id,
            targets=json.dumps(targets) if targets is not None else None,
        )

    async def set_total(self, import_id: UUID, total: int) -> None:
        """So many cards or lines are in it."""
        await self._execute(
            "UPDATE contact_imports SET total = :total WHERE user_id = :user_id AND id = :id", id=import_id, total=total
        )

    async def advance(self, import_id: UUID, pieces: int, counts: Counts, problems: Sequence[ImportProblem]) -> None:
        """So many pieces are done; the last one did this."""
        await self._execute(
            """
            UPDATE contact_imports SET pieces = :pieces, read = read + :read, made = made + :made,
                joined = joined + :joined, refused = refused + :refused
            WHERE user_id = :user_id AND id = :id
            """,
            id=import_id,
            pieces=pieces,
            read=counts.read,
            made=counts.made,
            joined=counts.joined,
            refused=counts.refused,
        )
        await self._execute(
            f"""
            INSERT INTO contact_import_problems (user_id, import_id, line, field, reason)
            SELECT :user_id, :id, line, field, reason FROM {_PROBLEM}
            WHERE (SELECT count(*) FROM contact_import_problems WHERE user_id = :user_id AND import_id = :id) < :most
            ON CONFLICT DO NOTHING
            """,  # noqa: S608
            id=import_id,
            most=MOST_PROBLEMS,
            **arrays(problems[:MOST_PROBLEMS], ImportProblem),
        )

    async def end(self, import_id: UUID, state: ContactImportState, reason: str | None = None) -> None:
        """It is done, or will not go on by itself; whose file is needed no more has none."""
        await self._execute(
            """
            UPDATE contact_imports SET state = :state, reason = :reason, finished_at = now(),
                object_key = CASE WHEN :state IN ('done', 'undone') THEN NULL ELSE object_key END
            WHERE user_id = :user_id AND id = :id
            """,
            id=import_id,
            state=state,
            reason=reason,
        )

    async def undo(self, import_id: UUID) -> None:
        """It is to be taken back. Who stops that midway, and has it read again, has all of it read."""
        await self._execute(
            """
            UPDATE contact_imports SET state = 'undoing', reason = NULL, finished_at = NULL, pieces = 0,
                read = 0, made = 0, joined = 0, refused = 0
            WHERE user_id = :user_id AND id = :id
            """,
            id=import_id,
        )

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)


def _shown(row: Any) -> ContactImport:
    values = {field.name: getattr(row, field.name) for field in fields(ContactImport)}
    return ContactImport(
        **values
        | {
            "kind": FileKind(row.kind),
            "format": FileFormat(row.format),
            "state": ContactImportState(row.state),
        }
    )
