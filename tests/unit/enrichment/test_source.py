"""Only what a source needs leaves, and errors say what comes next."""

from datetime import timedelta

import pytest

from base.errors import KithError
from integrations.enrichment import errors
from integrations.enrichment.source import Key, Query

_EVERYTHING = Query("ada@marlow.example", "marlow.example", "ada", "Ada Marlow", "Marlow")
_EMAIL, _NAMED = frozenset({Key.EMAIL}), frozenset({Key.NAME, Key.COMPANY})


def test_only_what_a_source_needs_leaves() -> None:
    assert _EVERYTHING.only((_EMAIL, _NAMED)) == Query(email="ada@marlow.example")
    assert Query(name="Ada Marlow", company="Marlow", handle="ada").only((_EMAIL, _NAMED)) == Query(
        name="Ada Marlow", company="Marlow"
    )


def test_who_is_known_too_little_of_is_not_asked_about() -> None:
    assert Query(name="Ada Marlow", domain="marlow.example").only((_EMAIL, _NAMED)) is None
    assert Query(email="").only((_EMAIL,)) is None


def test_every_key_is_a_field_of_a_query() -> None:
    assert {key.value for key in Key} == set(vars(Query()))


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (errors.SourceBusy(timedelta(seconds=7)), True),
        (errors.SourceFailed(), True),
        (errors.CreditsUsedUp(), False),
        (errors.KeyRefused(), False),
        (errors.NeverAgain(), False),
        (errors.SourceRefused(), False),
    ],
)
def test_an_error_says_whether_to_try_again(error: KithError, *, retryable: bool) -> None:
    assert error.retryable is retryable
    assert error.detail.endswith(".")


def test_a_busy_source_says_how_long_it_rests() -> None:
    assert errors.SourceBusy(timedelta(seconds=7)).retry_after == timedelta(seconds=7)
