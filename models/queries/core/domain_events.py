"""What happens is said once, in the transaction in which it happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from base.ids import derived_id, new_id
from models.contracts.core.events import EventType

CHANNEL = "kith_events"  # of NOTIFY: the payload is the user

_UNWRITTEN = "domain_events"

# One statement: numbers, rows, and the word to whoever relays them, which PostgreSQL passes on at the commit.
_WRITE = text("""
    WITH stream AS (
        INSERT INTO directory_event_streams AS stream (user_id, last)
        VALUES (:user_id, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) + :count)
        ON CONFLICT (user_id) DO UPDATE SET last = greatest(stream.last + :count, excluded.last)
        RETURNING last),
    written AS (
        INSERT INTO domain_events (user_id, number, id, type, data)
        SELECT :user_id, stream.last - :count + said.place, said.id, said.type, CAST(said.data AS jsonb)
        FROM stream, unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:data AS text[]))
             WITH ORDINALITY AS said (id, type, data, place)
        ON CONFLICT (user_id, id) DO NOTHING)
    SELECT pg_notify(:channel, CAST(:user_id AS text))
""")


@dataclass(frozen=True)
class _Said:
    user_id: UUID
    id: UUID
    type: EventType
    data: Mapping[str, object]


def record(
    session: AsyncSession, user_id: UUID, event_type: EventType, data: Mapping[str, object], *cause: object
) -> None:
    """Something happens in this tenant transaction, and is told to whoever follows it once it is committed.

    `data` are ids and counts, never content. `cause` tells it from everything else of its type: said again while it is
    kept, it is not written twice. Without one it is like no other.

    It is written as the last thing before the commit, since its number holds up the user's other transactions that have
    something to say: so that is short, and nobody who holds it waits for another lock.
    """
    said: list[_Said] = session.info.setdefault(_UNWRITTEN, [])
    if not said:
        event.listen(session.sync_session, "before_commit", _write, once=True)
    said.append(_Said(user_id, derived_id(user_id, event_type, *cause) if cause else new_id(), event_type, data))


def _write(session: Session) -> None:
    said: list[_Said] = session.info.pop(_UNWRITTEN)
    for user_id in {one.user_id for one in said}:
        own = [one for one in said if one.user_id == user_id]
        session.execute(
            _WRITE,
            {
                "user_id": user_id,
                "count": len(own),
                "ids": [one.id for one in own],
                "types": [one.type for one in own],
                "data": [orjson.dumps(one.data).decode() for one in own],
                "channel": CHANNEL,
            },
        )
