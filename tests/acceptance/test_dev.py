"""`kith dev` as a person runs it: it starts, syncs, ends, survives a kill, and lets other commands find it."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from devstack.demo import DEMO_EMAIL
from devstack.ports import any_free
from tests.acceptance.dev_process import Dev, alive, dev
from tests.commands import PATIENCE, kith, sentence
from tests.integration.gmail.test_sync import mail

KEYS = ["listed", "stored", "dead", "threads", "contacts", "companies", "quota_units", "seconds"]
SOON = {"KITH_HEARTBEAT": "5"}  # seconds after which Temporal gives up on what a killed worker held
FIRST = b"From a@b.example Mon Jun  1 10:00:00 2026\n"


def synced(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`kith dev --until synced`."""
    chosen = {"KITH_HOME": str(home), "KITH_PORT": str(any_free()), **settings}
    return kith("dev", "--until", "synced", settings=chosen, anew=True)


def figures(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON of the last line."""
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that most tests share."""
    return tmp_path_factory.mktemp("acceptance") / "home"


@pytest.fixture(scope="module")
def killed(home: Path) -> str:
    """A supervisor that is killed amid its first sync. What an import says just after it."""
    file = home.with_name("mail.mbox")
    file.write_bytes(FIRST + b"From: a@b.example\n\nhello\n")
    with dev(home, SOON | {"KITH_PORT": str(any_free())}) as stack:
        assert 0 < stack.until_stored(100) < 1500, "it was over before it could be killed"
        assert stack.end(signal.SIGKILL) == -signal.SIGKILL
    if sys.platform != "linux":
        return ""
    _until_servers_end(home)
    return sentence(kith("import", "mbox", str(file), "--owner", "a@b.example", settings={"KITH_HOME": str(home)}))


def _until_servers_end(home: Path) -> None:
    """The kernel tells children of a killed supervisor to end; workers may take a while to drain."""
    deadline = time.monotonic() + PATIENCE
    while servers := [words for words in alive(home) if " worker " not in words]:
        assert time.monotonic() < deadline, servers
        time.sleep(0.05)


@pytest.fixture(scope="module")
def first(home: Path, killed: str) -> dict[str, Any]:
    """The figures of the first sync, whose first run was killed; nothing of it runs any more."""
    found = figures(synced(home, **SOON))
    assert alive(home) == []
    return found


@pytest.fixture(scope="module")
def running(home: Path, first: dict[str, Any]) -> Iterator[Dev]:
    """The stack of the shared folder, up and synced a second time; something else has the port that it asks for."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        dev(home, {"KITH_PORT": str(listener.getsockname()[1])}) as process,
    ):
        process.until_said("Ctrl-C stops everything")
        yield process


def copied(stack: Dev) -> list[tuple[str, str, tuple[str, ...]]]:
    """(id, thread, labels) of every message in the database."""
    rows = stack.rows("SELECT source_id, thread_id, labels FROM messages")
    return sorted((source, thread, tuple(sorted(labels))) for source, thread, labels in rows)


def at_gmail(stack: Dev) -> list[tuple[str, str, tuple[str, ...]]]:
    """The same of every message in the simulator."""
    answer = httpx.get(f"{stack.endpoints()['gmail_url']}/simulator/accounts/{DEMO_EMAIL}/snapshot", trust_env=False)
    answer.raise_for_status()
    return sorted((key, one["threadId"], tuple(sorted(one["labelIds"]))) for key, one in answer.json().items())


def test_a_sync_ends_with_its_figures_and_nothing_dead(first: dict[str, Any]) -> None:
    assert list(first) == KEYS
    assert first["dead"] == 0
    assert first["stored"] == first["listed"] >= 1500
    assert min(first[key] for key in KEYS if key != "dead") > 0


def test_the_run_after_a_kill_finds_every_message_once(running: Dev, first: dict[str, Any]) -> None:
    found = copied(running)
    assert len(found) == first["stored"]
    assert found == at_gmail(running)


def test_a_second_run_keeps_everything_and_moves_away_from_a_taken_port(running: Dev, first: dict[str, Any]) -> None:
    counts = running.rows("SELECT count(*), count(DISTINCT thread_id) FROM messages")
    assert counts == [(first["stored"], first["threads"])]
    moved = re.search(r"^Port \d+ is taken: the app is on (\d+)", running.said, re.MULTILINE)
    assert moved is not None, running.said
    assert f"http://127.0.0.1:{moved[1]} " in running.said
    assert "Connecting the demo mailbox" not in running.said


def test_a_second_stack_on_the_same_folder_is_refused(running: Dev) -> None:
    told = sentence(kith("dev", settings={"KITH_HOME": str(running.home)}, anew=True))
    assert told.startswith(f"`kith dev` is already running on {running.home}.")


def test_a_command_beside_a_killed_stack_says_how_to_start_it(killed: str) -> None:
    if sys.platform == "linux":  # elsewhere its servers live on until the next start ends them
        assert killed.endswith("or set KITH_TEMPORAL_ADDRESS to a server of your own.")
        assert "Start the dev stack with `make run`" in killed


PAT = "pat@example.org"


def imported(stack: Dev, file: Path, *, anew: bool = False) -> subprocess.CompletedProcess[str]:
    """An import in another terminal, which knows the data folder only."""
    words = "import", "mbox", str(file), "--owner", PAT, "--account", PAT
    return kith(*words, settings={"KITH_HOME": str(stack.home)}, anew=anew)


def test_a_second_terminal_imports_without_settings_and_twice_adds_nothing(running: Dev, tmp_path: Path) -> None:
    file = tmp_path / "some.mbox"
    file.write_bytes(b"".join(FIRST + mail(number) + b"\n" for number in range(120)))
    once, twice = imported(running, file, anew=True), imported(running, file)
    assert (once.returncode, twice.returncode) == (0, 0), once.stderr + twice.stderr
    result = once.stdout.splitlines()[-1]
    assert result.startswith("120 messages, 0 dead, ")
    assert twice.stdout.splitlines()[-1] == result
    rows = running.rows(
        "SELECT count(*), count(DISTINCT source_id) FROM messages JOIN mailboxes b ON b.id = mailbox_id "
        "WHERE b.address = 'pat@example.org'"
    )
    assert rows == [(120, 120)]


def test_of_a_truncated_file_what_is_there_is_imported(running: Dev, tmp_path: Path) -> None:
    file = tmp_path / "cut.mbox"
    whole = b"".join(
        FIRST + f"Message-ID: <{n}@cut.example>\nFrom: a@b.example\nSubject: {n}\n\nbody\n\n".encode() for n in range(3)
    )
    file.write_bytes(whole[:-9])
    with mail_of(running) as added:
        done = imported(running, file)
        assert done.returncode == 0, done.stderr
    assert added == [3]


@contextlib.contextmanager
def mail_of(stack: Dev) -> Iterator[list[int]]:
    """How many messages the block adds."""
    count = "SELECT count(*) FROM messages"
    before = stack.rows(count)[0][0]
    added: list[int] = []
    yield added
    added.append(stack.rows(count)[0][0] - before)


def test_an_empty_file_is_refused_in_one_sentence(running: Dev, tmp_path: Path) -> None:
    file = tmp_path / "empty.mbox"
    file.touch()
    assert sentence(imported(running, file)) == "The file is empty."


def test_mail_that_nobody_would_see_is_refused_with_what_to_say(running: Dev, tmp_path: Path) -> None:
    file = tmp_path / "some.mbox"
    file.write_bytes(FIRST + mail(1))
    with mail_of(running) as added:
        told = sentence(
            kith("import", "mbox", str(file), "--owner", "x@b.example", settings={"KITH_HOME": str(running.home)})
        )
    assert f"--account {DEMO_EMAIL}" in told
    assert added == [0]


def test_a_file_that_is_no_mbox_is_refused_in_one_sentence(running: Dev, tmp_path: Path) -> None:
    file = tmp_path / "page.mbox"
    file.write_text("<html>no mail</html>\n" * 9)
    told = sentence(imported(running, file))
    assert told.startswith("This file is not an mbox: in its first megabyte no line")


def test_term_ends_every_part(running: Dev) -> None:
    # After all others: it ends the stack that they share.
    assert running.end(signal.SIGTERM) == 0
    assert alive(running.home) == []
    assert running.said.splitlines()[-1] == "Stopping"
    assert not (running.home / "endpoints.json").exists()


def test_ctrl_c_ends_what_only_begins_to_start(tmp_path: Path) -> None:
    with dev(tmp_path / "home", {"KITH_PORT": str(any_free())}) as stack:
        stack.until_said("Starting Kith")
        assert stack.end(signal.SIGINT) == 0
    assert alive(tmp_path / "home") == []
    assert stack.said.splitlines()[-1] == "Stopping"
