"""Gmail's errors, classified once: what is a rate, what is a revoked grant, what is worth another try."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException

import httplib2
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from base.errors import KithError, NotFound, ReconnectRequired, Unavailable

# Reasons of a 403 that speak of rates, not of rights: "Resolve errors" of the Gmail API.
_RATE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"}
# What is raised where no answer, or half of one, came.
_SILENCE = (OSError, HTTPException, httplib2.HttpLib2Error, TransportError, json.JSONDecodeError, EOFError)
_DEFAULT_WAIT = timedelta(seconds=5)  # Retry-After is often missing


class RateLimited(Unavailable):
    """Gmail asks to slow down."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait: timedelta | None, *, concurrent: bool = False) -> None:
        """`wait` is what Retry-After said; `concurrent`: too many requests at once, not too many a minute."""
        super().__init__(retry_after=wait or _DEFAULT_WAIT)
        self.told = wait is not None
        self.concurrent = concurrent

    @property
    def seconds(self) -> float:
        """How long to wait."""
        return (self.retry_after or _DEFAULT_WAIT).total_seconds()


class Missing(NotFound):
    """Gmail has no such message or thread: it was deleted."""


class HistoryExpired(KithError):
    """Gmail no longer knows the history since the cursor."""


class GmailUnavailable(Unavailable):
    """Gmail does not answer, or answers with an error of its own."""


class Interrupted(GmailUnavailable):
    """The connection to Gmail ended without an answer.

    It may have been idle for too long, or the request was served: it is made again, and counted again.
    """


class ScopeMissing(ReconnectRequired):
    """Google refuses access to this mailbox: its grant does not cover this. Reconnect it."""


class GmailRefused(KithError):
    """Gmail refuses this request."""

    status = HTTPStatus.BAD_GATEWAY


class WatchRefused(KithError):
    """Gmail cannot tell of changes: it may not publish to KITH_GMAIL_TOPIC, or there is no such topic."""


def classify(error: Exception) -> KithError:
    """The domain error for whatever google-api-python-client, httplib2 or google-auth raised."""
    if isinstance(error, HttpError):
        return _classify_response(error)
    if isinstance(error, RefreshError):
        if error.retryable:
            return GmailUnavailable("Google's token endpoint does not answer.")
        return ReconnectRequired()
    if isinstance(error, _SILENCE):
        return GmailUnavailable(f"Gmail does not answer: {type(error).__name__}.")
    raise error


def _classify_response(error: HttpError) -> KithError:
    status = int(error.resp.status)
    reason = _reason(error.content)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and reason in _RATE_REASONS):
        concurrent = b"concurrent" in error.content.lower()
        return RateLimited(retry_after(error.resp.get("retry-after")), concurrent=concurrent)
    if status == HTTPStatus.UNAUTHORIZED:
        return ReconnectRequired()
    if status == HTTPStatus.FORBIDDEN and reason == "insufficientPermissions":
        return ScopeMissing()
    if status == HTTPStatus.FORBIDDEN:
        return ReconnectRequired(f"Google refuses access to this mailbox ({reason}). Reconnect it.")
    if status == HTTPStatus.NOT_FOUND:
        return Missing()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        wait = retry_after(error.resp.get("retry-after"))
        return GmailUnavailable(f"Gmail answers with an error of its own ({status}).", retry_after=wait)
    return GmailRefused(f"Gmail refuses this request ({status} {reason}).{_words(error.content)}")


def _reason(content: bytes) -> str:
    """The reason of Google's JSON error, or "" where a proxy answered with a page of its own."""
    try:
        return str(json.loads(content)["error"]["errors"][0]["reason"])
    except (ValueError, LookupError, TypeError):
        return ""


def _words(content: bytes) -> str:
    """What Google says of the reason, where it does."""
    try:
        words = json.loads(content)["error"]["message"]
    except (ValueError, LookupError, TypeError):
        return ""
    return f" It says: {words[:300]}" if isinstance(words, str) and words else ""


def retry_after(value: str | None) -> timedelta | None:
    """Retry-After as seconds or as a date (RFC 9110, section 10.2.3); None where absent or unreadable."""
    if value is None:
        return None
    try:
        if value.strip().isdecimal():
            return timedelta(seconds=int(value))
        return max(parsedate_to_datetime(value) - datetime.now(UTC), timedelta(0))
    except (ValueError, TypeError, OverflowError):
        return None
