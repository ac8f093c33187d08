"""What Gmail charges, and limits of one's own."""

import pytest

from base.errors import InvalidSettings
from integrations.gmail.prices import Quota


def test_the_two_price_lists_differ_in_what_a_message_costs() -> None:
    new, old = Quota.parse("2026"), Quota.parse("legacy")

    assert (new.prices["messages.get"], new.prices["threads.get"], new.user_per_minute) == (20, 40, 6_000)
    assert (old.prices["messages.get"], old.prices["threads.get"], old.user_per_minute) == (5, 10, 15_000)
    assert new.prices["messages.list"] == old.prices["messages.list"] == 5
    assert new.project_per_minute == old.project_per_minute == 1_200_000


def test_limits_of_ones_own_change_these_only() -> None:
    own = Quota.parse("legacy:user_per_minute=60000,concurrent=100")

    assert (own.user_per_minute, own.concurrent) == (60_000, 100)
    assert own.prices == Quota.parse("legacy").prices
    assert own.project_per_day == Quota.parse("legacy").project_per_day
    assert Quota.parse("2026:") == Quota.parse("2026")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "''"),
        ("2027", "'2027'"),
        ("Legacy", "'Legacy'"),
        ("2026:speed=1", "'speed'"),
        ("2026:prices=1", "'prices'"),
        ("2026:user_per_minute", "user_per_minute"),
        ("2026:user_per_minute=", "user_per_minute"),
        ("2026:user_per_minute=0", "user_per_minute"),
        ("2026:user_per_minute=-1", "user_per_minute"),
        ("2026:user_per_minute=1.5", "user_per_minute"),
        ("2026:user_per_minute=²", "user_per_minute"),
        ("2026:concurrent=10,user_per_minute=many", "user_per_minute"),
        ("2026:concurrent=" + "9" * 5_000, "concurrent"),
    ],
)
def test_what_is_wrong_is_named_together_with_the_setting(text: str, part: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        Quota.parse(text)

    assert refused.value.field == "KITH_GMAIL_QUOTA"
    assert part in str(refused.value)
