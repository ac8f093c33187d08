"""What is due across all users, from the directory; and what Gmail has told of one mailbox's changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.gmail.watches import Place
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus


@dataclass(frozen=True)
class Due:
    """A mailbox whose turn it is."""

    ref: MailboxRef
    place: Place


class DueQueries:
    """Questions to the directory, for no user in particular."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def watches(self, before: datetime, after: Place | None, most: int) -> list[Due]:
        """Mailboxes whose watch ends before that, the next to end first; those without a watch before them."""
        return await self._due("watch_expires_at", before, after, most)

    async def polls(self, before: datetime, after: Place | None, most: int) -> list[Due]:
        """Mailboxes that are to be asked before that, those that have waited longest first."""
        return await self._due("next_poll_at", before, after, most)

    async def _due(self, column: str, before: datetime, after: Place | None, most: int) -> list[Due]:
        rows = await self._session.execute(
            text(f"""
                SELECT user_id, mailbox_id, coalesce({column}, 'epoch') AS due_at FROM directory_mailboxes
                WHERE coalesce({column}, 'epoch') < :before
                  AND (CAST(:due_at AS timestamptz) IS NULL
                       OR (coalesce({column}, 'epoch'), mailbox_id) > (:due_at, CAST(:mailbox_id AS uuid)))
                ORDER BY coalesce({column}, 'epoch'), mailbox_id LIMIT :most
            """),  # noqa: S608 - `column` is one of the two above
            {
                "before": before,
                "due_at": after.due_at if after else None,
                "mailbox_id": after.mailbox_id if after else None,
                "most": most,
            },
        )
        return [
            Due(MailboxRef(user_id=row[0], mailbox_id=row[1]), Place(due_at=row[2], mailbox_id=row[1])) for row in rows
        ]


@dataclass(frozen=True)
class WatchState:
    """What is known of a mailbox's changes. `told` is the newest history id that a push has named."""

    status: MailboxStatus
    status_reason: str | None
    connected: bool
    cursor: int  # 0: nothing was ever listed
    last_sync_at: datetime | None
    watched: bool  # Gmail has promised to tell of changes
    last_push_at: datetime | None
    told: int
    untold: int | None
    untold_at: datetime | None


class WatchQueries:
    """Questions about one mailbox, inside one tenant transaction. None waits for whoever stores its mail."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def get(self) -> WatchState | None:
        """Where it stands; None where the mailbox is gone."""
        rows = await self._session.execute(
            text("""
                SELECT m.status, m.status_reason, m.credentials IS NOT NULL, m.history_id, m.last_sync_at,
                       coalesce(d.watch_expires_at > now(), false), w.last_push_at,
                       coalesce(w.pushed_history_id, 0), w.untold_history_id, w.untold_at
                FROM mailboxes m
                LEFT JOIN watches w ON w.user_id = m.user_id AND w.mailbox_id = m.id
                LEFT JOIN directory_mailboxes d ON d.mailbox_id = m.id
                WHERE m.user_id = :user_id AND m.id = :mailbox_id
            """),
            self._key,
        )
        row = rows.one_or_none()
        if row is None:
            return None
        status, reason, connected, cursor, synced_at, watched, pushed_at, told, untold, untold_at = row
        return WatchState(
            MailboxStatus(status),
            reason,
            connected,
            int(cursor),
            synced_at,
            watched,
            pushed_at,
            int(told),
            int(untold) if untold is not None else None,
            untold_at,
        )

    async def pushed(self, history_id: int) -> int | None:
        """Note that a push named `history_id`. Returns the cursor; None where the mailbox is gone."""
        cursor = await self._session.scalar(
            text("SELECT history_id FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id"), self._key
        )
        if cursor is None:
            return None
        await self._save(
            "last_push_at = now(), pushed_history_id = greatest(pushed_history_id, :history_id)", history_id=history_id
        )
        return int(cursor)

    async def watched(self, expires_at: datetime) -> None:
        """Gmail tells of changes until then."""
        await self._save("watch_error = NULL")
        await self._plan("watch_expires_at = :at", expires_at)

    async def watch_failed(self, reason: str) -> None:
        """The watch was not renewed."""
        await self._save("watch_error = :reason", reason=reason)

    async def polled(self, newest: int, untold: int | None, untold_at: datetime | None, *, missed: bool) -> None:
        """Gmail was asked: its newest history id is `newest`.

        `untold` is a change that no push has told of yet; `missed`: none did in time.
        """
        await self._save(
            """last_poll_at = now(), polled_history_id = :newest, poll_error = NULL, untold_history_id = :untold,
               untold_at = :untold_at, push_missed_at = CASE WHEN :missed THEN now() ELSE push_missed_at END""",
            newest=newest,
            untold=untold,
            untold_at=untold_at,
            missed=missed,
        )

    async def poll_failed(self, reason: str) -> None:
        """Gmail was asked in vain."""
        await self._save("poll_error = :reason", reason=reason)

    async def answered(self) -> None:
        """Gmail answers: whatever kept it from that is over."""
        await self._session.execute(
            text("""
                UPDATE watches SET poll_error = NULL
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND poll_error IS NOT NULL
            """),
            self._key,
        )

    async def poll_again(self, at: datetime) -> None:
        """When it is due to be asked next."""
        await self._plan("next_poll_at = :at", at)

    async def _save(self, change: str, **values: object) -> None:
        await self._session.execute(
            text("INSERT INTO watches (user_id, mailbox_id) VALUES (:user_id, :mailbox_id) ON CONFLICT DO NOTHING"),
            self._key,
        )
        await self._session.execute(
            text(
                f"UPDATE watches SET {change} "  # noqa: S608 - a literal of this class
                "WHERE user_id = :user_id AND mailbox_id = :mailbox_id"
            ),
            self._key | values,
        )

    async def _plan(self, change: str, at: datetime) -> None:
        await self._session.execute(
            text(
                f"UPDATE directory_mailboxes SET {change} "  # noqa: S608 - a literal of this class
                "WHERE user_id = :user_id AND mailbox_id = :mailbox_id"
            ),
            self._key | {"at": at},
        )
