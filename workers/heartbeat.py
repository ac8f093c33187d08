"""How soon another worker takes over: one setting, applied to every activity as its workflow calls it."""

from dataclasses import replace
from datetime import timedelta

from temporalio import workflow
from temporalio.worker import (
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from workflows.core.options import SILENCE

RETRIES = 5  # a retry waits at most so many times the silence


class Heartbeat(Interceptor):
    """Worker interceptor: an activity that mail waits for may be silent as long as the deployment allows.

    What may be silent for longer than SILENCE (FOLLOW) may be so in the same proportion.
    """

    def __init__(self, silence: timedelta) -> None:
        self._silence = silence

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002
    ) -> type[WorkflowInboundInterceptor]:
        """What the workflows of this worker run in."""
        silence = self._silence

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(_Outbound(outbound, silence))

        return Inbound


class _Outbound(WorkflowOutboundInterceptor):
    def __init__(self, following: WorkflowOutboundInterceptor, silence: timedelta) -> None:
        super().__init__(following)
        self._silence = silence

    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle:  # type: ignore[type-arg]  # noqa: A002
        allowed = input.heartbeat_timeout
        if allowed is not None and self._silence < min(allowed, SILENCE):
            input.heartbeat_timeout = self._silence * max(allowed / SILENCE, 1)
            longest = RETRIES * self._silence
            if input.retry_policy is not None:
                input.retry_policy = replace(input.retry_policy, maximum_interval=longest)
        return super().start_activity(input)
