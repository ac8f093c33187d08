"""What the tests of the isolation call in its children."""

import ctypes
import os
import signal
import time
from pathlib import Path


def echo(value: bytes) -> tuple[bytes, ...]:
    return (value,)


def surroundings() -> tuple[bytes, ...]:
    """The environment, and the open files."""
    return (
        "\n".join(os.environ).encode(),
        str(len(list(Path("/dev/fd").iterdir()))).encode(),
        str(os.getpid()).encode(),
    )


def late() -> tuple[bytes, ...]:
    """Answers after longer than a job should compute, having waited."""
    time.sleep(0.4)
    return (str(os.getpid()).encode(),)


def behave(how: bytes) -> tuple[bytes, ...]:
    """Do what `how` says, like a library that was not made for strangers."""
    kind, _, amount = how.decode().partition(" ")
    match kind:
        case "fill":  # memory, as Python sees it
            return (bytes(len(bytearray(int(amount)))),)
        case "hoard":  # memory that stays
            _hoarded.append(bytearray(os.urandom(1) * int(amount)))
        case "compute":
            while True:
                pass
        case "spin":  # seconds of computing
            until = time.process_time() + float(amount)
            while time.process_time() < until:
                pass
        case "sleep":
            time.sleep(float(amount))
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "exit":
            os._exit(int(amount))
        case "print":
            print(amount * 1_000, flush=True)
        case "raise":
            raise ValueError(amount)
        case "recurse":
            behave(how)
        case "flood":
            os.write(1, b"\xff" * 1_000)
            for number in range(3, 64):
                try:
                    os.write(number, b"\xff" * 1_000)
                except OSError:
                    continue
        case "interrupt":
            os.kill(os.getpid(), signal.SIGTERM)
    return (how,)


_hoarded: list[bytearray] = []
