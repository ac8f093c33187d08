"""users.messages.attachments."""

import base64

from devstack.simulator.calls import Call, Reply, handles
from devstack.simulator.errors import invalid
from devstack.simulator.ids import parse_id


@handles("messages.attachments.get")
def get_attachment(call: Call) -> Reply:
    """The bytes that a part left out."""
    message = call.mailbox.get(parse_id(call.names["messageId"]))
    row = call.mailbox.store.one(
        "SELECT data FROM attachments WHERE seq = ? AND id = ?", message["seq"], call.names["id"]
    )
    if row is None:
        raise invalid("Invalid attachment token")
    data = base64.urlsafe_b64encode(row["data"])
    return b'{"size":%d,"data":"%s"}' % (len(row["data"]), data)
