"""The base of workflows that follow signals: a signal only records, the loop acts, and no signal is lost."""

import asyncio
from abc import ABC, abstractmethod
from typing import ClassVar

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception
from temporalio.workflow import ContinueAsNewVersioningBehavior


class SignalLoop(ABC):
    """Acts once as it starts, and again for what is asked meanwhile; any number of signals make one more round.

    Whatever the order, what is asked after a round began is acted on after it: though the round fails, or while its
    failure is recorded, or as the workflow ends. (Temporal refuses the end of a workflow that has a new signal.)
    A subclass's signal handlers call `_ask`, its `run` awaits `_follow`.
    """

    MAX_EVENTS: ClassVar[int] = 1_000  # go on in a new run past this, so that a replay stays short

    def __init__(self) -> None:
        self._asked = 0
        self._taken = 0
        self._asked_at = 0

    @abstractmethod
    async def _act(self) -> bool:
        """One round. False where more is left than one round does. Raises what its activities raise."""

    @abstractmethod
    def _state(self) -> object:
        """The input with which another run goes on; it acts as it starts, so nothing that is asked for goes missing."""

    async def _failed(self, error: FailureError) -> None:  # noqa: B027
        """A round has failed: record it where somebody sees it. Not called for what was cancelled."""

    def _ask(self) -> None:
        """Somebody wants another round."""
        self._asked += 1
        self._asked_at = workflow.info().get_current_history_length()

    async def _follow(self) -> None:
        """Act until nothing is left and nobody has asked again. Raises the error of a round that none followed.

        A cancellation ends the round, and drops what was asked before it. What was asked since, or in the same
        workflow task (their order cannot be seen), is acted on by a new run, which can be cancelled in its turn.
        """
        try:
            while not await self._round() or self._is_asked:
                if self._is_long():
                    self._go_on()
        except (FailureError, asyncio.CancelledError) as error:
            if _is_cancelled(error) and self._is_asked and self._asked_at == _events():
                self._go_on()
            raise

    async def _round(self) -> bool:
        self._taken = self._asked
        try:
            complete = await self._act()
        except FailureError as error:
            if _is_cancelled(error):
                raise
            await self._record(error)
            await workflow.wait_condition(workflow.all_handlers_finished)
            if not self._is_asked:
                raise
            return True
        await workflow.wait_condition(workflow.all_handlers_finished)
        return complete

    async def _record(self, error: FailureError) -> None:
        try:
            await self._failed(error)
        except FailureError as unrecorded:
            if _is_cancelled(unrecorded):
                raise
            workflow.logger.warning("a failure could not be recorded", exc_info=unrecorded)

    @property
    def _is_asked(self) -> bool:
        return self._taken != self._asked

    def _is_long(self) -> bool:
        info = workflow.info()
        return (
            info.is_continue_as_new_suggested()
            or _events() > self.MAX_EVENTS
            or info.is_target_worker_deployment_version_changed()
        )

    def _go_on(self) -> None:
        workflow.continue_as_new(
            self._state(), initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE
        )


def _events() -> int:
    """The length of the history as this workflow task began."""
    return workflow.info().get_current_history_length()


def _is_cancelled(error: BaseException) -> bool:
    """Whether the workflow was cancelled, not only one of its activities."""
    return workflow.cancellation_reason() is not None and is_cancelled_exception(error)
