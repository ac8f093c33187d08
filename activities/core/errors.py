"""Errors become Temporal's in one place: what is final is not retried, a wait is waited, no data leaves with one."""

import traceback
from typing import Any

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory, FailureError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from base.errors import KithError, QuotaWait

log = structlog.get_logger()

_LONGEST = 200  # lines of the log for one error


class TranslateErrors(Interceptor):
    """Worker interceptor: a KithError leaves an activity as an ApplicationError of the same name and words.

    Any other error leaves with the name of its class alone: its text may hold an address, a statement, a piece of
    a mail. The log has its class and where it happened.
    """

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Wrap every activity of the worker."""
        return _Translate(next)


class _Translate(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        # `from None`: what an error was raised from travels with it.
        try:
            return await super().execute_activity(input)
        except QuotaWait as error:  # no attempt has failed: the workflow waits, and calls again
            waited = error.retry_after.total_seconds() if error.retry_after else 0.0
            raise ApplicationError(
                error.detail,
                waited,
                *error.told,
                type=error.code,
                non_retryable=True,
                category=ApplicationErrorCategory.BENIGN,
            ) from None
        except KithError as error:
            raise ApplicationError(
                error.detail,
                type=error.code,
                non_retryable=not error.retryable,
                next_retry_delay=error.wait,
                category=ApplicationErrorCategory.BENIGN if error.expected else ApplicationErrorCategory.UNSPECIFIED,
            ) from None
        except FailureError:
            raise
        except Exception as error:
            kind = type(error).__name__
            log.error("activity.broken", activity=activity.info().activity_type, error=kind, origins=origins(error))
            raise ApplicationError(f"Kith has a fault ({kind}). The worker's log says where.", type=kind) from None


def origins(error: BaseException) -> list[str]:
    """What was raised and what it was raised from, innermost last: classes, files, lines and functions; no values."""
    found: list[str] = []
    at: BaseException | None = error
    while at is not None and len(found) < _LONGEST:
        found.append(type(at).__name__)
        found += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at.__traceback__)]
        if isinstance(at, BaseExceptionGroup):
            at = at.exceptions[0]
        else:
            at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found
