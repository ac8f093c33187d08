"""In whatever order mail comes and goes, who is one person is what all of it at once says."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.wiring import Services
from tests.integration.people.test_resolution import asked, people
from tests.owner import START, Letter, Owner

# Few have each word, so that how rare one is does not depend on who came first: see `rarity`.
WRITERS = [
    ("Sunniva Ravnkilde", "sunniva.ravnkilde@north.example"),
    ("Sunniva Ravnkilde", "sravnkilde@gmail.com"),
    ("S. Ravnkilde", "ravnkilde.s@web.de"),
    ("Torvald Quistgaard", "sravnkilde@gmail.com"),  # and then two write from there
    ("Sunniva Ravnkilde", "sunniva@south.example"),
    ("Ida Okafor", "ida.okafor@north.example"),
    ("Ida Okafor", "io@gmail.com"),
    ("Torvald Quistgaard", "tq@harbour.example"),
    ("Torvald Quistgaard", "quistgaard.torvald@gmx.de"),
    ("Ida Okafor", "info@harbour.example"),
]
mails = st.lists(
    st.tuples(st.integers(0, len(WRITERS) - 1), st.sampled_from([0, 3, 90, 400, 401, 800]), st.booleans()),
    min_size=4,
    max_size=14,
)
numbers = count()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mails, st.integers(1, 4))
async def test_batch_by_batch_is_all_at_once(services: Services, mail: list[tuple[int, int, bool]], size: int) -> None:
    """Some mail is deleted again before the end."""
    letters = [
        Letter(f"m{n}", "{} <{}>".format(*WRITERS[writer]), date=START + timedelta(days=day, hours=n))
        for n, (writer, day, _) in enumerate(mail)
    ]
    going = {f"m{n}" for n, (_, _, goes) in enumerate(mail) if goes}
    found = []
    for at_once in (False, True):
        address = f"owner{next(numbers)}@marlow.example"
        owner = await Owner.create(services, address)
        theirs = [replace(one, to=address) for one in letters]
        if at_once:
            await owner.receive(*(one for one in theirs if one.key not in going))
            await owner.learn()
        else:
            for start in range(0, len(theirs), size):
                await owner.receive(*theirs[start : start + size])
                await owner.learn()
            await owner.delete(*sorted(going))
            await owner.learn()
        pairs = {frozenset(side.contact.address for side in one.contacts) for one in await asked(owner)}
        found.append((await people(owner), pairs))
    assert found[0] == found[1]
