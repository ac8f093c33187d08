"""What the mail with people looks like. Reckoned once for each version of a user's people."""

from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.analytics import Analytics, Companion, Scope, Trend
from models.database import Database
from models.queries.people.analytics import AnalyticsQueries
from models.queries.people.companies import CompanyQueries
from models.queries.people.contacts import ContactQueries
from models.queries.people.memberships import MembershipQueries
from models.queries.people.strength import version
from models.queries.people.trends import trends

_MOST_KEPT = 256  # answers of this process, a few KB each
_KEPT = timedelta(minutes=15)  # strengths fade meanwhile, by a quarter of a thousandth

_Key = tuple[UUID, Scope, UUID | None, int, str]


class PeopleAnalytics:
    """Raises NotFound for contacts and companies that there are not, or that are somebody else's.

    Answers are kept in memory with the version of the user's people, which every change of them raises in its own
    transaction: an answer of an older version is never given.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[_Key, tuple[int, datetime, Analytics]] = OrderedDict()

    async def contact(self, principal: Principal, contact_id: UUID, *, months: int, zone: str) -> Analytics:
        """Of the mail with one contact: all their addresses."""
        user_id = principal.tenant_id
        async with self._database.snapshot(user_id) as session:
            queries = MembershipQueries(session, user_id)
            person = (await queries.persons_of([contact_id]))[contact_id]
            if not await queries.known([person]):
                raise NotFound("There is no such contact.")
            return await self._of(session, user_id, Scope.CONTACT, person, months, zone)

    async def company(self, principal: Principal, company_id: UUID, *, months: int, zone: str) -> Analytics:
        """Of the mail with the people of a company, at their addresses there."""
        user_id = principal.tenant_id
        async with self._database.snapshot(user_id) as session:
            if await CompanyQueries(session, user_id).one(company_id, now()) is None:
                raise NotFound("There is no such company.")
            return await self._of(session, user_id, Scope.COMPANY, company_id, months, zone)

    async def all(self, principal: Principal, *, months: int, zone: str) -> Analytics:
        """Of the mail with all people."""
        async with self._database.snapshot(principal.tenant_id) as session:
            return await self._of(session, principal.tenant_id, Scope.ALL, None, months, zone)

    async def _of(
        self, session: AsyncSession, user_id: UUID, scope: Scope, scope_id: UUID | None, months: int, zone: str
    ) -> Analytics:
        at, key = now(), (user_id, scope, scope_id, months, zone)
        # Asked first: what changes while it is reckoned is of a later version, and asked for anew.
        current = await version(session, user_id)
        if key in self._kept and self._kept[key][0] == current and at - self._kept[key][1] < _KEPT:
            self._kept.move_to_end(key)
            return self._kept[key][2]
        found = await _reckon(session, user_id, scope, scope_id, _since(at, months), at, zone)
        self._kept[key] = (current, at, found)
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found


async def _reckon(
    session: AsyncSession, user_id: UUID, scope: Scope, scope_id: UUID | None, since: datetime, at: datetime, zone: str
) -> Analytics:
    queries = AnalyticsQueries(session, user_id, scope=scope, scope_id=scope_id, since=since)
    by_month, week = await queries.traffic(zone)
    ours, theirs = await queries.responses()
    beside = await queries.companions()
    company_id = scope_id if scope is Scope.COMPANY else None
    changed = [] if scope is Scope.CONTACT else await trends(session, user_id, at, company_id)
    named = {one for one, other, _ in beside} | {other for _, other, _ in beside if other} | {row[0] for row in changed}
    known = {one.id: one for one in await ContactQueries(session, user_id).of_persons(named, at)}
    return Analytics(
        since=since.date(),
        months=by_month,
        week=week,
        ours=ours,
        theirs=theirs,
        companions=[
            Companion(contact=known[one], beside=known[other] if other else None, mails=mails)
            for one, other, mails in beside
        ],
        drifting=[Trend(contact=known[one], before=was) for one, was, kind in changed if kind == "drifting"],
        new=[Trend(contact=known[one], before=was) for one, was, kind in changed if kind == "new"],
    )


def _since(at: datetime, months: int) -> datetime:
    """The beginning of the first of so many months (UTC); the last one is under way."""
    first = at.year * 12 + at.month - months
    return at.replace(year=first // 12, month=first % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
