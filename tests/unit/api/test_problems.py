"""Which errors of servers are their absence, and which are our bug."""

import pytest
from temporalio.service import RPCError, RPCStatusCode

from api.problems import known
from base.errors import Unavailable

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
