"""The simulator's pull subscription, as Google's REST reference has it."""

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from devstack.simulator.config import SimulatorConfig
from tests.integration.devstack.simulator_fixture import ME, Simulator, mail, simulator, subscriber

SUBSCRIPTION = f"/v1/{SimulatorConfig.subscription}"


@pytest.fixture
def gmail(tmp_path: Path) -> Iterator[Simulator]:
    with simulator(tmp_path, ack_seconds=0.4, pull_seconds=1) as found:
        found.create()
        yield found


def post(gmail: Simulator, verb: str, body: Any, name: str = SUBSCRIPTION) -> httpx.Response:
    return gmail.http.post(f"{name}:{verb}", json=body)


def pull(gmail: Simulator, most: int = 10) -> list[dict[str, Any]]:
    answer = post(gmail, "pull", {"maxMessages": most})
    assert answer.status_code == 200, answer.text
    received: list[dict[str, Any]] = answer.json().get("receivedMessages", [])
    return received


def watch(gmail: Simulator) -> None:
    gmail.gmail().watch(userId="me", body={"topicName": SimulatorConfig.topic}).execute()


def test_a_watched_change_is_pulled_in_the_words_of_a_push(gmail: Simulator) -> None:
    watch(gmail)
    assert len(pull(gmail)) == 1, "Gmail publishes at once"
    gmail.deliver(mail())
    (received,) = pull(gmail)
    message = received["message"]
    assert ME.encode() in base64.b64decode(message["data"])
    assert message["messageId"]
    assert message["publishTime"].endswith("Z")
    assert received["deliveryAttempt"] == 1


def test_what_is_not_acknowledged_in_time_comes_again_under_another_id(gmail: Simulator) -> None:
    watch(gmail)
    (first,) = pull(gmail)
    (again,) = pull(gmail)
    assert again["message"] == first["message"]
    assert (again["ackId"] != first["ackId"], again["deliveryAttempt"]) == (True, 2)
    assert post(gmail, "acknowledge", {"ackIds": [first["ackId"]]}).json() == {}, "too late, and no error"
    assert gmail.get("pushes")["waiting"] == 1
    assert post(gmail, "acknowledge", {"ackIds": [again["ackId"]]}).json() == {}
    assert gmail.get("pushes")["waiting"] == 0
    assert pull(gmail) == []


def test_a_pull_waits_for_a_message_and_gives_no_more_than_asked(gmail: Simulator) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(pull, gmail)
        watch(gmail)
        assert len(waiting.result()) == 1
    gmail.deliver(mail())
    gmail.deliver(mail("Another"))
    assert len(pull(gmail, most=1)) == 1


@pytest.mark.parametrize(
    ("verb", "body", "name", "status"),
    [
        ("pull", {}, SUBSCRIPTION, 400),
        ("pull", {"maxMessages": 0}, SUBSCRIPTION, 400),
        ("pull", {"maxMessages": "7"}, SUBSCRIPTION, 400),
        ("acknowledge", {}, SUBSCRIPTION, 400),
        ("acknowledge", {"ackIds": []}, SUBSCRIPTION, 400),
        ("pull", {"maxMessages": 1}, "/v1/projects/kith-dev/subscriptions/absent", 404),
        ("pull", {"maxMessages": 1}, "/v1/projects/elsewhere/subscriptions/gmail", 404),
    ],
)
def test_what_google_refuses_is_refused(gmail: Simulator, verb: str, body: Any, name: str, status: int) -> None:
    answer = post(gmail, verb, body, name)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == status
    assert answer.json()["error"]["message"]


def test_what_is_pushed_does_not_wait_to_be_pulled(tmp_path: Path) -> None:
    with subscriber() as endpoint, simulator(tmp_path, push_url=endpoint.url, pull_seconds=0.1) as gmail:
        gmail.create()
        watch(gmail)
        endpoint.wait_for(1)
        assert pull(gmail) == []
