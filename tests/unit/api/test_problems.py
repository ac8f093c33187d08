"""Which errors of servers are their absence, and which are our bug; what an answer says of waiting."""

from datetime import timedelta

import pytest
from temporalio.service import RPCError, RPCStatusCode

from api.problems import known, response
from base.errors import KithError, NotFound, Unavailable
from integrations.llm.errors import ModelKeyRefused, ModelOverloaded, ModelRateLimited
from services.ai.budget import ModelBudgetUsedUp

OF_THE_REQUEST = {
    RPCStatusCode.INVALID_ARGUMENT,
    RPCStatusCode.NOT_FOUND,
    RPCStatusCode.ALREADY_EXISTS,
    RPCStatusCode.PERMISSION_DENIED,
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.OUT_OF_RANGE,
    RPCStatusCode.UNIMPLEMENTED,
    RPCStatusCode.DATA_LOSS,
    RPCStatusCode.UNAUTHENTICATED,
}


@pytest.mark.parametrize(
    "status", sorted(set(RPCStatusCode) - OF_THE_REQUEST - {RPCStatusCode.OK}), ids=lambda one: one.name
)
def test_a_temporal_that_fails_by_itself_is_away(status: RPCStatusCode) -> None:
    assert isinstance(known(RPCError("GetNamespace operation failed. Error interrupted (9)", status, b"")), Unavailable)


@pytest.mark.parametrize("status", sorted(OF_THE_REQUEST), ids=lambda one: one.name)
def test_what_temporal_says_of_our_request_is_ours_to_mend(status: RPCStatusCode) -> None:
    assert known(RPCError("", status, b"")) is None


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (Unavailable(retry_after=timedelta(seconds=1.2)), 503, "2"),
        (ModelRateLimited(retry_after=timedelta(seconds=7)), 429, "7"),
        (ModelOverloaded(), 503, "20"),
        (ModelBudgetUsedUp(retry_after=timedelta(hours=1)), 429, "3600"),
        (ModelKeyRefused(), 503, None),
        (NotFound(), 404, None),
    ],
)
def test_a_wait_that_is_known_is_said(error: KithError, status: int, wait: str | None) -> None:
    answer = response(error)
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, wait)
