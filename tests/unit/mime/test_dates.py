"""When a mail was sent, by its own word."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from base.clock import now
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
    ],
)
def test_dates_of_mail_are_read(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
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
    soon, later = now() + timedelta(hours=14), now() + timedelta(days=3)

    assert parse_date(format_datetime(soon)) == soon.replace(microsecond=0)
    assert parse_date(format_datetime(later)) is None


def test_where_the_date_is_not_credible_the_newest_server_is_asked() -> None:
    received = (
        b"Received: from a by b; Mon, 1 Jun 2026 10:00:00 +0000\nReceived: by c; Sun, 31 May 2026 09:00:00 +0000\n"
    )

    assert sent_at(part_of(received + b"Date: Tue, 1 Jan 2099 00:00:00 +0000\n\n")) == datetime(
        2026, 6, 1, 10, tzinfo=UTC
    )
    assert sent_at(part_of(received + b"Date: Sat, 30 May 2026 08:00:00 +0000\n\n")) == datetime(
        2026, 5, 30, 8, tzinfo=UTC
    )
    assert sent_at(part_of(b"Received: nonsense\nDate: nonsense\n\n")) is None
