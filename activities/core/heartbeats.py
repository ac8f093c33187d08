"""Heartbeats that are worth their price: Temporal bills each one that reaches the server."""

import time
from typing import Any

from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from base.heartbeat import Heartbeat, heart


class Heartbeats(Interceptor):
    """Worker interceptor: what an activity calls can beat for it, with `base.heartbeat`."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Wrap every activity of the worker."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        with heart(_sparing()):
            return await super().execute_activity(input)


def _sparing() -> Heartbeat:
    """The running activity's heartbeat, silent for the first third of the time that it may be silent.

    Most activities are over by then.
    """
    silence = activity.info().heartbeat_timeout
    due = time.monotonic() + (silence.total_seconds() / 3 if silence else 0)

    def beat(*details: object) -> None:
        if time.monotonic() >= due:
            activity.heartbeat(*details)

    return beat
