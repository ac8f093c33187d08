"""What mail says of people: facts that come, hold and go with their mail.

Of what one source (signatures, say) says of one field of an identity, the newest mail's word holds; what older mail
said is kept as superseded, and holds again when the newer mail goes. So what holds follows from which mail there is,
in whatever order it came.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import Packed, arrays, columns, unnested
from models.queries.people.facts import FACT_TYPES, FactRow

Said = tuple[UUID, str, str]  # an identity, a source, a field

_OF = "unnest(CAST(:identities AS uuid[]), CAST(:sources AS text[]), CAST(:fields AS text[])) AS said (one, who, what)"
_NEWEST = f"""
    SELECT said.one, said.who, said.what, newest.message_id FROM {_OF} CROSS JOIN LATERAL (
        SELECT message_id FROM facts f WHERE f.user_id = :user_id AND f.identity_id = said.one
          AND f.source = said.who AND f.field = said.what AND f.message_id IS NOT NULL
        ORDER BY at DESC, message_id DESC LIMIT 1) AS newest
"""  # noqa: S608 - literals
_SETTLE = (
    f"""
    UPDATE facts f SET state = 'superseded' FROM ({_NEWEST}) AS now
    WHERE f.user_id = :user_id AND f.identity_id = now.one AND f.source = now.who AND f.field = now.what
      AND f.message_id <> now.message_id AND f.state <> 'superseded'
    """,  # noqa: S608
    f"""
    UPDATE facts f SET state = 'active' FROM ({_NEWEST}) AS now
    WHERE f.user_id = :user_id AND f.message_id = now.message_id
      AND f.identity_id = now.one AND f.source = now.who AND f.field = now.what AND f.state = 'superseded'
    """,  # noqa: S608
)


class MailFactQueries:
    """One user's facts of mail, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def replace(self, message_ids: Collection[UUID], rows: Sequence[FactRow]) -> set[UUID]:
        """These messages say `rows`, and nothing else any more. Returns of whom what holds may have changed.

        The ids of `rows` are made of message, source, field and value: what is there already stays as it is.
        """
        values = {"user_id": self._user_id, "ids": list(message_ids)}
        gone = await self._session.execute(
            text("""
                DELETE FROM facts WHERE user_id = :user_id AND message_id = ANY(:ids) AND id <> ALL(:kept)
                RETURNING identity_id, source, field
            """),
            values | {"kept": [row.id for row in rows]},
        )
        changed: set[Said] = {(row[0], row[1], row[2]) for row in gone}
        if rows:
            written = await self._session.execute(
                text(f"""
                    INSERT INTO facts AS f (user_id, {columns(FactRow)})
                    SELECT :user_id, {columns(FactRow)} FROM {unnested(FactRow, FACT_TYPES, "told")}
                    ON CONFLICT (user_id, id) DO UPDATE SET at = excluded.at, confidence = excluded.confidence,
                        label = excluded.label, place_start = excluded.place_start, place_end = excluded.place_end
                    WHERE (f.at, f.confidence, f.label, f.place_start, f.place_end) IS DISTINCT FROM
                          (excluded.at, excluded.confidence, excluded.label, excluded.place_start, excluded.place_end)
                    RETURNING identity_id, source, field
                """),  # noqa: S608 - made of the field names only
                {"user_id": self._user_id} | arrays(rows, FactRow),
            )
            changed |= {(row[0], row[1], row[2]) for row in written}
        return await self._settle(changed)

    async def forget(self, message_ids: Collection[UUID]) -> set[UUID]:
        """These messages are deleted. Returns of whom what holds may have changed."""
        return await self.replace(message_ids, [])

    async def _settle(self, changed: Collection[Said]) -> set[UUID]:
        """The newest mail's word of each of these holds, and no older one's."""
        if not changed:
            return set()
        ordered = sorted(changed)
        values = {
            "user_id": self._user_id,
            "identities": Packed([one for one, _, _ in ordered]),
            "sources": Packed([source for _, source, _ in ordered]),
            "fields": Packed([field for _, _, field in ordered]),
        }
        for statement in _SETTLE:
            await self._session.execute(text(statement), values)
        return {one for one, _, _ in changed}
