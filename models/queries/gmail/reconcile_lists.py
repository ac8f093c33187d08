"""Gmail's lists of one mailbox, page by page, as a comparison keeps them until they are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef

ALL = ""  # the list of all messages, beside those of the labels


@dataclass(frozen=True)
class ListPlace:
    """Where one of Gmail's lists stands: the pages kept, and the token of the next; None where it is complete."""

    label: str
    page: int
    token: str | None


class ReconcileListQueries:
    """The lists of one run, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef, run: UUID) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id, "run": run}

    async def open_lists(self, labels: Sequence[str]) -> None:
        """These lists are to be kept, from their first page on."""
        await self._run(
            """
            INSERT INTO reconcile_pages (user_id, mailbox_id, run, label, page, source_ids, thread_ids, next_token)
            SELECT :user_id, :mailbox_id, :run, label, 0, '{}', '{}', '' FROM unnest(CAST(:labels AS text[])) label
            ON CONFLICT DO NOTHING
            """,
            labels=list(labels),
        )

    async def places(self) -> list[ListPlace]:
        """Where each list stands, that of all messages first; none where nothing is kept (any more)."""
        rows = await self._session.execute(
            text("""
                SELECT DISTINCT ON (label) label, page, next_token FROM reconcile_pages
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run ORDER BY label, page DESC
            """),
            self._key,
        )
        return [ListPlace(row[0], row[1], row[2]) for row in rows]

    async def keep_page(self, place: ListPlace, ids: Sequence[tuple[str, str]], next_token: str | None) -> None:
        """A page of a list, and where it goes on. CachedObject already, it stays as it was."""
        await self._run(
            """
            INSERT INTO reconcile_pages (user_id, mailbox_id, run, label, page, source_ids, thread_ids, next_token)
            VALUES (:user_id, :mailbox_id, :run, :label, :page, :source_ids, :thread_ids, :next_token)
            ON CONFLICT DO NOTHING
            """,
            label=place.label,
            page=place.page + 1,
            source_ids=[source_id for source_id, _ in ids],
            thread_ids=[thread_id for _, thread_id in ids],
            next_token=next_token,
        )

    async def drop_list(self, label: str) -> None:
        """Gmail does not list this label: nothing is judged by it."""
        await self._run(
            """
            DELETE FROM reconcile_pages
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run AND label = :label
            """,
            label=label,
        )

    async def drop_lists(self) -> None:
        """They are compared."""
        await self._run(
            "DELETE FROM reconcile_pages WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run"
        )

    async def count_pages(self) -> tuple[int, int]:
        """(messages in the list of all, pages of all lists)."""
        row = (
            await self._session.execute(
                text("""
                    SELECT coalesce(sum(cardinality(source_ids)) FILTER (WHERE label = ''), 0),
                           count(*) FILTER (WHERE page > 0)
                    FROM reconcile_pages WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND run = :run
                """),
                self._key,
            )
        ).one()
        return int(row[0]), int(row[1])

    async def _run(self, statement: str, **values: object) -> None:
        await self._session.execute(text(statement), self._key | values)
