"""What a killed supervisor left running: found by pid, start time and command line, and ended by pid only."""

import contextlib
import os
import signal
import time
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import psutil

from devstack.home import Home

RUN = "run.json"
PATIENCE = 20.0


def record(home: Home, name: str, pid: int, argv: Sequence[str], stop: signal.Signals, stage: int) -> None:
    """Note a running child. Raises psutil.NoSuchProcess for one that has ended."""
    values = {
        "pid": pid,
        "created": psutil.Process(pid).create_time(),
        "last_argument": argv[-1],
        "signal": int(stop),
        "stage": stage,
    }
    with home.changing(RUN) as records:
        records[name] = values


def forget(home: Home, name: str) -> None:
    """Remove the note of a child that has ended."""
    with home.changing(RUN) as records:
        records.pop(name, None)


def listening(home: Home) -> set[int]:
    """The ports that recorded children listen on now."""
    found: set[int] = set()
    for record in home.read(RUN).values():
        process = _living(record)
        with contextlib.suppress(psutil.Error):
            served = process.net_connections(kind="tcp") if process else []
            found |= {one.laddr.port for one in served if one.status == psutil.CONN_LISTEN}
    return found


def end(home: Home) -> list[str]:
    """End every recorded child that still lives, the last stage first. Returns their names."""
    records = home.read(RUN)
    ended: list[str] = []
    order = sorted(records, key=lambda name: -records[name]["stage"])
    for _, stage in groupby(order, key=lambda name: records[name]["stage"]):
        living = {name: process for name in stage if (process := _living(records[name]))}
        for name, process in living.items():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(records[name]["signal"])
        psutil.wait_procs(living.values(), PATIENCE)
        for process in living.values():
            end_group(process.pid)
        ended += living
    home.remove(RUN)
    return ended


def end_group(leader: int) -> None:
    """Kill what is left of a child's process group, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _group_lives(leader):
        time.sleep(0.02)


def _living(note: dict[str, Any]) -> psutil.Process | None:
    """The process of a record, if it is still that one and not another with the same number."""
    try:
        process = psutil.Process(note["pid"])
        same = abs(process.create_time() - note["created"]) < 1 and note["last_argument"] in process.cmdline()
        return process if same else None
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def _group_lives(leader: int) -> bool:
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getpgid(process.pid) == leader and process.info["status"] != psutil.STATUS_ZOMBIE:
                return True
    return False
