"""The codec of what Kith gives to Temporal: ciphertext only, in its place only, through rotations."""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ApplicationError

from integrations.payload_keys import PayloadKeys
from integrations.payloads import EncryptedPayloads, PayloadRefused, data_converter

SECRET = b'{"address": "ida@northwind.example"}'
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=SECRET)


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return (tmp_path / "kek.json").as_uri()


@pytest.fixture
def codec(uri: str) -> EncryptedPayloads:
    return EncryptedPayloads(PayloadKeys.load(uri), "kith")


def of(codec: EncryptedPayloads, workflow_id: str) -> EncryptedPayloads:
    return codec.with_context(WorkflowSerializationContext(namespace="kith", workflow_id=workflow_id))


async def test_it_reads_what_it_wrote_and_shows_nothing_of_it(codec: EncryptedPayloads) -> None:
    first, second = await codec.encode([PLAIN, PLAIN])
    assert await codec.decode([first, second]) == [PLAIN, PLAIN]
    assert first.data != second.data
    assert first.metadata["encoding"] == b"binary/encrypted"
    assert int(first.metadata["encryption-key-id"]) > 0
    assert b"ida" not in first.SerializeToString()
    assert b"json" not in first.SerializeToString()


async def test_another_process_reads_it_and_another_deployment_does_not(
    codec: EncryptedPayloads, uri: str, tmp_path: Path
) -> None:
    sealed = await codec.encode([PLAIN])
    assert await EncryptedPayloads(PayloadKeys.load(uri), "kith").decode(sealed) == [PLAIN]
    other = PayloadKeys.load((tmp_path / "other.json").as_uri())
    for stranger in (EncryptedPayloads(other, "kith"), EncryptedPayloads(PayloadKeys.load(uri), "another")):
        with pytest.raises(PayloadRefused):
            await stranger.decode(sealed)


async def test_a_payload_of_another_workflow_is_refused(codec: EncryptedPayloads) -> None:
    sealed = await of(codec, "u:1:send:1").encode([PLAIN])
    assert await of(codec, "u:1:send:1").decode(sealed) == [PLAIN]
    assert await codec.decode(sealed) == [PLAIN], "a reader of histories knows no workflow"
    with pytest.raises(PayloadRefused):
        await of(codec, "u:2:send:1").decode(sealed)
    sealed[0].metadata["kith-workflow"] = b"u:2:send:1"
    with pytest.raises(PayloadRefused):
        await of(codec, "u:2:send:1").decode(sealed)


def _plain(payload: Payload) -> None:
    payload.CopyFrom(PLAIN)


def _cut(payload: Payload) -> None:
    payload.data = payload.data[:-1]


def _flipped(payload: Payload) -> None:
    payload.data = payload.data[:-1] + bytes([payload.data[-1] ^ 1])


def _key_unknown(payload: Payload) -> None:
    payload.metadata["encryption-key-id"] = b"1"
    payload.data = b"\x01\0\0\0\x01" + payload.data[5:]


def _key_garbled(payload: Payload) -> None:
    payload.metadata["encryption-key-id"] = b"ida@northwind.example"


def _empty(payload: Payload) -> None:
    payload.data = b""


@pytest.mark.parametrize("change", [_plain, _cut, _flipped, _key_unknown, _key_garbled, _empty])
async def test_what_it_did_not_write_is_refused_without_a_word_of_it(
    codec: EncryptedPayloads, change: Callable[[Payload], None]
) -> None:
    (sealed,) = await codec.encode([PLAIN])
    change(sealed)
    with pytest.raises(PayloadRefused) as refused:
        await codec.decode([sealed])
    assert "northwind" not in "".join(traceback.format_exception(refused.value))
    assert refused.value.__cause__ is None


async def test_after_a_rotation_the_newest_key_encrypts_and_all_decrypt(codec: EncryptedPayloads, uri: str) -> None:
    running, rotating = PayloadKeys.load(uri), PayloadKeys.load(uri)
    old = await codec.encode([PLAIN])
    newest = rotating.rotate()
    new = await EncryptedPayloads(PayloadKeys.load(uri), "kith").encode([PLAIN])
    assert int(new[0].metadata["encryption-key-id"]) == newest
    assert int(old[0].metadata["encryption-key-id"]) != newest
    runs_since_before = EncryptedPayloads(running, "kith")
    assert await runs_since_before.decode([*old, *new]) == [PLAIN, PLAIN]
    assert int((await runs_since_before.encode([PLAIN]))[0].metadata["encryption-key-id"]) == newest


def test_keys_that_are_added_at_the_same_moment_are_all_kept(uri: str) -> None:
    running = PayloadKeys.load(uri)
    adding = [PayloadKeys.load(uri) for _ in range(8)]
    together = Barrier(len(adding))

    def add(keys: PayloadKeys) -> tuple[int, bytes]:
        together.wait()
        keys.rotate()
        return keys.encrypt(b"payload", b"")

    with ThreadPoolExecutor(len(adding)) as threads:
        sealed = list(threads.map(add, adding))
    assert [running.decrypt(key_id, data, b"") for key_id, data in sealed] == [b"payload"] * len(adding)


async def test_failures_are_encrypted_with_their_traces(uri: str) -> None:
    converter = data_converter(PayloadKeys.load(uri), "kith")
    failure = Failure()
    await converter.encode_failure(ApplicationError("ida@northwind.example is gone", type="Missing"), failure)
    assert failure.application_failure_info.type == "Missing"
    assert b"ida" not in failure.SerializeToString()
    assert "ida@northwind.example is gone" in str(await converter.decode_failure(failure))


async def test_a_workflow_of_a_schedule_reads_the_result_of_the_one_before(codec: EncryptedPayloads) -> None:
    sealed = await of(codec, "safety-poll-2026-11-26T19:24:00Z").encode([PLAIN])
    assert await of(codec, "safety-poll-2026-11-26T19:26:00Z").decode(sealed) == [PLAIN]
    with pytest.raises(PayloadRefused):
        await of(codec, "watch-renewal-2026-11-26T19:26:00Z").decode(sealed)
