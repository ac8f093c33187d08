"""Gmail's errors, classified once: what is a rate, what is a revoked grant, what is worth another try."""

import json
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from googleapiclient.errors import HttpError

from base.errors import KithError, NotFound, ReconnectRequired, Unavailable
from base.retry_after import retry_after
from integrations.google.faults import GRANT_ERRORS, client_refused, not_google, project_refused

# Reasons of a 403 that speak of rates, not of rights: "Resolve errors" of the Gmail API.
_RATE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"}
# Reasons of a 403 that only the mailbox's owner, or whoever administers their domain, can do something about.
_GRANT_REASONS = {"authError", "domainPolicy", "forbidden", "accountDisabled", "accountDeleted", "accountUnverified"}
# Without Google's JSON these are not Gmail's: a proxy, a captive portal, or KITH_GMAIL_URL points elsewhere.
_OF_A_PROXY = {301, 302, 303, 307, 308, 401, 403, 404, 407}
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}


class Limit(StrEnum):
    """What a refusal speaks of."""

    USER = "user"  # a mailbox's minute
    PROJECT = "project"  # everybody's minute
    DAY = "day"  # everybody's day
    CONCURRENT = "concurrent"  # requests of a mailbox at once


class RateLimited(Unavailable):
    """Gmail asks to slow down."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait: timedelta | None, limit: Limit = Limit.USER) -> None:
        """`wait` is what Retry-After said, which is often missing."""
        super().__init__(retry_after=wait)
        self.limit = limit

    @property
    def told(self) -> float | None:
        """Seconds that Gmail asks to wait, where it says so."""
        return self.retry_after.total_seconds() if self.retry_after is not None else None


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


def classify(error: HttpError) -> KithError:
    """The domain error for an answer of Gmail that is an error."""
    status, reason = int(error.resp.status), _reason(error.content)
    wait = retry_after(error.resp.get("retry-after"))
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and reason in _RATE_REASONS):
        return RateLimited(wait, _limit(reason, error.content.lower()))
    if status == HTTPStatus.UNAUTHORIZED and reason:
        return ReconnectRequired()
    if status == HTTPStatus.FORBIDDEN and reason:
        return _refused_access(reason)
    if status == HTTPStatus.NOT_FOUND and reason:
        return Missing()
    if not reason and status in _OF_A_PROXY:
        return not_google(status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return GmailUnavailable(f"Gmail answers with an error of its own ({status}).", retry_after=wait)
    return GmailRefused(f"Gmail refuses this request ({status} {reason}).{_words(error.content)}")


def refresh_refused(status: int, content: bytes) -> KithError:
    """The domain error for an answer of the token endpoint that is one: only what it says of the grant ends a grant."""
    error = _token_error(content)
    if error in GRANT_ERRORS:
        return ReconnectRequired()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY or error in _RATE_REASONS:
        return GmailUnavailable("Google's token endpoint does not answer.")
    return client_refused(error) if error else not_google(status)


def _refused_access(reason: str) -> KithError:
    """A 403 that speaks of rights: whose?"""
    if reason == "insufficientPermissions":
        return ScopeMissing()
    if reason in _GRANT_REASONS:
        return ReconnectRequired(f"Google refuses access to this mailbox ({reason}). Reconnect it.")
    return project_refused(reason)


def _limit(reason: str, content: bytes) -> Limit:
    if b"concurrent" in content:
        return Limit.CONCURRENT
    if reason == "dailyLimitExceeded" or b"per day" in content:
        return Limit.DAY
    if b"per minute" in content and b"per user" not in content:
        return Limit.PROJECT
    return Limit.USER


def _reason(content: bytes) -> str:
    """The reason of Google's JSON error, or "" where a proxy answered with a page of its own."""
    try:
        return str(json.loads(content)["error"]["errors"][0]["reason"])
    except (ValueError, LookupError, TypeError):
        return ""


def _token_error(content: bytes) -> str:
    try:
        return str(json.loads(content)["error"])
    except (ValueError, LookupError, TypeError):
        return ""


def _words(content: bytes) -> str:
    """What Google says of the reason, where it does."""
    try:
        words = json.loads(content)["error"]["message"]
    except (ValueError, LookupError, TypeError):
        return ""
    return f" It says: {words[:300]}" if isinstance(words, str) and words else ""
