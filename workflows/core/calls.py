"""How workflows call activities, and how they record that a mailbox needs a person."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError
from temporalio.types import MethodAsyncNoParam

from activities.mail import MailboxActivities
from base.errors import QuotaWait
from models.contracts.core.jobs import DueStarted
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, StatusInput
from workflows.core.options import RECORD, Limits, Queue, priority

Input = TypeVar("Input")
Output = TypeVar("Output")

LOOK_AGAIN = 3600.0  # seconds
SPREAD = 60.0  # seconds


def _unchanged(argument: Input, told: Sequence[Any]) -> Input:
    return argument


async def call(
    activity: Callable[[Any, Input], Awaitable[Output]],
    argument: Input,
    limits: Limits,
    lane: Lane,
    user_id: UUID,
    queue: Queue | None = None,
    resumed: Callable[[Input, Sequence[Any]], Input] = _unchanged,
) -> Output:
    """Run an activity method with the limits of its kind. Raises ActivityError when its retries end.

    A long wait for quota is waited here, where it costs a timer and holds nothing. It counts as no failure; what the
    activity had told by its last heartbeat makes the argument of the next call, if `resumed` says how.
    """
    while True:
        try:
            return await workflow.execute_activity_method(
                activity,
                argument,
                task_queue=queue or Queue.of(lane),
                start_to_close_timeout=limits.start_to_close,
                heartbeat_timeout=limits.heartbeat,
                retry_policy=limits.retry,
                priority=priority(lane, user_id),
                summary=summary(activity),
            )
        except ActivityError as error:
            cause = error.cause
            if not isinstance(cause, ApplicationError) or cause.type != QuotaWait.__name__:
                raise
            seconds, *told = cause.details
            argument = resumed(argument, told)
            await workflow.sleep(_wait(float(seconds)), summary=cause.message)


def summary(activity: Callable[..., Any]) -> str | None:
    """What an activity does, in the first line of its docstring: what operators read in Temporal's Web UI."""
    return (activity.__doc__ or "").strip().partition("\n")[0] or None


async def start_due(activity: MethodAsyncNoParam[Any, DueStarted], limits: Limits, pages: int) -> DueStarted:
    """Run an activity that starts a page of what is due until nothing more is, at most so many `pages`."""
    total = DueStarted(more=True)
    for _ in range(pages):
        page = await workflow.execute_activity_method(
            activity,
            task_queue=Queue.LIVE,
            start_to_close_timeout=limits.start_to_close,
            retry_policy=limits.retry,
            summary=summary(activity),
        )
        total = DueStarted(started=total.started + page.started, more=page.more)
        if not page.more:
            break
    return total


def _wait(seconds: float) -> float:
    """Until it goes on, spread a little, as others wait for the same moment; after an hour it may be less."""
    bounded = max(0.0, min(seconds, LOOK_AGAIN))  # a timer of less is refused, again and again
    return bounded + workflow.random().uniform(0, min(bounded / 10, SPREAD))


def reason(error: FailureError) -> str:
    """Why an activity has failed, in the words of its own error."""
    cause = error.cause
    return cause.message if isinstance(cause, ApplicationError) else str(cause or error)


async def record_failure(ref: MailboxRef, error: FailureError) -> None:
    """Write on the mailbox why its job stopped, where its owner sees it. A lost grant is there already."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == "ReconnectRequired":
        return
    await call(
        MailboxActivities.set_status,
        StatusInput(
            mailbox=ref,
            status=MailboxStatus.FAILED,
            reason=reason(error),
        ),
        RECORD,
        Lane.DEFAULT,
        ref.user_id,
    )
