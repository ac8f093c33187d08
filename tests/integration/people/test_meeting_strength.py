"""Meetings make people closer once they are over, and for as much as one meets somebody in them."""

from datetime import datetime, timedelta

import pytest

from base.clock import now
from models.contracts.people.strength import Strength
from services.people import meetings
from services.wiring import Services
from tests.integration.people.test_invitations import GUEST, HOST, IDA, Mail, calendar
from tests.owner import ROBIN, Letter, Owner

DAY = timedelta(days=1)


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def strength(owner: Owner, address: str = HOST) -> Strength:
    assert await owner.strengths() == await owner.strengths(anew=True)
    return await owner.services.people.closeness.strength(owner.me, (await owner.people())[address].id)


def invitation(key: str, at: datetime, people: str = "", *, sequence: int = 0, method: str = "REQUEST") -> Mail:
    text = calendar(method, uid=key, at=at, sequence=sequence, people=people)
    return Mail(f"{key}.{method}.{sequence}", IDA, text=text, date=at - DAY + timedelta(minutes=sequence))


async def test_who_was_met_is_closer_and_each_of_many_less(robin: Owner) -> None:
    yesterday = now() - DAY
    crowd = "".join(f"ATTENDEE:mailto:p{n}@crowd.example\n" for n in range(11))
    await robin.receive(invitation("one", yesterday), Letter("a", f"Bo <{GUEST}>", date=yesterday - DAY))
    await robin.learn()
    alone = await strength(robin)
    assert (alone.meetings, (await strength(robin, GUEST)).meetings) == (1, 0)
    await robin.receive(invitation("one", yesterday, sequence=1, method="CANCEL"))
    await robin.learn()
    off = await strength(robin)
    assert off.meetings == 0
    # The same two mails, and nothing but the meeting between them.
    await robin.delete("one.CANCEL.1")
    assert 2 * off.strength < (await strength(robin)).strength
    weight = (
        "SELECT round(CAST(meeting_weight AS numeric), 2) FROM person_months WHERE user_id = :user_id AND meetings > 0"
    )
    ((among_two,),) = await robin.rows(weight)
    await robin.receive(invitation("one", yesterday, people=crowd, sequence=2))
    await robin.learn()
    assert (await strength(robin)).meetings == 1
    ((among_many,),) = await robin.rows(weight)
    assert float(among_many) == pytest.approx(float(among_two) / 4, abs=0.01)


async def test_what_is_to_come_counts_once_it_is_over(robin: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = now() + timedelta(hours=2)
    await robin.receive(invitation("soon", soon), invitation("later", soon + 2 * DAY))
    await robin.learn()
    clock = robin.services.people.meetings
    assert (await strength(robin)).meetings == 0
    assert (await clock.count_over()).started == 0
    monkeypatch.setattr(meetings, "now", lambda: soon + DAY)
    assert (await clock.count_over()).started == 1
    assert (await strength(robin)).meetings == 1
    assert (await clock.count_over()).started == 0, "the next is over in two days"
    await robin.delete("soon.REQUEST.0")
    assert (await strength(robin)).meetings == 0
    monkeypatch.setattr(meetings, "now", lambda: soon + 3 * DAY)
    assert (await clock.count_over()).started == 1
    assert (await strength(robin)).meetings == 1
    await robin.delete("later.REQUEST.0")
    await robin.rows("UPDATE directory_meetings SET due_at = now() WHERE user_id = :user_id RETURNING 1")
    assert await robin.people() == {}


async def test_a_guest_of_whom_mail_comes_later_was_met_all_the_same(robin: Owner) -> None:
    met = now() - 40 * DAY
    await robin.receive(invitation("one", met, f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GUEST}\n"))
    await robin.learn()
    assert GUEST not in await robin.people()
    await robin.receive(Letter("a", f"Bo <{GUEST}>", ROBIN, now() - DAY))
    await robin.learn()
    assert (await strength(robin, GUEST)).meetings == 1
