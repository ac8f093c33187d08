"""How long a server asks to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from base.retry_after import retry_after


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("0", timedelta(0)),
        (" 120 ", timedelta(minutes=2)),
        ("Thu, 01 Jan 2004 00:00:00 GMT", timedelta(0)),
        ("Thu, 01 Jan 2004 00:00:00", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 30, None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value) == wait


def test_retry_after_as_a_date_is_counted_from_now() -> None:
    wait = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))

    assert wait is not None
    assert timedelta(minutes=55) < wait <= timedelta(hours=1)
