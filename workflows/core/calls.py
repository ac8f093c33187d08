"""How workflows call activities, and how they record that a mailbox needs a person."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from activities.mail import MailboxActivities
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, StatusInput
from workflows.core.options import RECORD, Limits, Queue, priority

Input = TypeVar("Input")
Output = TypeVar("Output")


async def call(
    activity: Callable[[Any, Input], Awaitable[Output]],
    argument: Input,
    limits: Limits,
    lane: Lane,
    user_id: UUID,
    queue: Queue = Queue.IO,
) -> Output:
    """Run an activity method with the limits of its kind. Raises ActivityError when its retries end."""
    return await workflow.execute_activity_method(
        activity,
        argument,
        task_queue=queue,
        start_to_close_timeout=limits.start_to_close,
        heartbeat_timeout=limits.heartbeat,
        retry_policy=limits.retry,
        priority=priority(lane, user_id),
    )


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
