"""Which mailboxes' Google Contacts are kept in step, and how far each list is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.ids import derived_id
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.google_contacts import GoogleContactsState


def book_of(ref: MailboxRef) -> UUID:
    """The address book that a mailbox's Google Contacts are here."""
    return derived_id(ref.user_id, "google-contacts", ref.mailbox_id)


@dataclass(frozen=True)
class GoogleContactsRow:
    """A row of `google_contacts`. The tokens say up to which change each list is known; None: list it all."""

    state: GoogleContactsState
    reason: str | None
    connections_token: str | None
    others_token: str | None
    synced_at: datetime | None


class GoogleContactsQueries:
    """One mailbox's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def get(self, *, lock: bool = False) -> GoogleContactsRow | None:
        """None where they are off; with `lock` nobody else changes them until the transaction ends."""
        rows = await self._execute(f"""
            SELECT state, reason, connections_token, others_token, synced_at FROM google_contacts
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id {"FOR UPDATE" if lock else ""}
        """)  # noqa: S608 - a literal
        row = rows.one_or_none()
        return GoogleContactsRow(GoogleContactsState(row[0]), *row[1:]) if row else None

    async def turn_on(self) -> None:
        """Keep them in step from now on; all of them are listed anew."""
        await self._execute("""
            INSERT INTO google_contacts (user_id, mailbox_id, state) VALUES (:user_id, :mailbox_id, 'on')
            ON CONFLICT (user_id, mailbox_id) DO UPDATE SET
                state = 'on', reason = NULL, connections_token = NULL, others_token = NULL
        """)
        await self._plan("now()")

    async def set_state(self, state: GoogleContactsState, reason: str | None = None) -> None:
        """They stand so from now on, and are not looked at by the clock unless they are on."""
        await self._execute(
            """
            UPDATE google_contacts SET state = :state, reason = :reason
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id
            """,
            state=state,
            reason=reason,
        )
        if state is not GoogleContactsState.ON:
            await self._plan("NULL")

    async def synced(self, connections_token: str | None, others_token: str | None) -> None:
        """Everything up to these tokens is here."""
        await self._execute(
            """
            UPDATE google_contacts SET connections_token = :connections, others_token = :others, synced_at = now()
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'on'
            """,
            connections=connections_token,
            others=others_token,
        )

    async def remove(self) -> None:
        """They are off."""
        await self._execute("DELETE FROM google_contacts WHERE user_id = :user_id AND mailbox_id = :mailbox_id")
        await self._plan("NULL")

    async def _plan(self, at: str) -> None:
        await self._execute(
            f"UPDATE directory_mailboxes SET next_contacts_at = {at} "  # noqa: S608 - a literal of this module
            "WHERE user_id = :user_id AND mailbox_id = :mailbox_id"
        )

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), self._key | values)


class DueGoogleContacts:
    """Questions to the directory, for no user in particular."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, most: int) -> list[MailboxRef]:
        """Some whose turn it is, the longest due first; each is due again after an hour."""
        rows = await self._session.execute(
            text("""
                UPDATE directory_mailboxes d SET next_contacts_at = now() + interval '1 hour'
                FROM (SELECT mailbox_id FROM directory_mailboxes WHERE next_contacts_at <= now()
                      ORDER BY next_contacts_at, mailbox_id LIMIT :most FOR UPDATE SKIP LOCKED) AS due
                WHERE d.mailbox_id = due.mailbox_id RETURNING d.user_id, d.mailbox_id
            """),
            {"most": most},
        )
        return [MailboxRef(user_id=row[0], mailbox_id=row[1]) for row in rows]
