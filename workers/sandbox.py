"""Where workflows run: in Temporal's sandbox, which refuses them clocks, chance and files."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

# The sandbox imports what a workflow imports anew for each run, unless told that it is harmless: contracts, ids and
# the names of activities are. That was 86 ms of processor for each workflow that starts, and is 8.
HARMLESS = ("base", "models", "activities")
RUNNER = SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*HARMLESS))
# Python runs one at a time. More that are begun only make each slower, until Temporal takes it for hung.
WORKFLOW_TASKS = 20
