"""`kith doctor`: what is present, what is missing, and the command that mends it."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from base.errors import KithError
from base.settings import Settings, load
from devstack import leftovers, ports, postgres_user, redis, temporal_binary
from devstack.endpoints import is_set
from devstack.home import Home
from devstack.reach import reach
from devstack.stack import SIMULATOR_PORT
from devstack.temporal import PORT, UI_PORT
from devstack.terminal import Terminal

ROOT = Path(__file__).parent.parent
NODE = 20
ROOM = 2 * 1024**3  # bytes: the Temporal CLI's build, the data, the logs


@dataclass(frozen=True)
class Finding:
    """`mend` is a command or a sentence, where something is amiss; `needed` things make the doctor fail."""

    name: str
    found: str
    mend: str = ""
    needed: bool = True

    @property
    def ok(self) -> bool:
        """Nothing to mend."""
        return not self.mend


def doctor() -> int:
    """Print every finding. Returns 1 if something needed is missing. Raises InvalidSettings."""
    settings = load()
    findings = list(examine(settings))
    terminal = Terminal()
    terminal.table("Kith doctor", [(_mark(one), one.name, one.found) for one in findings], ("", "What", "Found"))
    for one in findings:
        if not one.ok:
            terminal.say(f"{one.name}: {one.mend}")
    missing = [one for one in findings if one.needed and not one.ok]
    terminal.say("Something that Kith needs is missing" if missing else "Everything that Kith needs is here")
    return 1 if missing else 0


def _mark(finding: Finding) -> str:
    if finding.ok:
        return "ok"
    return "missing" if finding.needed else "optional"


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which a start would need it."""
    yield _python()
    yield _node()
    yield _web()
    yield from _embedded(settings)
    yield _chromium()
    yield from _folder(settings.home)
    yield from _ports(settings)
    for name, found, reason in reach(settings):
        yield Finding(name, found, reason and f"{reason} Correct {name}, or unset it for the embedded one.")


def _python() -> Finding:
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Finding("Python", platform.python_version(), "" if fits else "Install Python 3.11, 3.12 or 3.13.")


def _node() -> Finding:
    mend = (
        f"Install Node {NODE} or newer with npm: it builds the web app (`brew install node`, `apt install nodejs npm`)."
    )
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return Finding("Node", "not found", mend)
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = version.removeprefix("v").partition(".")[0]
    return Finding("Node", version, "" if major.isdigit() and int(major) >= NODE else mend)


def _web() -> Finding:
    built = (ROOT / "web" / "out" / "index.html").is_file()
    return Finding("Web app", "built" if built else "not built", "" if built else "Run: make web")


def _embedded(settings: Settings) -> Iterator[Finding]:
    if not is_set("database_url"):
        yield _binary("Postgres 18", lambda: postgres_user.binaries() / "postgres", ("--version",))
    if not is_set("redis_url"):
        yield _binary("Redis (Valkey)", redis.binary, ("--version",))
    if not is_set("temporal_address"):
        yield _temporal_cli(settings)


def _binary(name: str, find: Callable[[], Path], arguments: tuple[str, ...]) -> Finding:
    try:
        done = subprocess.run([find(), *arguments], capture_output=True, text=True, check=False)
    except (KithError, OSError) as error:
        return Finding(name, "not found", str(error))
    if done.returncode != 0:
        return Finding(name, "does not run", (done.stderr or done.stdout).strip() or "It says nothing.")
    return Finding(name, done.stdout.strip().partition(" malloc=")[0])


def _temporal_cli(settings: Settings) -> Finding:
    try:
        found = temporal_binary.present(settings.temporal_cli)
    except KithError as error:
        return Finding("Temporal CLI", "not found", error.detail)
    if found:
        return Finding("Temporal CLI", f"{found[0]} (from {found[1]})")
    if shutil.which("go"):
        return Finding("Temporal CLI", "not here yet; `make run` downloads it, or builds it with Go")
    return Finding(
        "Temporal CLI", "not here yet; `make run` downloads it where it can", temporal_binary.MEND, needed=False
    )


def _chromium() -> Finding:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    mend = "Only the tests of the pages need it: `apt install chromium`, or `python -m playwright install chromium`."
    return Finding("Chromium", found or "not found", "" if found else mend, needed=False)


def _folder(path: Path) -> Iterator[Finding]:
    try:
        home = Home(path)
        home.write(".doctor", {})
        home.remove(".doctor")
    except (KithError, OSError) as error:
        yield Finding("Data folder", str(path.absolute()), f"{error} Set KITH_HOME to a folder that you can write.")
        return
    yield Finding("Data folder", str(home.path))
    free = shutil.disk_usage(home.path).free
    mend = "" if free >= ROOM else f"Free some space, or set KITH_HOME: Kith wants {ROOM // 1024**3} GB."
    yield Finding("Disk", f"{free / 1024**3:.1f} GB free", mend)


def _ports(settings: Settings) -> Iterator[Finding]:
    wishes = {
        "app": settings.port,
        "Temporal": PORT,
        "Temporal Web UI": UI_PORT,
        "Gmail simulator": SIMULATOR_PORT,
    }
    own = _own_ports(settings.home)
    used = {name: port for name, port in wishes.items() if not ports.is_free(port)}
    ours = [f"{port} ({name})" for name, port in used.items() if port in own]
    taken = [f"{port} ({name})" for name, port in used.items() if port not in own]
    found = [f"used by the Kith that runs here: {', '.join(ours)}"] if ours else []
    found += [f"taken by others: {', '.join(taken)}; those parts move to free ones"] if taken else []
    yield Finding("Ports", "; ".join(found) or "free")


def _own_ports(path: Path) -> set[int]:
    """Where the parts of the stack listen that runs on this data folder, if one does."""
    try:
        return leftovers.listening(Home(path))
    except KithError:
        return set()  # the finding about the folder tells
