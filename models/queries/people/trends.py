"""Whose relationship changed within half a year."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

AGO = timedelta(days=180)  # a half-life: who is silent since then has half the evidence
CLOSE, LEFT, CLOSER, MATTERS = 0.4, 0.6, 0.2, 0.25  # see `_TRENDS`
_MOST_SHOWN = 12
_MOST_LOOKED_AT = 5_000  # the closest: who was close half a year ago is among them, or there are as many closer ones
# Drifting: CLOSE or more then, and LEFT of the evidence or less now: half is left of who has been silent since. New:
# nobody then and MATTERS now, or less than CLOSER then and CLOSE now. What was then, the months that had ended tell.
_TRENDS = """
    WITH known AS (
        SELECT p.id, p.first_at, p.last_at, kith_strength(p.closeness, NULL, :at) AS strength,
               p.closeness - kith_moment(:at) AS evidence FROM persons p
        WHERE p.user_id = :user_id AND p.kind = 'person' AND p.correction IS NULL {which}
        ORDER BY p.closeness DESC, p.id DESC LIMIT :most),
    compared AS (
        SELECT known.id, known.strength, known.first_at, kith_strength(past.closeness, NULL, :then) AS before,
               known.evidence - (past.closeness - kith_moment(:then)) AS change
        FROM known, LATERAL (
            SELECT kith_closeness(kith_evidence(
                       sum(kith_decayed(kith_month_volume(sent_weight, received_weight, shared_weight, meeting_weight),
                                        kith_month_end(month), :then)),
                       sum(kith_decayed(sent_weight + meeting_weight, kith_month_end(month), :then)),
                       sum(kith_decayed(received_weight + meeting_weight, kith_month_end(month), :then)),
                       CAST(sum(our_turns + their_turns) AS bigint), CAST(sum(our_replies + their_replies) AS bigint),
                       sum(our_log_seconds + their_log_seconds), known.first_at, least(known.last_at, :then)), :then)
                   AS closeness
            FROM person_months
            WHERE user_id = :user_id AND person_id = known.id AND kith_month_end(month) <= :then) AS past)
    SELECT id, before, kind FROM (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY CASE kind WHEN 'new' THEN strength
                                     ELSE before - strength END DESC, id) AS place
        FROM (SELECT *, CASE WHEN before >= :close AND change <= ln(CAST(:left AS float8)) THEN 'drifting'
                             WHEN (first_at >= :then AND strength >= :matters)
                                  OR (before < :closer AND strength >= :close) THEN 'new' END AS kind
              FROM compared) AS judged
        WHERE kind IS NOT NULL) AS placed
    WHERE place <= {shown} ORDER BY kind, place
"""
_OF_COMPANY = (
    """AND p.id = ANY(ARRAY(SELECT person_id FROM identities WHERE user_id = :user_id AND company_id = :id))"""
)


async def trends(
    session: AsyncSession, user_id: UUID, at: datetime, company_id: UUID | None = None
) -> list[tuple[UUID, float, str]]:
    """(person, strength half a year ago, "drifting" or "new"), those of whom it is truest first."""
    rows = await session.execute(
        text(_TRENDS.format(which=_OF_COMPANY if company_id else "", shown=_MOST_SHOWN)),
        {
            "user_id": user_id,
            "at": at,
            "then": at - AGO,
            "most": _MOST_LOOKED_AT,
            "close": CLOSE,
            "left": LEFT,
            "closer": CLOSER,
            "matters": MATTERS,
        }
        | ({"id": company_id} if company_id else {}),
    )
    return [(row[0], row[1], row[2]) for row in rows]
