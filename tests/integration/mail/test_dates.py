"""What a mail says of its date is what is shown and sorted by; where that cannot be, who says otherwise is told."""

from datetime import UTC, datetime, timedelta

import pytest

from base.clock import now
from models.contracts.mail.messages import DateSource
from services.wiring import Services
from tests.owner import START, Letter, Owner

IDA = "Ida Okafor <ida@northwind.example>"
_SERVER = "Received: from a by b; Wed, 5 Mar 2003 10:00:00 +0000\n"


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Mail of 1985 to 2026, of which several dates cannot be true; where it was kept, all came at START."""
    owner = await Owner.create(services)
    dates = {
        "1995": "Date: Tue, 7 Nov 1995 09:15:00 -0300\n",
        "1985": "Date: 5 Aug 85 10:00:00 EST\n",
        "1970": _SERVER + "Date: Thu, 1 Jan 1970 00:00:00 +0000\n",
        "2099": "Date: Thu, 1 Jan 2099 00:00:00 +0000\n",
        "later": f"Date: {START + timedelta(days=9):%d %b %Y %H:%M:%S} +0000\n",
        "2020": "Date: Tue, 12 May 2020 08:00:00 +0200\n",
        "none": "",
    }
    await owner.receive(*(Letter(key, IDA, headers=head, thread="t") for key, head in dates.items()))
    await owner.receive(Letter("nobody knows", IDA, date=datetime(1970, 1, 1, tzinfo=UTC), labels=("SENT",)))
    await owner.learn()
    return owner


async def test_lists_pages_labels_searches_and_threads_are_in_the_order_of_what_mail_says(robin: Owner) -> None:
    mail = robin.services.mail.reading
    paged, cursor = [], None
    while True:
        items, cursor = await mail.messages(robin.me, cursor=cursor, limit=2, label="INBOX")
        paged += items
        if cursor is None:
            break
    whole, _ = await mail.messages(robin.me, label="INBOX")
    found, _ = await mail.messages(robin.me, question="hello", label="INBOX")
    thread = await mail.thread(robin.me, robin.refs[0].mailbox_id, "t", images=False)

    assert [one.date.year for one in whole] == [2026, 2026, 2026, 2020, 2003, 1995, 1985]
    assert [one.id for one in paged] == [one.id for one in whole] == [one.id for one in found]
    assert [one.id for one in thread.messages] == [one.id for one in whole[::-1]]
    assert (thread.first_at, thread.last_at) == (datetime(1985, 8, 5, 15, tzinfo=UTC), START)


async def test_it_is_told_who_says_a_date(robin: Owner) -> None:
    items, _ = await robin.services.mail.reading.messages(robin.me)
    told = {one.source_id: (one.date, one.date_source) for one in items}

    assert told["1995"] == (datetime(1995, 11, 7, 12, 15, tzinfo=UTC), DateSource.HEADER)
    assert told["1970"] == (datetime(2003, 3, 5, 10, tzinfo=UTC), DateSource.RECEIVED)
    assert told["2099"] == told["later"] == told["none"] == (START, DateSource.MAILBOX)
    assert told["nobody knows"][1] is DateSource.STORED
    assert now() - told["nobody knows"][0] < timedelta(minutes=5)


async def test_people_are_known_since_their_first_mail(robin: Owner) -> None:
    contacts, _ = await robin.services.people.contacts.contacts(robin.me)
    known = [(one.first_at, one.received) for one in contacts if one.address == "ida@northwind.example"]
    assert [(first and first.year, received) for first, received in known] == [(1985, 7)]
