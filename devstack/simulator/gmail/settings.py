"""users.settings."""

from devstack.simulator import send_as
from devstack.simulator.calls import Call, Reply, handles


@handles("settings.sendAs.list")
def list_send_as(call: Call) -> Reply:
    """The primary address and the custom ones."""
    return {"sendAs": send_as.all_of(call.mailbox)}
