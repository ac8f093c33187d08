"""Where workflows run: in Temporal's sandbox, which refuses them clocks, chance and files."""

import sys
import sysconfig

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

# The sandbox imports what a workflow imports anew for each run, unless told that it is harmless: contracts, ids and
# the names of activities are. That was 86 ms of processor for each workflow that starts, and is 8.
HARMLESS = ("base", "models", "activities")
# Python runs one at a time. More that are begun only make each slower, until Temporal takes it for hung.
WORKFLOW_TASKS = 20


def runner() -> SandboxedWorkflowRunner:
    """The sandbox of a worker that is about to start.

    No workflow uses the libraries that the process has loaded for other work. But whatever is garbage may be collected
    in the midst of a workflow, and Redis's pool of connections then imports modules of its own: anew and all of them,
    were they not passed through, which on a busy machine takes longer than a workflow's two seconds.
    """
    folders = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
    libraries = {
        name.partition(".")[0]
        for name, module in sys.modules.copy().items()
        if (getattr(module, "__file__", None) or "").startswith(folders)
    }
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*HARMLESS, *sorted(libraries))
    )
