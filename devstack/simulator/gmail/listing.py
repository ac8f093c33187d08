"""What the lists of messages, threads and drafts share."""

from devstack.simulator.calls import Call
from devstack.simulator.errors import forbidden
from devstack.simulator.search import Conditions, conditions


def asked(call: Call) -> Conditions:
    """The conditions of a list request."""
    query = call.text("q")
    if query and call.metadata_only():
        raise forbidden("Metadata scope does not support 'q' parameter")
    return conditions(call.mailbox, query, call.texts("labelIds"), everywhere=call.flag("includeSpamTrash"))


def estimate(shown: int, *, more: bool) -> int:
    """resultSizeEstimate: as at Gmail, a figure that nobody should rely on while there are more pages."""
    return max(201, shown + 1) if more else shown
