"""Domain errors become Temporal's, in one place: what is final is not retried, and a wait is waited."""

from typing import Any

from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from base.errors import KithError, Unavailable


class TranslateErrors(Interceptor):
    """Worker interceptor: a KithError leaves an activity as an ApplicationError of the same name."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Wrap every activity of the worker."""
        return _Translate(next)


class _Translate(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        try:
            return await super().execute_activity(input)
        except KithError as error:
            raise ApplicationError(
                error.detail,
                type=error.code,
                non_retryable=not error.retryable,
                next_retry_delay=error.retry_after if isinstance(error, Unavailable) else None,
            ) from error
