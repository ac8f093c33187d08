"""What a rule changes of memberships: it joins, and takes back what it had joined. What a person decided stays."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.ids import new_id
from models.contracts.people.memberships import ChangeKind, MadeBy, MembershipChange, Move
from models.queries.people.memberships import MembershipQueries
from services.people.resolution.identity import Verdict

_MOMENT = timedelta(microseconds=1)  # between two changes of one transaction: their order is kept


@dataclass(frozen=True)
class Current:
    """`persons` has each identity of the persons that are looked at, with its person by now.

    `open`: merges by a rule that nobody has built on since, the latest first.
    """

    persons: Mapping[UUID, UUID]
    open: Sequence[MembershipChange]

    @property
    def decided(self) -> dict[UUID, UUID]:
        """Each identity's person without the open merges."""
        persons = dict(self.persons)
        for change in self.open:
            persons |= {move.identity_id: move.old_person for move in change.moves}
        return persons


class RuleMemberships:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._queries = MembershipQueries(session, user_id)

    async def current(self, persons: Mapping[UUID, UUID]) -> Current:
        """These persons, each with all identities of theirs.

        A merge by a rule is settled where a person has changed that person since, or typed anything of them: they have
        seen it, and taken it for right.
        """
        # Nothing is joined in whoever is one identity.
        sizes = Counter(persons.values())
        joined = [identity for identity, person in persons.items() if sizes[person] > 1]
        held = await self._queries.held(joined) if joined else []
        typed = await self._queries.typed_at(joined) if held else {}
        settled = {persons[identity]: at for identity, at in sorted(typed.items(), key=lambda said: said[1])}
        for change in held:
            if change.made_by is MadeBy.PERSON:
                for person in {persons[one] for one in _touched(change) if one in persons}:
                    settled[person] = max(change.at, settled.get(person, change.at))
        found = []
        for change in held:
            if change.made_by is MadeBy.RULE and change.kind is ChangeKind.MERGE:
                theirs = {persons.get(move.identity_id) for move in change.moves}
                theirs_now = next(iter(theirs))
                if len(theirs) == 1 and theirs_now and _is_open(change, settled.get(theirs_now)):
                    found.append(change)
        return Current(persons, found)

    async def apply(
        self, current: Current, people: Sequence[Collection[UUID]], known: Collection[UUID], verdicts: Sequence[Verdict]
    ) -> tuple[int, int, set[UUID]]:
        """Make persons of `people` (identities that are one, of those that are `known`); `verdicts` are why.

        Returns how many merges were taken back, how many were made, and the persons that changed.
        """
        parts = {identity: number for number, members in enumerate(people) for identity in members if identity in known}
        split = _of_several(current.persons, parts, known)
        changed, persons, taken_back = set[UUID](), dict(current.persons), 0
        for change in current.open:
            moved = [move.identity_id for move in change.moves]
            if split.isdisjoint(current.persons[one] for one in moved) or await self._queries.later(change):
                continue
            back = [replace(move, old_person=move.new_person, new_person=move.old_person) for move in change.moves]
            await self._queries.move(back)
            await self._queries.set_undone(change.id)
            persons |= {move.identity_id: move.new_person for move in back}
            changed |= _persons(back)
            taken_back += 1
        left = _of_several(persons, parts, known)
        joins = [sorted({persons[one] for one in members if one in persons}) for members in people]
        changes = await self._joined([one for one in joins if len(one) > 1 and left.isdisjoint(one)], persons, verdicts)
        changed |= _persons(move for change in changes for move in change.moves)
        return taken_back, len(changes), changed

    async def _joined(
        self, joins: Sequence[Sequence[UUID]], persons: Mapping[UUID, UUID], verdicts: Sequence[Verdict]
    ) -> list[MembershipChange]:
        """One change for each that joins whom most mail is with, so that each can be undone by itself."""
        if not joins:
            return []
        sizes = await self._queries.sizes([person for wanted in joins for person in wanted])
        reasons = _Reasons(persons, verdicts)
        kept = {person: max(wanted, key=lambda it: (sizes.get(it, 0), it)) for wanted in joins for person in wanted}
        members: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for identity, person in sorted((await self._queries.members(sorted(kept))).items()):
            members[person].append(identity)
        at = now()
        changes = [
            MembershipChange(
                id=new_id(),
                kind=ChangeKind.MERGE,
                person_id=kept[person],
                at=at + number * _MOMENT,
                made_by=MadeBy.RULE,
                reasons=reasons.of(person, wanted),
                moves=[Move(identity_id=one, old_person=person, new_person=kept[person]) for one in members[person]],
                undone_at=None,
            )
            for number, (person, wanted) in enumerate((one, wanted) for wanted in joins for one in wanted)
            if kept[person] != person
        ]
        await self._queries.record(changes)
        await self._queries.move([move for change in changes for move in change.moves])
        return changes


class _Reasons:
    """What spoke most for it that persons are one."""

    def __init__(self, persons: Mapping[UUID, UUID], verdicts: Sequence[Verdict]) -> None:
        self._persons = persons
        self._of: defaultdict[UUID | None, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            for person in {persons.get(verdict.first), persons.get(verdict.second)}:
                self._of[person].append(verdict)

    def of(self, joining: UUID, wanted: Sequence[UUID]) -> list[str]:
        """Of all pairs of who joins with the others: in words, the strongest first."""
        ends = [
            (verdict, {self._persons.get(verdict.first), self._persons.get(verdict.second)})
            for verdict in self._of[joining]
        ]
        pairs = [verdict for verdict, both in ends if len(both) > 1 and both <= set(wanted)]
        best = max(pairs, key=lambda one: one.bits, default=None)
        features = sorted(best.features, key=lambda one: -one.bits) if best else []
        return [one.reason for one in features if one.bits > 0]


def _is_open(change: MembershipChange, settled_at: datetime | None) -> bool:
    return settled_at is None or settled_at < change.at


def _of_several(persons: Mapping[UUID, UUID], parts: Mapping[UUID, int], known: Collection[UUID]) -> set[UUID]:
    """The persons whose identities, of those that are known, are in several parts. Who is in none is alone."""
    first: dict[UUID, int | UUID] = {}
    return {
        person
        for identity, person in persons.items()
        if identity in known
        and first.setdefault(person, parts.get(identity, identity)) != parts.get(identity, identity)
    }


def _touched(change: MembershipChange) -> set[UUID]:
    return {one for move in change.moves for one in (move.identity_id, move.old_person, move.new_person)}


def _persons(moves: Iterable[Move]) -> set[UUID]:
    return {person for move in moves for person in (move.old_person, move.new_person)}
