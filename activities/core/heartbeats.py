"""Heartbeats that are worth their price: Temporal bills each one that reaches the server."""

import time
from typing import Any

from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from base.errors import QuotaWait
from base.heartbeat import heart


class Heartbeats(Interceptor):
    """Worker interceptor: what an activity calls can beat for it, with `base.heartbeat`."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Wrap every activity of the worker."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        beat = _Sparing()
        with heart(beat):
            try:
                return await super().execute_activity(input)
            except QuotaWait as error:
                error.told = beat.told
                raise


class _Sparing:
    """The running activity's heartbeat, silent for the first third of the time that it may be silent.

    Most activities are over by then.
    """

    def __init__(self) -> None:
        silence = activity.info().heartbeat_timeout
        self._due = time.monotonic() + (silence.total_seconds() / 3 if silence else 0)
        self.told: tuple[object, ...] = ()

    def __call__(self, *details: object) -> None:
        self.told = details
        if time.monotonic() >= self._due:
            activity.heartbeat(*details)
