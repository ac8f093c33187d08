"""Gmail's errors, classified once."""

import json
from datetime import timedelta

import httplib2
import pytest
from googleapiclient.errors import HttpError

from base.errors import DeploymentFault, KithError, ReconnectRequired
from integrations.gmail.errors import (
    GmailRefused,
    GmailUnavailable,
    Limit,
    Missing,
    RateLimited,
    ScopeMissing,
    classify,
    refresh_refused,
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
        (403, reason("forbidden"), ReconnectRequired),
        (403, b"", DeploymentFault),
        (401, b"<html>", DeploymentFault),
        (404, b"<html>", DeploymentFault),
        (302, b"", DeploymentFault),
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
    ("status", "content", "kind", "setting"),
    [
        (400, b'{"error": "invalid_grant"}', ReconnectRequired, ""),
        (400, b'{"error": "admin_policy_enforced"}', ReconnectRequired, ""),
        (401, b'{"error": "invalid_client"}', DeploymentFault, "KITH_GOOGLE_CLIENT_SECRET"),
        (401, b'{"error": "unauthorized_client"}', DeploymentFault, "KITH_GOOGLE_CLIENT_ID"),
        (401, b'{"error": "disabled_client"}', DeploymentFault, "Google's console"),
        (403, b"<html>Blocked by your company</html>", DeploymentFault, "let Kith through"),
        (302, b"", DeploymentFault, "let Kith through"),
        (500, b'{"error": "internal_failure"}', GmailUnavailable, ""),
        (503, b"<html>", GmailUnavailable, ""),
        (429, b"", GmailUnavailable, ""),
    ],
)
def test_only_what_is_said_of_the_grant_ends_it(
    status: int, content: bytes, kind: type[KithError], setting: str
) -> None:
    found = refresh_refused(status, content)
    assert type(found) is kind
    assert setting in found.detail


@pytest.mark.parametrize("content", [reason("accessNotConfigured"), reason("somethingNew"), b"<html>proxy</html>"])
def test_a_fault_of_the_deployment_is_told_to_its_operator_and_tried_again(content: bytes) -> None:
    found = classify(answer(403, content))
    assert type(found) is DeploymentFault
    assert found.retryable
    assert found.detail.startswith("Kith's own access to Google is misconfigured")


@pytest.mark.parametrize(
    ("content", "limit"),
    [
        (b"Too many concurrent requests for user", Limit.CONCURRENT),
        (b"Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of", Limit.USER),
        (b"Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of", Limit.PROJECT),
        (b"Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of", Limit.DAY),
        (b"Resource has been exhausted (e.g. check quota).", Limit.USER),
    ],
)
def test_a_refusal_speaks_of_one_limit(content: bytes, limit: Limit) -> None:
    found = classify(answer(429, content, wait="17"))
    assert isinstance(found, RateLimited)
    assert (found.limit, found.told) == (limit, 17)


def test_how_long_to_wait_is_what_gmail_says_or_unknown() -> None:
    silent, away = classify(answer(429)), classify(answer(503, wait="17"))
    assert isinstance(silent, RateLimited)
    assert isinstance(away, GmailUnavailable)
    assert silent.told is None
    assert away.retry_after == timedelta(seconds=17)
