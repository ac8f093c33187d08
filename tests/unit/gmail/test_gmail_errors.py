"""Gmail's errors, classified once."""

import json
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import IncompleteRead

import httplib2
import pytest
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from base.errors import KithError, ReconnectRequired
from integrations.gmail.errors import (
    GmailRefused,
    GmailUnavailable,
    Missing,
    RateLimited,
    ScopeMissing,
    classify,
    retry_after,
)


def answer(status: int, content: bytes = b"", wait: str | None = None) -> HttpError:
    return HttpError(httplib2.Response({"status": status} | ({"retry-after": wait} if wait else {})), content)


def reason(name: str) -> bytes:
    return json.dumps({"error": {"errors": [{"reason": name}]}}).encode()


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (403, reason("rateLimitExceeded"), RateLimited),
        (403, reason("userRateLimitExceeded"), RateLimited),
        (403, reason("dailyLimitExceeded"), RateLimited),
        (403, reason("quotaExceeded"), RateLimited),
        (429, reason("rateLimitExceeded"), RateLimited),
        (429, b"<html>slow down</html>", RateLimited),
        (403, reason("insufficientPermissions"), ScopeMissing),
        (403, reason("domainPolicy"), ReconnectRequired),
        (403, b"", ReconnectRequired),
        (401, reason("authError"), ReconnectRequired),
        (404, reason("notFound"), Missing),
        (408, b"", GmailUnavailable),
        (500, reason("backendError"), GmailUnavailable),
        (502, b"<html>", GmailUnavailable),
        (503, b"\xff\xfe", GmailUnavailable),
        (400, reason("failedPrecondition"), GmailRefused),
        (400, b"[]", GmailRefused),
        (400, b'{"error": "invalid_grant"}', GmailRefused),
        (409, b'{"error": {"errors": []}}', GmailRefused),
        (412, b"null", GmailRefused),
    ],
)
def test_an_answer_has_one_meaning(status: int, content: bytes, kind: type[KithError]) -> None:
    assert type(classify(answer(status, content))) is kind


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(),
        IncompleteRead(b""),
        TimeoutError(),
        socket.gaierror(),
        ssl.SSLError(),
        httplib2.ServerNotFoundError(),
        TransportError(),
        json.JSONDecodeError("x", "y", 0),
        EOFError(),
        IncompleteRead(b"half"),
    ],
)
def test_no_answer_is_worth_another_try(error: Exception) -> None:
    found = classify(error)

    assert type(found) is GmailUnavailable
    assert found.retryable


def test_a_revoked_grant_asks_to_reconnect_and_a_silent_token_endpoint_does_not() -> None:
    assert type(classify(RefreshError("invalid_grant"))) is ReconnectRequired
    assert type(classify(RefreshError("away", retryable=True))) is GmailUnavailable


def test_a_mistake_of_our_own_is_not_gmails() -> None:
    with pytest.raises(ZeroDivisionError):
        classify(ZeroDivisionError())


def test_how_long_to_wait_is_what_gmail_says_or_five_seconds() -> None:
    told, silent = classify(answer(429, wait="17")), classify(answer(429))
    away = classify(answer(503, wait="17"))

    assert isinstance(told, RateLimited)
    assert isinstance(silent, RateLimited)
    assert isinstance(away, GmailUnavailable)
    assert (told.seconds, silent.seconds) == (17, 5)
    assert away.retry_after == timedelta(seconds=17)


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
