"""When a mail was sent, by its own word."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from base.clock import now
from models.contracts.mail.messages import DateSource
from services.mime.dates import parse_date, sent_at
from services.mime.parts import part_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 1 Jun 2026 10:00:00 +0200", datetime(2026, 6, 1, 8, tzinfo=UTC)),
        ("1 Jun 2026 10:00:00 -0000", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Mon, 1 Jun 2026 10:00:00", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Mon, 01 Jun 2026 10:00 GMT", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Mon, 1 Jun 2026 10:00:00 EST", datetime(2026, 6, 1, 15, tzinfo=UTC)),
        ("Mon, 1 Jun 2026 10:00:00 +0000 (Coordinated Universal Time)", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Mon Jun  1 10:00:00 2026", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("Fri, 13 Aug 99 09:30:00 +0100", datetime(1999, 8, 13, 8, 30, tzinfo=UTC)),
        ("Sat, 1 Jan 00 00:00:00 -0000", datetime(2000, 1, 1, tzinfo=UTC)),
        ("Sat, 15 Feb 103 10:00:00 +0000", datetime(2003, 2, 15, 10, tzinfo=UTC)),
        ("Sat, 15 Feb 19103 10:00:00 +0000", datetime(2003, 2, 15, 10, tzinfo=UTC)),
        ("Tue, 7 Nov 1995 09:15:00 -0300", datetime(1995, 11, 7, 12, 15, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 -03:30", datetime(2020, 5, 12, 11, 30, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 +9", datetime(2020, 5, 11, 23, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 -07 (MST)", datetime(2020, 5, 12, 15, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 GMT-0330", datetime(2020, 5, 12, 11, 30, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 UTC+9", datetime(2020, 5, 11, 23, tzinfo=UTC)),
        ("Tue,12 May 2020 08:00:00+0100", datetime(2020, 5, 12, 7, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 MESZ", datetime(2020, 5, 12, 6, tzinfo=UTC)),
        ("Tue, 12 May 2020 08:00:00 K", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("2020-05-12T08:00:00.250-05:00", datetime(2020, 5, 12, 13, tzinfo=UTC)),
        ("2020-05-12 08:00:00Z", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("20200512T080000Z", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("2020/05/12 08:00:00 +0000", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("12.05.2020 08:00", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("05/23/2020 08:00:00 PM", datetime(2020, 5, 23, 20, tzinfo=UTC)),
        ("23/05/2020 08:00", datetime(2020, 5, 23, 8, tzinfo=UTC)),
        ("5/6/2020 12:30 AM", datetime(2020, 5, 6, 0, 30, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2017, 1, 1, tzinfo=UTC)),
        ("Tue, 30 Jun 2015 18:59:60 -0500", datetime(2015, 7, 1, tzinfo=UTC)),
        (
            "Tue (of all days), 12(th)May(was it?)2020 08 : 00 (sharp (or so)) +0200",
            datetime(2020, 5, 12, 6, tzinfo=UTC),
        ),
        ("Tue, 12 May 2020 08.00.00 +0200", datetime(2020, 5, 12, 6, tzinfo=UTC)),
        ("12-May-20 08:00:00 +0200", datetime(2020, 5, 12, 6, tzinfo=UTC)),
        ("Tue May 12 08:00:00 EDT 2020", datetime(2020, 5, 12, 12, tzinfo=UTC)),
        ("Tue May 12 08:00:00 2020 -0400", datetime(2020, 5, 12, 12, tzinfo=UTC)),
        ("Tuesday, May 12th, 2020 08:00 AM", datetime(2020, 5, 12, 8, tzinfo=UTC)),
        ("Di, 12 Mai 2020 08:00:00 +0200", datetime(2020, 5, 12, 6, tzinfo=UTC)),
        ("mar., 12 f\u00e9vr. 2019 08:00:00 +0100", datetime(2019, 2, 12, 7, tzinfo=UTC)),
        ("mar, 12 dic 2017 08:00:00 +0100", datetime(2017, 12, 12, 7, tzinfo=UTC)),
        ("\u0412\u0442, 12 \u043c\u0430\u044f 2020 08:00:00 +0300", datetime(2020, 5, 12, 5, tzinfo=UTC)),
        ("2020\u5e745\u670812\u65e5 08:00 JST", datetime(2020, 5, 11, 23, tzinfo=UTC)),
    ],
)
def test_dates_of_mail_are_read(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "08:00:00 +0000",
        "Thu, 12 May 0101 08:00:00 +0000",
        "Tue, 30 Feb 2020 08:00:00 +0000",
        "Tue, 12 May 2020 08:00:00 +9900",
        "Tue, 12 Foo 2020 08:00:00 +0000",
        "5/6/2020 08:00:00",  # in May, or in June
        "Fri, 1 Jan 1904 00:00:00 +0000",
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Thu, 1 Jan 2099 00:00:00 +0000",
        "Mon, 32 Jun 2026 10:00:00 +0000",
        "Mon, 1 Jun 2026 25:61:00 +0000",
        "Mon, 1 Jun 99999999999 10:00:00 +0000",
        "Mon, 1 Jun 2026 10:00:00 +99999999999999999999",
        "1" * 5_000,
        "\0",
        ",",
    ],
)
def test_what_is_no_date_or_cannot_be_true_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_clock_in_another_zone_is_believed_and_one_far_ahead_is_not() -> None:
    soon, later = now() + timedelta(hours=14), now() + timedelta(hours=28)

    assert parse_date(format_datetime(soon)) == soon.replace(microsecond=0)
    assert parse_date(format_datetime(later)) is None


RECEIVED = b"Received: from a by b; Mon, 1 Jun 2026 10:00:00 +0000\nReceived: by c; Sun, 31 May 2026 09:00:00 +0000\n"
BY_SERVER = (datetime(2026, 6, 1, 10, tzinfo=UTC), DateSource.RECEIVED)


@pytest.mark.parametrize(
    "date",
    [
        b"Tue, 1 Jan 2099 00:00:00 +0000",
        b"Thu, 1 Jan 1970 00:00:01 +0000",
        b"Wed, 31 Dec 1969 16:00:00 -0800",
        b"Fri, 1 Jan 1904 00:00:00 +0000",
        b"Tue, 1 Jan 1980 00:00:00 +0000",
        b"Mon, 1 Jan 0101 00:00:00 +0000",
        b"Thu, 4 Jun 2026 10:00:00 +0000",  # after it was received
        b"not a date",
        b"",
    ],
)
def test_where_the_date_is_not_credible_the_newest_server_is_asked(date: bytes) -> None:
    assert sent_at(part_of(RECEIVED + b"Date: " + date + b"\n\n")) == BY_SERVER


def test_what_the_mail_says_is_believed_where_it_can_be_true() -> None:
    old = sent_at(part_of(RECEIVED + b"Date: Tue, 7 Nov 1995 09:15:00 -0300\n\n"))
    ahead = sent_at(part_of(RECEIVED + b"Date: Tue, 2 Jun 2026 11:00:00 +0000\n\n"))

    assert old == (datetime(1995, 11, 7, 12, 15, tzinfo=UTC), DateSource.HEADER)
    assert ahead == (datetime(2026, 6, 2, 11, tzinfo=UTC), DateSource.HEADER)  # a clock in a wrong zone


def test_of_servers_the_topmost_that_can_be_right_is_asked() -> None:
    wrong = b"Received: by d; Thu, 1 Jan 1970 00:00:00 +0000\nReceived: without a date\n"

    assert sent_at(part_of(wrong + RECEIVED + b"Date: x\n\n")) == BY_SERVER
    assert sent_at(part_of(b"Received: nonsense\nDate: nonsense\n\n")) is None
    assert sent_at(part_of(b"Date: Tue, 1 Jan 1980 00:00:00 +0000\n\n")) is not None  # nobody says otherwise


@pytest.mark.parametrize(
    "token", ["1 ", "1 jan ", "(", "()", "((x)", "+0", ":", "1:", "2020-", "a", ",", "Mon, 1 Jun 2026 "]
)
def test_no_token_repeated_takes_long(token: str) -> None:
    begun = time.process_time()
    parse_date(token * (2_000_000 // len(token)))

    assert time.process_time() - begun < 0.5
