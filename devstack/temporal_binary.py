"""Where the Temporal CLI comes from: a setting, PATH, Kith's cache, the SDK's download, or a build with Go."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from base.errors import InvalidSettings, Unavailable
from devstack.temporal_build import build

# The newest that a Go module can pin: from 1.6 on its go.mod replaces a module by a folder.
VERSION = "1.5.1"
DOWNLOAD_PATIENCE = 300  # seconds
MEND = (
    "Install it so that `temporal` is on PATH (`brew install temporal`), or install Go 1.25, or set KITH_TEMPORAL_CLI "
    "to a `temporal` binary, or KITH_TEMPORAL_ADDRESS to a server."
)

Say = Callable[[str], None]


def cache() -> Path:
    """Kith's own folder for the CLI, shared by all checkouts of one user."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "kith" / f"temporal-cli-{VERSION}"


def present(setting: Path | None) -> tuple[Path, str] | None:
    """A CLI that is there already, and where it was found. Raises InvalidSettings for a setting that names none."""
    if setting is not None:
        if not os.access(setting, os.X_OK) or setting.is_dir():
            raise InvalidSettings(
                f"KITH_TEMPORAL_CLI: {setting} is not a program. Unset it, or name a `temporal` binary.",
                field="KITH_TEMPORAL_CLI",
            )
        return setting.absolute(), "KITH_TEMPORAL_CLI"
    if found := shutil.which("temporal"):
        return Path(found), "PATH"
    cached = cache() / "temporal"
    return (cached, "Kith's cache") if os.access(cached, os.X_OK) else None


def find(setting: Path | None, say: Say) -> Path:
    """The CLI, fetched or built where it has to be. `say` gets one line for each step.

    Raises InvalidSettings, or Unavailable where there is no way to get one.
    """
    if found := present(setting):
        return found[0]
    folder = cache()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another Kith is fetching the Temporal CLI: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if found := present(None):
            return found[0]
        return _fetch(folder, say)


def _fetch(folder: Path, say: Say) -> Path:
    say(f"Fetching the Temporal CLI {VERSION}")
    try:
        return _download(folder)
    except (RuntimeError, TimeoutError, OSError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        say(f"It cannot be downloaded here ({reason})")
    if not shutil.which("go"):
        raise Unavailable(f"There is no Temporal CLI, and it can be neither downloaded nor built here. {MEND}")
    return build(folder, VERSION, say)


def _download(folder: Path) -> Path:
    """Let the SDK download it: it does so to start a server, which is stopped at once."""
    inbox = folder / "download"
    inbox.mkdir(exist_ok=True)

    async def fetch() -> None:
        async with asyncio.timeout(DOWNLOAD_PATIENCE):
            server = await WorkflowEnvironment.start_local(
                download_dest_dir=str(inbox), dev_server_download_version=f"v{VERSION}"
            )
            await server.shutdown()

    asyncio.run(fetch())
    # The SDK chooses the name.
    files = [path for path in inbox.iterdir() if path.is_file() and os.access(path, os.X_OK)]
    if not files:
        raise FileNotFoundError("the SDK says that it downloaded the CLI, and there is none")
    return files[0].rename(folder / "temporal")


if __name__ == "__main__":  # what `make test` does first: behind pytest nobody would see five minutes of progress
    setting = os.environ.get("KITH_TEMPORAL_CLI")
    find(Path(setting) if setting else None, print)
