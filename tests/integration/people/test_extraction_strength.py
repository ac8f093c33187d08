"""The strength of a relationship: in [0, 1), mutual, and fading."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from base.clock import now
from base.settings import Settings
from models.queries.people.contacts import ContactQueries
from services.wiring import Services
from tests.owner import ROBIN, Letter, Owner

IDA = "ida@northwind.example"
YEAR = timedelta(days=365)


@pytest.fixture
async def robin(settings: Settings) -> AsyncIterator[Owner]:
    services = await Services.build(settings)
    yield await Owner.create(services)
    await services.close()


async def strength(owner: Owner, at: datetime | None = None) -> float:
    contact = (await owner.people())[IDA]
    async with owner.services.core.database.tenant(owner.user_id) as session:
        found = await ContactQueries(session, owner.user_id).one(contact.id, at or now())
    assert found is not None
    return found.strength


def written(many: int, *, sent: bool, to: str = IDA) -> list[Letter]:
    start = now() - timedelta(days=30)
    return [
        Letter(
            f"{sent}{n}",
            ROBIN if sent else IDA,
            to if sent else ROBIN,
            start + timedelta(hours=n),
            ("SENT",) if sent else (),
        )
        for n in range(many)
    ]


def conversation(weeks: int, *, delay: timedelta = timedelta(hours=2), cc: bool = False, last: int = 0) -> list[Letter]:
    """A question and an answer in each week until `last` weeks ago."""
    letters = []
    headers = f"Cc: {ROBIN}\n" if cc else ""
    for week in range(last, last + weeks):
        asked = now() - timedelta(days=7 * week + 1)
        to = "bo@lind.example" if cc else ROBIN
        letters += [
            Letter(f"q{week}", IDA, to, asked - delay, thread=f"t{week}", headers=headers),
            Letter(f"a{week}", ROBIN, IDA, asked, ("SENT",), thread=f"t{week}"),
        ]
    return letters


@pytest.mark.parametrize("sent", [True, False])
async def test_one_sided_traffic_stays_weak_however_much_it_is(robin: Owner, sent: bool) -> None:
    await robin.receive(*written(150, sent=sent))
    await robin.learn()
    assert 0 < await strength(robin) < 0.2


async def test_traffic_in_both_directions_is_strong_and_fades(robin: Owner) -> None:
    await robin.receive(*conversation(24))
    await robin.learn()
    found = [await strength(robin, now() + year * YEAR) for year in range(6)]
    assert 0.9 < found[0] < 1
    assert all(later < earlier for earlier, later in pairwise(found))
    assert 0 < found[-1] < 0.05


async def test_a_letter_each_way_is_more_than_two_from_one_side(robin: Owner) -> None:
    await robin.receive(*written(2, sent=False))
    await robin.learn()
    one_sided = await strength(robin)
    await robin.delete("False1")
    await robin.receive(*written(1, sent=True))
    await robin.learn()
    assert await strength(robin) > one_sided > 0


async def test_mail_to_a_crowd_says_little_about_each(robin: Owner) -> None:
    crowd = ", ".join([IDA, *(f"p{n}@crowd.example" for n in range(99))])
    await robin.receive(*written(5, sent=True, to=crowd))
    await robin.learn()
    lost = await strength(robin)
    await robin.delete(*(f"True{n}" for n in range(5)))
    await robin.receive(*(letter for letter in written(10, sent=True)[5:]))
    await robin.learn()
    assert 0 < lost < await strength(robin)


async def test_what_makes_a_relationship_counts_each_by_itself(services: Services) -> None:
    """The same mail, but for one thing."""
    usual = conversation(6)
    others = {
        "older": [replace(one, date=one.date - timedelta(days=90)) for one in usual],
        "slower": conversation(6, delay=timedelta(days=6)),
        "unanswered": [replace(one, thread=one.key) for one in usual],
        "copied": conversation(6, cc=True),
        "one-sided": [replace(one, sender=IDA, to=ROBIN, labels=("INBOX",)) for one in usual],
        "shorter": usual[:6],
    }
    found = {}
    for name, letters in {"usual": usual, **others}.items():
        owner = await Owner.create(services, f"{name}@owner.example")
        await owner.add_alias(ROBIN)
        await owner.receive(*letters)
        await owner.learn()
        found[name] = await strength(owner)
    assert all(0 < found[name] < found["usual"] for name in others), found


async def test_a_weight_is_the_same_whenever_it_is_weighed(robin: Owner) -> None:
    letters = written(6, sent=False)
    for letter in letters[::2] + letters[1::2]:
        await robin.receive(letter)
        await robin.learn()
    step_by_step = await robin.numbers()
    await robin.delete(letters[5].key)
    await robin.receive(Letter("again", IDA, date=letters[5].date))
    await robin.learn()
    assert await robin.numbers() == step_by_step


@pytest.mark.parametrize(
    ("sent", "received", "years"),
    [
        (0, 0, 0),
        (1e-9, 1e-9, 0),
        (1, 0, 0),
        (300, 300, 0),
        (1e6, 1e6, 0),
        (1e12, 1e12, 0),
        (1, 1, 2000),
        (0, 1e9, 0),
        (5, 5, -1),
    ],
)
async def test_no_traffic_leads_out_of_the_bounds(robin: Owner, sent: float, received: float, years: int) -> None:
    """The traffic of each month of thirty years, told at another time."""
    found = await robin.rows(
        """SELECT correction, round(CAST(kith_strength(closeness, correction, later) AS numeric), 9),
                  kith_order(closeness, correction, later)
           FROM (SELECT kith_closeness(kith_evidence(kith_month_volume(:sent, :received, 0, 0)
                            * CAST(1 / (1 - 2 ^ (-1 / 6.0)) AS float8),
                            :sent, :received, 9, 9, 0, at - interval '30 years', at), at) AS closeness,
                        at + make_interval(years => :years) AS later
                 FROM (SELECT now() AS at) AS one) AS person,
                unnest(ARRAY[NULL, 'closer', 'not_close']) AS correction""",
        sent=float(sent),
        received=float(received),
        years=years,
    )
    told = {row[0]: row[1] for row in found}
    order = {row[0]: row[2] for row in found}
    assert 0 <= told[None] <= (1 if sent and received else 0.5)
    assert 0.6 <= told["closer"] <= 1
    assert 0 <= told["not_close"] <= 0.2
    by_order = sorted(order, key=lambda one: order[one])
    assert [told[one] for one in by_order] == sorted(told.values())
