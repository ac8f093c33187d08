"""What Gmail publishes to its topic, whichever way it comes: pushed to the API, or pulled by a worker."""

import base64
import binascii

import orjson

from base.errors import Invalid

_LARGEST = 2**64 - 1  # a history id is a uint64


def read_hint(data: str) -> tuple[str, int]:
    """(address, history id) of base64 JSON. Raises Invalid: sent again it would be no better.

    https://developers.google.com/workspace/gmail/api/guides/push#receive_notifications
    """
    try:
        hint = orjson.loads(base64.b64decode(data))
        address, history_id = str(hint["emailAddress"]), int(hint["historyId"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise Invalid("This message is not one of Gmail's.") from error
    if not 0 < history_id <= _LARGEST:
        raise Invalid("This message names no history id.")
    return address, history_id
