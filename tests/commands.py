"""The `kith` command as a person runs it: a process of its own, with settings in its environment."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any

from base.settings import PREFIX, Settings
from tests import forked
from tests.forked import PATIENCE, ROOT

__all__ = ["PATIENCE", "ROOT", "argv", "as_environment", "environment", "kith", "sentence"]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What a command is started with: nothing of the developer's settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return clean | dict(settings)


def as_environment(settings: Settings) -> dict[str, str]:
    """Those settings that were given, as variables."""
    values = {name: getattr(settings, name) for name in settings.model_fields_set}
    return {PREFIX + name.upper(): _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    """As a variable holds it: a password in the clear, a mapping as JSON."""
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def argv(*arguments: str) -> list[str]:
    """`kith …` with this Python."""
    return [sys.executable, "-m", "cli", *arguments]


def kith(*arguments: str, settings: Mapping[str, str], anew: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `anew` by an interpreter that has to import everything, as a terminal does."""
    with TemporaryFile("w+") as stdout, TemporaryFile("w+") as stderr:
        process: forked.Process | subprocess.Popen[bytes]
        if anew:
            words = argv(*arguments)
            process = subprocess.Popen(words, cwd=ROOT, env=environment(settings), stdout=stdout, stderr=stderr)
        else:
            process = forked.start(arguments, environment(settings), stdout, stderr)
        try:
            status = process.wait(PATIENCE)
        finally:
            process.kill()
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess(arguments, status, stdout.read(), stderr.read())


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that could not do its work said: one line on stderr, nothing else."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]
