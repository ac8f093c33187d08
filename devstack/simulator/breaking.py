"""Breaking a connection on request."""

import socket
import struct
from typing import Any

from starlette.types import Receive, Send

from devstack.simulator.faults import ConnectionFault


async def break_connection(fault: ConnectionFault, receive: Receive, send: Send) -> None:
    """Reset the connection, or close it after half of an answer."""
    transport: Any = receive.__self__.transport  # type: ignore[attr-defined]  # uvicorn's request cycle
    if fault.sent is not None:
        length = str(2 * len(fault.sent) + 2).encode()
        headers = [(b"content-type", b"application/json; charset=UTF-8"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": fault.sent, "more_body": True})
        transport.close()
    else:
        raw: socket.socket = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
