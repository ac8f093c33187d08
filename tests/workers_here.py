"""Workers of every role in the process of the tests."""

import contextlib
import gc
from collections.abc import AsyncIterator
from functools import cache

from temporalio import workflow
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.core.errors import TranslateErrors
from activities.core.heartbeats import Heartbeats
from services.wiring import Services
from workers.roles import ROLES, Role
from workers.sandbox import runner


@contextlib.asynccontextmanager
async def workers(services: Services) -> AsyncIterator[None]:
    """Workers of every role, in this process."""
    async with contextlib.AsyncExitStack() as stack:
        for role in ROLES.values():
            await stack.enter_async_context(_worker(services, role))
        yield


def _worker(services: Services, role: Role) -> Worker:
    """A worker tries its workflows in the sandbox as it is made, which imports them.

    Whatever earlier tests have left is not collected meanwhile: some libraries import in `__del__`, and an import
    within an import of the same thread breaks Python 3.11's locks (KeyError in importlib).
    """
    gc.disable()
    try:
        return Worker(
            services.core.client,
            task_queue=role.queue,
            workflows=role.workflows,
            activities=role.activities(services),
            interceptors=[TranslateErrors(), Heartbeats()],
            workflow_runner=_TriedOnce(restrictions=_restrictions()),
            max_concurrent_activities=role.slots,
        )
    finally:
        gc.enable()


@cache
def _restrictions() -> SandboxRestrictions:
    """Those of the product. By the first worker's start a process of tests has loaded the libraries that all load."""
    return runner().restrictions


_TRIED: set[type] = set()


class _TriedOnce(SandboxedWorkflowRunner):
    """A worker tries each workflow before it starts. Once a process is enough: hundreds start in one."""

    def prepare_workflow(self, defn: workflow._Definition) -> None:
        if defn.cls not in _TRIED:
            super().prepare_workflow(defn)
            _TRIED.add(defn.cls)
