"""How a process of Kith ends: with the status that its work earned, whatever its libraries do at the end."""

import atexit
import contextlib
import faulthandler
import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

_LOST = 120  # what Python itself says where output could not be written


def run(main: Callable[[], object]) -> NoReturn:
    """Run `main`, which closes what it opened, and end the process: 0 where it returns, else what it raised says."""
    status = 1
    try:
        main()
        status = 0
    except SystemExit as end:
        status = _status(end)
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
    leave(status)


def leave(status: int) -> NoReturn:
    """End the process now, with nothing of its output lost.

    Temporal's SDK has threads that still let go of Python objects after the event loop has ended. An interpreter that
    finalises meanwhile aborts, about once in eight runs, and a good run's status would be 134 or 139. So it does not
    finalise: what is registered for the exit runs here (logs are flushed, children ended), and then nothing more.
    """
    with contextlib.suppress(BaseException):  # each prints its own trouble
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # without a terminal or a file there is none
                stream.flush()
        except (OSError, ValueError):  # whoever read it has gone
            status = status or _LOST
    os._exit(status)


def within(seconds: float) -> None:
    """From now on the process has so long to end by itself. Then it ends with 1, and stderr says where it stood.

    Closing what leads to a server that is gone may wait for ever, and a process that was told to end is replaced only
    once it has. May be called in a signal handler: the clock runs in a thread that knows no Python.
    """
    faulthandler.dump_traceback_later(seconds, exit=True)


def _status(end: SystemExit) -> int:
    """What the interpreter would make of it."""
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    print(end.code, file=sys.stderr)
    return 1
