"""Puts back what was learned while an address was taken for the owner's."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Everybody who was named on mail with one of these addresses. Their names and kinds came from the whole of their
# mail, so all of that is looked at anew: a name or a kind that only the mistake gave goes, and what is right comes
# back. Counts follow the interactions, as ever. The scan of one user's mail is the price of a person's rare word.
_NAMED = """
    named AS (
        SELECT message_key FROM messages m WHERE m.user_id = :user_id AND (
            kith_shortest(m.sender->>'address') = ANY(:addresses)
            OR EXISTS (SELECT 1 FROM jsonb_array_elements(m.recipients) AS r
                       WHERE kith_shortest(r->>'address') = ANY(:addresses)))),
    people AS (
        SELECT DISTINCT identity_id FROM interactions
        WHERE user_id = :user_id AND message_key IN (SELECT message_key FROM named)),
    mail AS (
        SELECT message_key FROM named
        UNION SELECT message_key FROM interactions
              WHERE user_id = :user_id AND identity_id IN (SELECT identity_id FROM people))
"""


class AliasRestoration:
    """One user's people, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def pending(self) -> list[str]:
        """Addresses that are believed no more, and whose mail is still to be looked at anew."""
        rows = await self._session.execute(
            text("SELECT DISTINCT address FROM aliases WHERE user_id = :user_id AND NOT believed AND NOT settled"),
            {"user_id": self._user_id},
        )
        return [row[0] for row in rows]

    async def look_anew(self, addresses: Collection[str]) -> set[UUID]:
        """Have all mail looked at that these (in their shortest spelling) or their correspondents took part in.

        Returns the mailboxes that have some.
        """
        rows = await self._session.execute(
            text(f"""
                WITH {_NAMED},
                forgotten AS (
                    UPDATE identities SET kind_rank = 0, name_rank = -1, name_at = '0001-01-01Z',
                        spelling_rank = -1, spelling_at = '0001-01-01Z'
                    WHERE user_id = :user_id AND id IN (SELECT identity_id FROM people))
                UPDATE ledger l SET extracted = false
                FROM messages m
                WHERE m.user_id = :user_id AND m.message_key IN (SELECT message_key FROM mail)
                  AND l.user_id = :user_id AND l.mailbox_id = m.mailbox_id AND l.source_id = m.source_id
                RETURNING l.mailbox_id
            """),  # noqa: S608 - made of this module's own words
            {"user_id": self._user_id, "addresses": sorted(addresses)},
        )
        return {row[0] for row in rows}

    async def settle(self, addresses: Collection[str]) -> None:
        """Their mail is on its way to be looked at."""
        await self._session.execute(
            text("""
                UPDATE aliases SET settled = true
                WHERE user_id = :user_id AND NOT believed AND address = ANY(:addresses)
            """),
            {"user_id": self._user_id, "addresses": sorted(addresses)},
        )
