"""Messages in the words of the API."""

import base64
import sqlite3
from typing import Any

import orjson

from devstack.simulator.calls import Call
from devstack.simulator.errors import bad_request, forbidden
from devstack.simulator.ids import hex_id
from devstack.simulator.mailbox import Mailbox


def brief(row: sqlite3.Row) -> dict[str, Any]:
    """Id, thread and labels: what changes are answered with."""
    shown = {"id": hex_id(row["id"]), "threadId": hex_id(row["thread"])}
    labels = row["labels"].split()
    return shown | {"labelIds": labels} if labels else shown


def asked_format(call: Call) -> str:
    """The `format` parameter, checked against the method and the token's scopes."""
    wanted = call.text("format", "full").lower()
    if wanted == "raw" and call.method.name.startswith("threads."):
        raise bad_request("Invalid value at 'format', \"raw\"")
    if wanted in {"full", "raw"} and call.metadata_only():
        raise forbidden(f"Metadata scope doesn't allow format {wanted.upper()}")
    return wanted


def message_json(mailbox: Mailbox, row: sqlite3.Row, wanted: str, headers: list[str]) -> bytes:
    """A whole message. The payload is joined to it as the bytes that it is kept in."""
    start = brief(row) | {"snippet": row["snippet"]}
    end = {
        "sizeEstimate": row["size"],
        "historyId": str(row["history_id"]),
        "internalDate": str(row["date_ms"]),
    }
    if wanted == "raw":
        raw = base64.urlsafe_b64encode(mailbox.content(row["seq"], "raw"))
        return orjson.dumps(start)[:-1] + b',"raw":"' + raw + b'",' + orjson.dumps(end)[1:]
    if wanted == "minimal":
        return orjson.dumps(start | end)
    if wanted == "metadata":
        payload = _only(mailbox.content(row["seq"], "headers"), headers)
    else:
        payload = mailbox.content(row["seq"], "payload")
    return orjson.dumps(start)[:-1] + b',"payload":' + payload + b"," + orjson.dumps(end)[1:]


def _only(payload: bytes, names: list[str]) -> bytes:
    if not names:
        return payload
    wanted = {name.lower() for name in names}
    whole = orjson.loads(payload)
    kept = [header for header in whole.pop("headers") if header["name"].lower() in wanted]
    return orjson.dumps(whole | {"headers": kept} if kept else whole)
