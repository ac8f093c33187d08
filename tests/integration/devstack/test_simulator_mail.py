"""Real mail through the simulator: all of it listed, fetched and exact."""

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.devstack.simulator_fixture import ME, Simulator, decoded, simulator
from tests.shared_mail import HAM, TORTURE, needs_mail

pytestmark = needs_mail


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator(tmp_path_factory.mktemp("ham")) as running:
        assert running.create(mbox=HAM)["added"] == 1000
        yield running


def listed(gmail: Any, **query: Any) -> list[dict[str, str]]:
    """Every message of a list, page by page."""
    found: list[dict[str, str]] = []
    request = gmail.messages().list(userId="me", **query)
    while request is not None:
        page = request.execute()
        found += page.get("messages", [])
        request = gmail.messages().list_next(request, page)
    return found


def test_every_message_is_listed_once_newest_first(loaded: Simulator) -> None:
    gmail = loaded.gmail()
    ids = [message["id"] for message in listed(gmail, maxResults=300)]
    assert len(ids) == len(set(ids)) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{16}", key) for key in ids)
    assert ids == sorted(ids, reverse=True)
    assert gmail.getProfile(userId="me").execute()["messagesTotal"] == 1000


def test_a_thread_is_named_after_its_oldest_message(loaded: Simulator) -> None:
    messages = listed(loaded.gmail(), maxResults=500)
    members: dict[str, list[str]] = {}
    for message in messages:
        members.setdefault(message["threadId"], []).append(message["id"])
    assert all(min(ids) == thread for thread, ids in members.items())
    assert 300 < len(members) < 600


def test_batches_and_threads_give_the_same_messages(loaded: Simulator) -> None:
    service = loaded.service(loaded.credentials())
    ids = [message["id"] for message in listed(service.users(), maxResults=500)]
    alone: dict[str, Any] = {}

    def keep(key: str, answer: Any, error: Exception | None) -> None:
        assert error is None
        alone[key] = answer

    for start in range(0, len(ids), 100):
        batch = service.new_batch_http_request(callback=keep)
        for key in ids[start : start + 100]:
            batch.add(service.users().messages().get(userId="me", id=key), request_id=key)
        batch.execute()
    assert set(alone) == set(ids)
    for thread in {message["threadId"] for message in alone.values()}:
        whole = service.users().threads().get(userId="me", id=thread).execute()
        dates = [int(message["internalDate"]) for message in whole["messages"]]
        assert dates == sorted(dates)
        for message in whole["messages"]:
            assert message == alone.pop(message["id"])
    assert alone == {}


def test_raw_messages_are_those_of_the_mbox(loaded: Simulator) -> None:
    gmail = loaded.gmail()
    ids = [message["id"] for message in listed(gmail, maxResults=500)][::10]
    sources = Counter(
        piece.removesuffix(b"\n") if piece.endswith(b"\n\n") else piece
        for piece in re.split(rb"(?m)^From nobody [^\n]*\n", HAM.read_bytes())[1:]
    )
    for key in ids:
        raw = decoded(gmail.messages().get(userId="me", id=key, format="raw").execute()["raw"])
        assert sources[re.sub(rb"(?m)^(>*From )", rb">\1", raw)] or sources[raw]


def leaves(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if part.get("parts"):
        for child in part["parts"]:
            yield from leaves(child)
    else:
        yield part


def test_payload_trees_agree_with_the_standard_library(loaded: Simulator) -> None:
    gmail = loaded.gmail()
    for message in listed(gmail, maxResults=500)[::7]:
        full = gmail.messages().get(userId="me", id=message["id"]).execute()
        raw = decoded(gmail.messages().get(userId="me", id=message["id"], format="raw").execute()["raw"])
        parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
        assert [header["name"] for header in full["payload"]["headers"]] == parsed.keys()
        expected = [part for part in parsed.walk() if not part.is_multipart()]
        shown = list(leaves(full["payload"]))
        assert [part["mimeType"] for part in shown] == [part.get_content_type() for part in expected]
        for part, source in zip(shown, expected, strict=True):
            body = source.get_payload(decode=True)
            assert isinstance(body, bytes)
            if "data" in part["body"] and body.isascii():
                assert decoded(part["body"]["data"]) == body
                assert part["body"]["size"] == len(body)


def test_loading_the_same_mbox_again_adds_nothing(loaded: Simulator, tmp_path: Path) -> None:
    before = loaded.get(f"accounts/{ME}/snapshot")
    assert loaded.create(mbox=HAM)["added"] == 0
    copy = tmp_path / "copy.mbox"
    copy.write_bytes(HAM.read_bytes())
    assert loaded.create(mbox=copy)["added"] == 0
    assert loaded.get(f"accounts/{ME}/snapshot") == before


@pytest.mark.parametrize("path", TORTURE, ids=lambda path: path.stem)
def test_malformed_mail_is_served(torture: Simulator, path: Path) -> None:
    raw = path.read_bytes()
    gmail = torture.gmail()
    key = torture.deliver(raw)["id"]
    full = gmail.messages().get(userId="me", id=key).execute()
    assert full["payload"]["partId"] == ""
    assert full["sizeEstimate"] == len(raw)
    assert json.loads(json.dumps(full)) == full
    for part in leaves(full["payload"]):
        if handle := part["body"].get("attachmentId"):
            attachment = gmail.messages().attachments().get(userId="me", messageId=key, id=handle).execute()
            assert len(decoded(attachment["data"])) == part["body"]["size"] == attachment["size"]
    assert decoded(gmail.messages().get(userId="me", id=key, format="raw").execute()["raw"]) == raw


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator(tmp_path_factory.mktemp("torture")) as running:
        running.create()
        yield running


def test_an_mbox_of_malformed_mail_loses_no_neighbour(tmp_path: Path) -> None:
    mbox = tmp_path / "torture.mbox"
    with mbox.open("wb") as file:
        for path in TORTURE:
            quoted = re.sub(rb"(?m)^(>*From )", rb">\1", path.read_bytes())
            file.write(b"From x@example.org Mon Jan  1 10:00:00 2024\n" + quoted + b"\n\n")
    with simulator(tmp_path / "data") as running:
        assert running.create(mbox=mbox)["added"] == len(TORTURE)
        assert len(listed(running.gmail(), maxResults=500)) == len(TORTURE)
