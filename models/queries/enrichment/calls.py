"""The ledger of calls: each is written before it is made, behind a fence, and says afterwards what it came to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.enrichment.sources import CallState

_COLUMNS = """
    id, source, identity_id, company_id, query, state, error, units, micro_usd, month, began_at, ended_at, answer,
    told, ask_again_at, keep_until, applied, deadline - now() AS left
"""


@dataclass(frozen=True)
class CallRow:
    """A row of `enrichment_calls`. `query` and `answer` are encrypted; `left` is the time until its deadline."""

    id: UUID
    source: str
    identity_id: UUID | None
    company_id: UUID | None
    query: bytes
    state: CallState
    error: str
    units: int
    micro_usd: int
    month: str
    began_at: datetime
    ended_at: datetime | None
    answer: bytes | None
    told: list[str]
    ask_again_at: datetime | None
    keep_until: datetime | None
    applied: bool
    left: timedelta


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """A call that is about to be made. `units` and `micro_usd` are what it costs at most, `lasts` how long."""

    id: UUID
    source: str
    asked_for: bytes
    identity_id: UUID | None
    company_id: UUID | None
    query: bytes
    units: int
    micro_usd: int
    month: str
    lasts: timedelta


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a call came to."""

    state: CallState
    units: int
    micro_usd: int
    error: str = ""
    answer: bytes | None = None
    told: Sequence[str] = ()
    ask_again_at: datetime | None = None
    keep_until: datetime | None = None


class CallQueries:
    """One user's calls, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def open(self, call: NewCall) -> bool:
        """Write it down, and be the only one who makes it. False where somebody is about to ask the same."""
        opened = await self._execute(
            """
            INSERT INTO enrichment_calls (user_id, id, source, asked_for, identity_id, company_id, query, state, units,
                                          micro_usd, month, began_at, deadline)
            VALUES (:user_id, :id, :source, :asked_for, :identity_id, :company_id, :query, 'calling', :units,
                    :micro_usd, :month, now(), now() + :lasts)
            ON CONFLICT (user_id, asked_for) WHERE state = 'calling' DO NOTHING RETURNING 1
            """,
            id=call.id,
            source=call.source,
            asked_for=call.asked_for,
            identity_id=call.identity_id,
            company_id=call.company_id,
            query=call.query,
            units=call.units,
            micro_usd=call.micro_usd,
            month=call.month,
            lasts=call.lasts,
        )
        return opened.one_or_none() is not None

    async def latest(self, asked_for: bytes) -> CallRow | None:
        """The newest call that says, or may say, what the answer to this is; one that failed says nothing."""
        rows = await self._execute(
            f"""
            SELECT {_COLUMNS} FROM enrichment_calls
            WHERE user_id = :user_id AND asked_for = :asked_for AND state <> 'failed'
            ORDER BY began_at DESC, id DESC LIMIT 1
            """,  # noqa: S608 - this module's own names
            asked_for=asked_for,
        )
        row = rows.mappings().one_or_none()
        return _call(row) if row else None

    async def of_questions(self, asked_for: Collection[bytes]) -> dict[bytes, CallRow]:
        """The newest call for each of these that did not fail."""
        rows = await self._execute(
            f"""
            SELECT DISTINCT ON (asked_for) asked_for, {_COLUMNS} FROM enrichment_calls
            WHERE user_id = :user_id AND asked_for = ANY(:asked_for) AND state <> 'failed'
            ORDER BY asked_for, began_at DESC, id DESC
            """,  # noqa: S608
            asked_for=list(asked_for),
        )
        return {bytes(row["asked_for"]): _call(row) for row in rows.mappings()}

    async def end(self, call_id: UUID, ended: Ended) -> CallRow | None:
        """Say what it came to; its row as it was before. None where that is known already."""
        before = await self._execute(
            f"""
            SELECT {_COLUMNS} FROM enrichment_calls
            WHERE user_id = :user_id AND id = :id AND state IN ('calling', 'unsure') FOR UPDATE
            """,  # noqa: S608
            id=call_id,
        )
        row = before.mappings().one_or_none()
        if row is None:
            return None
        await self._execute(
            """
            UPDATE enrichment_calls SET state = :state, error = :error, units = :units, micro_usd = :micro_usd,
                answer = :answer, told = :told, ask_again_at = :ask_again_at, keep_until = :keep_until,
                ended_at = now()
            WHERE user_id = :user_id AND id = :id
            """,
            id=call_id,
            state=ended.state,
            error=ended.error,
            units=ended.units,
            micro_usd=ended.micro_usd,
            answer=ended.answer,
            told=list(ended.told),
            ask_again_at=ended.ask_again_at,
            keep_until=ended.keep_until,
        )
        return _call(row)

    async def set_applied(self, call_id: UUID) -> None:
        """Its answer is among the facts."""
        await self._execute(
            "UPDATE enrichment_calls SET applied = true WHERE user_id = :user_id AND id = :id", id=call_id
        )

    async def about(self, identity_ids: Collection[UUID], most: int) -> list[CallRow]:
        """The calls about these identities, the newest first."""
        rows = await self._execute(
            f"""
            SELECT {_COLUMNS} FROM enrichment_calls WHERE user_id = :user_id AND identity_id = ANY(:ids)
            ORDER BY began_at DESC, id DESC LIMIT :most
            """,  # noqa: S608
            ids=list(identity_ids),
            most=most,
        )
        return [_call(row) for row in rows.mappings()]

    async def page(self, source: str | None, after: Sequence[Any] | None, most: int) -> list[CallRow]:
        """All calls, the newest first, after the (began_at, id) of the last one shown."""
        began_at, call_id = after or (None, None)
        rows = await self._execute(
            f"""
            SELECT {_COLUMNS} FROM enrichment_calls
            WHERE user_id = :user_id AND (CAST(:source AS text) IS NULL OR source = :source)
              AND (CAST(:began_at AS timestamptz) IS NULL
                   OR (began_at, id) < (CAST(:began_at AS timestamptz), CAST(:last_id AS uuid)))
            ORDER BY began_at DESC, id DESC LIMIT :most
            """,  # noqa: S608
            source=source,
            began_at=began_at,
            last_id=call_id,
            most=most,
        )
        return [_call(row) for row in rows.mappings()]

    async def forget_kept(self) -> list[tuple[UUID | None, UUID | None, str]]:
        """Drop answers that may be kept no longer. Returns (identity, company, source) of each."""
        rows = await self._execute("""
            UPDATE enrichment_calls SET answer = NULL, told = '{}'
            WHERE user_id = :user_id AND answer IS NOT NULL AND keep_until <= now()
            RETURNING identity_id, company_id, source
        """)
        return [(row[0], row[1], row[2]) for row in rows]

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)


def _call(row: Any) -> CallRow:
    values = {name: row[name] for name in CallRow.__dataclass_fields__}
    return CallRow(**values | {"state": CallState(row["state"])})
