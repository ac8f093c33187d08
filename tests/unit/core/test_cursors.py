"""Cursors: they survive the way through a client, and nothing else does."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import orjson
import pytest

from base import cursors
from base.errors import Invalid

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def forged(*parts: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def test_values_come_back_as_they_were() -> None:
    cursor = cursors.encode("list", MOMENT, UUID(int=3), "Ärger", 2.0, 7)

    assert cursors.decode("list", cursor, datetime, UUID, str, float, int) == [MOMENT, UUID(int=3), "Ärger", 2.0, 7]
    assert cursors.decode("list", None, datetime) is None


def test_other_time_zones_are_the_same_moment() -> None:
    cursor = cursors.encode("list", MOMENT.astimezone(timezone(timedelta(hours=-8))))

    assert cursors.decode("list", cursor, datetime) == [MOMENT]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "***",
        "é",
        "=" * 8,
        "A" * 5_000,
        forged(),
        forged("other", MOMENT, "a"),
        forged("list", MOMENT),
        forged("list", MOMENT, "a", "b"),
        forged("list", "yesterday", "a"),
        forged("list", "2026-01-01T00:00:00", "a"),
        forged("list", MOMENT, 5),
        forged("list", MOMENT, None),
        forged("list", MOMENT, "a\0b"),
        base64.urlsafe_b64encode(b'"list"').decode(),
        base64.urlsafe_b64encode(b"5").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_cursor_from_elsewhere_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        cursors.decode("list", cursor, datetime, str)

    assert refused.value.field == "cursor"


@pytest.mark.parametrize(
    ("value", "kind"), [("no-uuid", UUID), (True, int), (2**63, int), ("1.5", float), ("x", float)]
)
def test_a_value_of_another_type_is_refused(value: object, kind: type) -> None:
    with pytest.raises(Invalid):
        cursors.decode("list", forged("list", value), kind)
