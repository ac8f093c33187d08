"""The compose file and the image name only what there is: settings, commands, folders, and no password."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

import cli
from api import server
from base.settings import PREFIX, Settings, load
from workers.roles import ROLES
from workers.run import longest_end

ROOT = Path(__file__).parents[3]
COMPOSE = (ROOT / "temporal-dev.yml").read_text()
DOCKERFILE = (ROOT / "ops" / "Dockerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "kith"}
_REQUIRED = re.compile(r"\$\{(\w+):\?[^}]+\}")
_DEFAULT = re.compile(r"\$\{(\w+):-([^}]*)\}")


def filled(value: object) -> str:
    """A value as compose fills it in, with `secret` for everything that has no default."""
    return _DEFAULT.sub(r"\2", _REQUIRED.sub("secret", str(value)))


def environments() -> Iterator[tuple[str, str, str]]:
    """(service, variable, value)."""
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            yield name, variable, str(value)


def test_every_setting_in_the_compose_file_is_one_and_has_a_value_that_can_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"KITH_\w+", COMPOSE)) <= known
    for service in OURS.values():
        with monkeypatch.context() as patch:
            for variable, value in service["environment"].items():
                patch.setenv(variable, filled(value))
            load()


@pytest.mark.parametrize("name", OURS)
def test_every_service_runs_a_command_that_there_is(name: str) -> None:
    group = typer.main.get_group(cli.app)
    context = group.make_context("kith", list(OURS[name]["command"]), resilient_parsing=True)
    command, found, rest = group.resolve_command(context, list(OURS[name]["command"]))
    assert found is not None
    found.make_context(command, rest, parent=context)


def test_every_role_has_a_worker() -> None:
    commands = [service["command"] for service in OURS.values()]
    assert sorted(words[-1] for words in commands if words[0] == "worker") == sorted(ROLES)


def test_compose_waits_for_as_long_as_a_process_may_take_to_end() -> None:
    longest = max(longest_end(Settings()).total_seconds(), server.ENDS)
    ours = {name: service for name, service in OURS.items() if service["command"][0] in {"api", "worker"}}
    assert len(ours) == len(ROLES) + 1
    for name, service in ours.items():
        assert int(service["stop_grace_period"].removesuffix("s")) > longest, name


def test_no_password_has_a_default_and_the_example_names_each() -> None:
    required = set(_REQUIRED.findall(COMPOSE))
    example = (ROOT / ".env.example").read_text()
    assert required == set(re.findall(r"^(\w+)=$", example, re.MULTILINE))
    for service, variable, value in environments():
        if re.search("PASSWORD|SECRET|AUTH$", variable):
            assert _REQUIRED.fullmatch(value), f"{service}: {variable}"
        for password in re.findall(r"//\w*:([^/]+)@", value):
            assert _REQUIRED.fullmatch(password), f"{service}: {variable}"


def test_ports_are_open_to_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_what_is_waited_for_tells_its_health_and_what_is_kept_has_a_volume() -> None:
    volumes = yaml.safe_load(COMPOSE)["volumes"]
    for service in SERVICES.values():
        for other, wait in service.get("depends_on", {}).items():
            healthy = "healthcheck" in SERVICES[other]
            assert wait["condition"] == ("service_healthy" if healthy else "service_completed_successfully")
        named = [volume.partition(":")[0] for volume in service.get("volumes", []) if not volume.startswith("./")]
        assert set(named) <= set(volumes)
    files = [v.partition(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if v.startswith("./")]
    assert files
    assert all((ROOT / file).is_file() for file in files)


def test_temporal_is_configured_alike_in_a_container() -> None:
    from devstack.temporal import DYNAMIC_CONFIG

    command = SERVICES["temporal"]["command"]
    given = [value for flag, value in itertools.pairwise(command) if flag == "--dynamic-config-value"]
    assert given == [*DYNAMIC_CONFIG]


def test_the_image_holds_every_package_and_none_of_the_tools_of_tests() -> None:
    packages = {name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    copied = set(re.findall(r"^COPY (\w+)/ \1/$", DOCKERFILE, re.MULTILINE))
    assert copied == packages
    allowed = set(re.findall(r"^!(\w+)$", (ROOT / "ops" / "Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert allowed == packages | {"web"}
    removed = re.search(r"pip uninstall --yes --quiet \\\n(.+)", DOCKERFILE)
    assert removed is not None
    assert removed[1].split() == sorted(PROJECT["dependency-groups"]["dev"])
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert re.search(r"^USER kith$", DOCKERFILE, re.MULTILINE)
