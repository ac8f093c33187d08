"""Why somebody is as close as they are, and how close they were month by month."""

import math
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.strength import Correction, ReplyHabit, Strength, StrengthFactors, StrengthPoint

_MOST_MONTHS = 60
# All that there was by a moment, of one person's months.
_BY_THEN = """
    SELECT coalesce(sum(sent), 0) AS sent, coalesce(sum(received), 0) AS received, coalesce(sum(shared), 0) AS shared,
           coalesce(sum(direct), 0) AS direct, coalesce(sum(meetings), 0) AS meetings,
           CAST(coalesce(sum(our_turns), 0) AS bigint) AS our_turns,
           CAST(coalesce(sum(their_turns), 0) AS bigint) AS their_turns,
           CAST(coalesce(sum(our_replies), 0) AS bigint) AS our_replies,
           CAST(coalesce(sum(their_replies), 0) AS bigint) AS their_replies,
           coalesce(sum(our_log_seconds), 0) AS our_log_seconds,
           coalesce(sum(their_log_seconds), 0) AS their_log_seconds,
           coalesce(sum(kith_decayed(kith_month_volume(sent_weight, received_weight, shared_weight, meeting_weight),
                                     kith_month_end(month), points.until)), 0) AS volume,
           coalesce(sum(kith_decayed(sent_weight + meeting_weight, kith_month_end(month), points.until)), 0)
               AS sent_weight,
           coalesce(sum(kith_decayed(received_weight + meeting_weight, kith_month_end(month), points.until)), 0)
               AS received_weight
    FROM person_months WHERE user_id = :user_id AND person_id = :person_id AND kith_month_end(month) <= points.until
"""
# A point for the end of each month; that of the last one lies ahead, so strength is told as of now.
_EXPLAINED = f"""
    SELECT points.month, told.*, p.correction, p.last_at, date_part('epoch', p.last_at - p.first_at) / 86400 AS days,
           kith_reciprocity(told.sent_weight, told.received_weight) AS reciprocity,
           kith_reply_factor(told.our_turns + told.their_turns, told.our_replies + told.their_replies) AS reply_factor,
           kith_speed_factor(told.our_replies + told.their_replies, told.our_log_seconds + told.their_log_seconds)
               AS speed,
           kith_tenure_factor(p.first_at, least(p.last_at, points.until)) AS tenure,
           kith_strength(kith_closeness(kith_evidence(
               told.volume, told.sent_weight, told.received_weight, told.our_turns + told.their_turns,
               told.our_replies + told.their_replies, told.our_log_seconds + told.their_log_seconds, p.first_at,
               least(p.last_at, points.until)), points.until), NULL, least(points.until, :at)) AS by_mail,
           told.volume * exp(kith_moment(points.until) - kith_moment(least(points.until, :at))) AS counted,
           kith_strength(p.closeness, p.correction, :at) AS strength
    FROM persons p,
         LATERAL (SELECT CAST(month AS date) AS month, kith_month_end(CAST(month AS date)) AS until
                  FROM generate_series(
                      greatest(date_trunc('month', p.first_at AT TIME ZONE 'UTC'),
                               date_trunc('month', :at AT TIME ZONE 'UTC') - interval '{_MOST_MONTHS - 1} months'),
                      date_trunc('month', :at AT TIME ZONE 'UTC'), interval '1 month') AS month) AS points,
         LATERAL ({_BY_THEN}) AS told
    WHERE p.user_id = :user_id AND p.id = :person_id ORDER BY points.month
"""  # noqa: S608 - made of this module's own words


class ExplanationQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def explain(self, person_id: UUID, at: datetime) -> Strength | None:
        """How close this person is as of `at`, and what of; None: there is no such person."""
        rows = await self._session.execute(
            text(_EXPLAINED), {"user_id": self._user_id, "person_id": person_id, "at": at}
        )
        points = rows.all()
        return _strength(points) if points else None


def _strength(points: Any) -> Strength:
    now = points[-1]
    return Strength(
        strength=now.strength,
        by_mail=now.by_mail,
        correction=Correction(now.correction) if now.correction else None,
        volume=now.counted,
        sent=now.sent,
        received=now.received,
        shared=now.shared,
        meetings=now.meetings,
        direct=now.direct,
        tenure_days=now.days,
        ours=_habit(now.their_turns, now.our_replies, now.our_log_seconds),
        theirs=_habit(now.our_turns, now.their_replies, now.their_log_seconds),
        factors=StrengthFactors(
            reciprocity=now.reciprocity, replies=now.reply_factor, speed=now.speed, tenure=now.tenure
        ),
        history=[StrengthPoint(month=one.month, strength=one.by_mail) for one in points],
    )


def _habit(turns: int, replies: int, log_seconds: float) -> ReplyHabit:
    usual = math.exp(log_seconds / replies) if replies else None
    return ReplyHabit(turns=turns, replies=replies, usual_seconds=usual)
