"""Payloads of Temporal's histories, read for operators."""

import binascii
from collections.abc import Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from base.errors import Forbidden, Invalid


class OtherNamespace(Forbidden):
    """This Kith reads the payloads of its own namespace only."""


class PayloadReader:
    """Decrypts what this deployment has written, and nothing else."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def decode(self, namespace: str, payloads: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each payload as Temporal's JSON has it. Raises OtherNamespace, Invalid, or PayloadRefused."""
        if namespace != self._client.namespace:
            raise OtherNamespace
        codec = self._client.data_converter.payload_codec
        if codec is None:
            raise Invalid("Payloads of this deployment are not encrypted.")
        try:
            sealed = [ParseDict(payload, Payload()) for payload in payloads]
        except (ParseError, binascii.Error, ValueError):
            raise Invalid("payloads: each is a payload of Temporal as JSON.", field="payloads") from None
        return [MessageToDict(payload) for payload in await codec.decode(sealed)]
