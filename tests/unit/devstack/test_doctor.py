"""`kith doctor`: what is here, what is missing, and the command that mends it."""

import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from base.errors import InvalidSettings
from base.settings import Settings
from devstack import doctor, temporal_binary
from devstack.doctor import Finding, examine
from devstack.home import Home
from devstack.leftovers import record
from devstack.ports import any_free
from tests.commands import kith


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, with a cache that is empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def program(folder: Path, name: str, says: str = "") -> Path:
    """A program that prints one line."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nprint({says!r})\n")
    path.chmod(0o700)
    return path


def found(home: Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(Settings(home=home))}


def test_a_healthy_machine_lacks_nothing(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, says in (("node", "v22.1.0"), ("npm", ""), ("temporal", ""), ("chromium", "")):
        program(tools, name, says)
    built = tmp_path / "checkout" / "web" / "out"
    built.mkdir(parents=True)
    (built / "index.html").touch()
    monkeypatch.setattr(doctor, "ROOT", tmp_path / "checkout")
    findings = found(tmp_path / "home")
    assert {name for name, finding in findings.items() if not finding.ok} == set()
    assert findings["Temporal CLI"].found == f"{tools / 'temporal'} (from PATH)"
    assert findings["Postgres 18"].found.startswith("postgres (PostgreSQL) 18")
    assert "Valkey server" in findings["Redis (Valkey)"].found


def test_each_missing_thing_is_named_with_what_mends_it(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "ROOT", tmp_path / "checkout")
    findings = found(tmp_path / "home")
    assert "apt install nodejs npm" in findings["Node"].mend
    assert findings["Web app"].mend == "Run: make web"
    assert "brew install temporal" in findings["Temporal CLI"].mend
    assert "playwright install chromium" in findings["Chromium"].mend
    assert {name for name, finding in findings.items() if finding.needed and not finding.ok} == {"Node", "Web app"}


def test_an_old_node_is_missing(tools: Path, tmp_path: Path) -> None:
    program(tools, "npm")
    program(tools, "node", "v18.20.1")
    assert found(tmp_path / "home")["Node"] == Finding(
        "Node", "v18.20.1", "Install Node 20 or newer with npm: it builds the web app "
        "(`brew install node`, `apt install nodejs npm`)."
    )  # fmt: skip


def test_with_go_the_temporal_cli_is_not_missing(tools: Path, tmp_path: Path) -> None:
    program(tools, "go")
    finding = found(tmp_path / "home")["Temporal CLI"]
    assert finding.ok
    assert "builds it with Go" in finding.found


def test_a_data_folder_that_cannot_be_made_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finding = found(tmp_path / "file" / "home")["Data folder"]
    assert "Set KITH_HOME to" in finding.mend


def test_the_command_fails_where_something_needed_is_missing_and_says_how_to_mend_it(tmp_path: Path) -> None:
    url = f"redis://127.0.0.1:{any_free()}/0"
    done = kith("doctor", settings={"KITH_HOME": str(tmp_path), "KITH_REDIS_URL": url}, anew=True)
    assert done.returncode == 1, done.stdout
    last = done.stdout.splitlines()
    assert last[-1] == "Something that Kith needs is missing"
    assert any(
        line.startswith("KITH_REDIS_URL: ConnectionError") and line.endswith("or unset it for the embedded one.")
        for line in last
    ), done.stdout
    assert done.stderr == ""


def test_its_own_running_ports_are_not_called_taken(tmp_path: Path) -> None:
    ours, port = any_free(), any_free()
    listens = f"import socket, time; s = socket.create_server(('127.0.0.1', {ours})); print(flush=True); time.sleep(60)"
    with (
        subprocess.Popen([sys.executable, "-c", listens], stdout=subprocess.PIPE) as part,
        socket.create_server(("127.0.0.1", port)),
    ):
        assert part.stdout is not None
        part.stdout.readline()
        home = Home(tmp_path)
        record(home, "api", part.pid, ("-c", listens), signal.SIGTERM, 1)
        named = {one: next(doctor._ports(Settings(home=tmp_path, port=one))).found for one in (ours, port)}
        part.kill()
    assert f"used by the Kith that runs here: {ours} (app)" in named[ours]
    assert f"{port} (app)" in named[port].partition("taken by others: ")[2]


@pytest.mark.skipif(
    not (doctor.ROOT / "web" / "out" / "index.html").is_file() or not shutil.which("node"),
    reason="needs Node and a built web app: make setup",
)
def test_the_command_succeeds_on_this_machine(tmp_path: Path) -> None:
    done = kith("doctor", settings={"KITH_HOME": str(tmp_path)}, anew=True)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "Everything that Kith needs is here"


def test_a_misspelt_setting_is_told_before_anything_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_HMOE", "x")
    with pytest.raises(InvalidSettings, match="Did you mean KITH_HOME"):
        doctor.doctor()


def test_the_setting_comes_before_the_path_and_the_path_before_the_cache(tools: Path, tmp_path: Path) -> None:
    assert temporal_binary.present(None) is None
    temporal_binary.cache().mkdir(parents=True)
    cached = program(temporal_binary.cache(), "temporal")
    assert temporal_binary.present(None) == (cached, "Kith's cache")
    assert temporal_binary.find(None, pytest.fail) == cached
    on_path = program(tools, "temporal")
    assert temporal_binary.present(None) == (on_path, "PATH")
    chosen = program(tmp_path, "my-temporal")
    assert temporal_binary.present(chosen) == (chosen, "KITH_TEMPORAL_CLI")
    assert temporal_binary.find(chosen, pytest.fail) == chosen


@pytest.mark.parametrize("kind", ["nothing", "folder", "text"])
def test_a_temporal_cli_that_is_no_program_is_refused_though_others_are_there(
    tools: Path, tmp_path: Path, kind: str
) -> None:
    program(tools, "temporal")
    path = tmp_path / "cli"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("not executable")
    with pytest.raises(InvalidSettings) as refused:
        temporal_binary.find(path, pytest.fail)
    assert refused.value.detail == (
        f"KITH_TEMPORAL_CLI: {path} is not a program. Unset it, or name a `temporal` binary."
    )
