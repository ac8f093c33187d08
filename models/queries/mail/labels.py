"""What labels are called, and which of a name there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.labels import Label, LabelColor
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.core.arrays import arrays, columns, unnested


@dataclass(frozen=True)
class LabelRow:
    """A row of `labels`."""

    id: str
    name: str
    own: bool
    hidden: bool = False
    text_color: str | None = None
    background_color: str | None = None


_COLUMNS = columns(LabelRow)
_BATCH = unnested(LabelRow, {"own": "boolean", "hidden": "boolean"}, "batch")
# The labels of a mailbox's messages: one look at the index for each, however many messages there are.
_USED = """
    WITH RECURSIVE used AS (
        (SELECT label FROM message_labels WHERE user_id = :user_id AND mailbox_id = :mailbox_id ORDER BY label LIMIT 1)
        UNION ALL
        SELECT (SELECT m.label FROM message_labels m WHERE m.user_id = :user_id AND m.mailbox_id = :mailbox_id
                AND m.label > used.label ORDER BY m.label LIMIT 1)
        FROM used WHERE used.label IS NOT NULL)
    SELECT label FROM used WHERE label IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM labels l WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id AND l.id = used.label)
"""


class LabelQueries:
    """One mailbox's labels, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def hear(self, rows: Sequence[LabelRow]) -> bool:
        """Gmail lists these today, and no others. Returns whether anything is another than it was.

        What a message still has and Gmail does not list is kept without a name, so that nobody asks for it again.
        """
        gone = await self._session.execute(
            text("""
                DELETE FROM labels WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND id <> ALL(:ids)
                RETURNING name <> ''
            """),
            self._key | {"ids": [row.id for row in rows]},
        )
        lost = [row[0] for row in gone]
        changed = await self.add(rows)
        nameless = await self._session.execute(text(_USED), self._key)
        await self._insert([LabelRow(id=row[0], name="", own=True) for row in nameless])
        await self._session.execute(
            text("UPDATE mailboxes SET labels_checked_at = now() WHERE user_id = :user_id AND id = :mailbox_id"),
            self._key,
        )
        return changed or any(lost)

    async def add(self, rows: Sequence[LabelRow]) -> bool:
        """Know these labels. Returns whether anything is another than it was."""
        return bool(await self._insert(rows))

    async def _insert(self, rows: Sequence[LabelRow]) -> int:
        written = await self._session.execute(
            text(f"""
                INSERT INTO labels AS l (user_id, mailbox_id, {_COLUMNS})
                SELECT :user_id, :mailbox_id, {_COLUMNS} FROM {_BATCH} ORDER BY id
                ON CONFLICT (user_id, mailbox_id, id) DO UPDATE SET name = excluded.name, own = excluded.own,
                    hidden = excluded.hidden, text_color = excluded.text_color,
                    background_color = excluded.background_color
                WHERE (l.name, l.own, l.hidden, l.text_color, l.background_color) IS DISTINCT FROM
                      (excluded.name, excluded.own, excluded.hidden, excluded.text_color, excluded.background_color)
                RETURNING 1
            """),  # noqa: S608 - made of the field names above only
            self._key | arrays(rows, LabelRow),
        )
        return len(written.all())

    async def is_due(self, seconds: float) -> bool:
        """Was Gmail not asked for so long, or has a message a label that nobody has heard of?"""
        return bool(
            await self._session.scalar(
                text(f"""
                    SELECT coalesce(labels_checked_at < now() - make_interval(secs => :seconds), true)
                           OR EXISTS ({_USED})
                    FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id
                """),  # noqa: S608 - a constant of this module
                self._key | {"seconds": seconds},
            )
        )


class LabelReading:
    """All labels of one user, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self) -> list[Label]:
        """Those that have a name, the user's own in the order of the alphabet."""
        rows = await self._session.execute(
            text("""
                SELECT mailbox_id, id, name, own, hidden, text_color, background_color FROM labels
                WHERE user_id = :user_id AND name <> '' ORDER BY own, lower(name), mailbox_id, id
            """),
            {"user_id": self._user_id},
        )
        return [
            Label(mailbox_id=r.mailbox_id, id=r.id, name=r.name, own=r.own, hidden=r.hidden, color=_color(r))
            for r in rows
        ]

    async def places(self, asked: str) -> tuple[tuple[UUID, str], ...]:
        """Every (mailbox, id) of a label that is called so, however its letters are written, or has this id.

        Gmail writes `label:my-travels` for My travels and for My/travels: a hyphen stands for either.
        """
        rows = await self._session.execute(
            text("""
                SELECT mailbox_id, id FROM labels WHERE user_id = :user_id
                    AND lower(:asked) IN (lower(name), translate(lower(name), ' /', '--'))
                UNION SELECT b.id, spelled FROM mailboxes b, unnest(ARRAY[:asked, upper(:asked)]) AS spelled
                WHERE b.user_id = :user_id
                ORDER BY 1, 2
            """),
            {"user_id": self._user_id, "asked": asked},
        )
        return tuple((row[0], row[1]) for row in rows)


def _color(row: Any) -> LabelColor | None:
    if row.text_color is None or row.background_color is None:
        return None
    return LabelColor(text=row.text_color, background=row.background_color)
