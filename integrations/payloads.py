"""What Kith gives to Temporal is ciphertext: the codec of its payloads, and the data converter around it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

import tink
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    ActivitySerializationContext,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from base.errors import KithError
from integrations.payload_keys import PayloadKeys

ENCODING = b"binary/encrypted"
KEY = "encryption-key-id"
WORKFLOW = "kith-workflow"
# What a schedule appends to the ids of its workflows. Each is given the result of the one before it
# (`last_completion_result`), so they are one workflow here.
_STARTED_AT = re.compile(r"-\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")


class PayloadRefused(KithError):
    """This payload was not written by this deployment, or not for this workflow."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class EncryptedPayloads(PayloadCodec, WithSerializationContext):
    """AES-256-GCM, bound to the namespace and, where the workflow is known, to its id.

    The metadata names the key and the workflow. Takes no plaintext: what somebody else put into a history is refused.
    Errors carry no data.
    """

    def __init__(self, keys: PayloadKeys, namespace: str, workflow_id: str = "") -> None:
        self._keys = keys
        self._namespace = namespace
        self._workflow_id = workflow_id

    def with_context(self, context: SerializationContext) -> "EncryptedPayloads":
        """The codec for the payloads of one workflow."""
        if isinstance(context, WorkflowSerializationContext | ActivitySerializationContext):
            return EncryptedPayloads(self._keys, self._namespace, _STARTED_AT.sub("", context.workflow_id or ""))
        return self

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each."""
        return [self._encrypt(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt each. Raises PayloadRefused."""
        return [self._decrypt(payload) for payload in payloads]

    def _encrypt(self, payload: Payload) -> Payload:
        workflow_id = self._workflow_id.encode()
        key_id, data = self._keys.encrypt(payload.SerializeToString(), self._place(workflow_id))
        return Payload(metadata={"encoding": ENCODING, KEY: str(key_id).encode(), WORKFLOW: workflow_id}, data=data)

    def _decrypt(self, payload: Payload) -> Payload:
        metadata = payload.metadata
        if metadata.get("encoding") != ENCODING:
            raise PayloadRefused
        workflow_id = metadata.get(WORKFLOW, b"")
        if self._workflow_id and workflow_id not in {b"", self._workflow_id.encode()}:
            raise PayloadRefused
        try:
            key_id = int(metadata.get(KEY, b""))
            return Payload.FromString(self._keys.decrypt(key_id, payload.data, self._place(workflow_id)))
        except (ValueError, DecodeError, tink.TinkError):
            raise PayloadRefused from None

    def _place(self, workflow_id: bytes) -> bytes:
        return b"\0".join([b"kith payload 1", self._namespace.encode(), workflow_id])


def data_converter(keys: PayloadKeys, namespace: str) -> DataConverter:
    """What every client of this deployment uses: dataclasses as JSON, encrypted, failures too."""
    return replace(
        pydantic_data_converter,
        payload_codec=EncryptedPayloads(keys, namespace),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
