"""A command that cannot start says in one sentence which setting is wrong, and what to do."""

import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from base.settings import Settings
from devstack.ports import any_free
from tests.commands import as_environment, kith, sentence
from tests.stack import Stack, TemporalNamespace

MAIL = b"From a@b.example Mon Jun  1 10:00:00 2026\nFrom: a@b.example\n\nhello\n"
Variables = dict[str, str]


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, list[str]]:
    file = tmp_path / "mail.mbox"
    file.write_bytes(MAIL)
    return {
        "api": ["api"],
        "worker": ["worker", "--role", "live"],
        "migrate": ["migrate"],
        "import": ["import", "mbox", str(file), "--owner", "a@b.example"],
    }


@pytest.fixture
def working(settings: Settings) -> Variables:
    """Settings with which every command works."""
    return as_environment(settings) | {"KITH_PORT": str(any_free())}


def sentences(commands: Mapping[str, list[str]], settings: Variables, *left_out: str) -> dict[str, str]:
    """What each command says, all run at once."""
    chosen = {name: words for name, words in commands.items() if name not in left_out}
    with ThreadPoolExecutor() as threads:
        said = threads.map(lambda words: sentence(kith(*words, settings=settings)), chosen.values())
        return dict(zip(chosen, said, strict=True))


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KITH_REDIS_ULR", "x", "KITH_REDIS_ULR is not a setting of Kith. Did you mean KITH_REDIS_URL?"),
        ("KITH_PORT", "web", "KITH_PORT: Input should be a valid integer"),
    ],
)
def test_an_unknown_setting_or_a_wrong_value_is_named(
    commands: dict[str, list[str]], tmp_path: Path, variable: str, value: str, said: str
) -> None:
    told = sentences(commands, {"KITH_HOME": str(tmp_path / "home"), variable: value})
    assert all(text.startswith(said) for text in told.values()), told


def test_without_settings_and_without_a_stack_the_way_out_is_named(
    commands: dict[str, list[str]], tmp_path: Path
) -> None:
    told = sentences(commands, {"KITH_HOME": str(tmp_path / "home"), "KITH_PORT": str(any_free())})
    assert all("is not set and no dev stack runs here" in text for text in told.values()), told
    assert all("`make run`" in told[name] for name in ("api", "worker", "import"))
    assert "KITH_DATABASE_OWNER_URL" in told["migrate"]


@pytest.mark.parametrize("name", ["database_url", "redis_url", "temporal_address"])
def test_a_server_that_is_away_is_named(commands: dict[str, list[str]], working: Variables, name: str) -> None:
    nobody = f"127.0.0.1:{any_free()}"
    variable = f"KITH_{name.upper()}"
    addresses = {"database_url": f"postgresql://kith_app:x@{nobody}/kith", "redis_url": f"redis://{nobody}/0"}
    told = sentences(commands, working | {variable: addresses.get(name, nobody)}, "migrate")
    for text in told.values():
        assert text.endswith(f"Start it, or correct {variable}."), told
        assert nobody.partition(":")[2] in text


def test_migrations_name_a_server_that_is_away(working: Variables) -> None:
    url = f"postgresql://kith_owner:x@127.0.0.1:{any_free()}/kith"
    told = sentence(kith("migrate", settings=working | {"KITH_DATABASE_OWNER_URL": url}))
    assert "Connection refused" in told or "refused" in told
    assert told.endswith("Start it, or correct KITH_DATABASE_OWNER_URL.")


def test_a_wrong_password_is_named_and_not_shown(commands: dict[str, list[str]], working: Variables) -> None:
    wrong = {
        name: url.partition("//")[0] + f"//{role}:wr0ng-s3cret@" + url.rpartition("@")[2]
        for name, role in (("KITH_DATABASE_URL", "kith_app"), ("KITH_DATABASE_OWNER_URL", "kith_owner"))
        for url in [working[name]]
    }
    told = sentences(commands, working | wrong)
    for command, text in told.items():
        role, name = ("kith_owner", "_OWNER_URL") if command == "migrate" else ("kith_app", "_URL")
        assert f'password authentication failed for user "{role}"' in text
        assert text.endswith(f"correct KITH_DATABASE{name}.")
        assert "wr0ng" not in text


def test_a_wrong_password_of_redis_is_named(commands: dict[str, list[str]], working: Variables) -> None:
    url = "redis://:wrong@" + working["KITH_REDIS_URL"].rpartition("@")[2]
    told = sentences(commands, working | {"KITH_REDIS_URL": url}, "migrate", "import")
    assert all("password" in text and text.endswith("correct KITH_REDIS_URL.") for text in told.values()), told


def test_a_namespace_that_is_not_there_is_named(commands: dict[str, list[str]], working: Variables) -> None:
    told = sentences(commands, working | {"KITH_TEMPORAL_NAMESPACE": "nowhere"}, "migrate")
    assert all(
        text.startswith("KITH_TEMPORAL_NAMESPACE: Temporal has no namespace 'nowhere'.") for text in told.values()
    )


async def test_a_database_without_tables_or_without_roles_rights_says_what_to_run(
    stack: Stack, temporal: TemporalNamespace, redis_url: str, tmp_path: Path
) -> None:
    async with stack.empty_database() as empty:
        settings = as_environment(empty) | {
            "KITH_REDIS_URL": redis_url,
            "KITH_TEMPORAL_ADDRESS": temporal.address,
            "KITH_HOME": str(tmp_path),
            "KITH_PORT": str(any_free()),
        }
        told = sentence(kith("api", settings=settings))
        assert told == "The database of KITH_DATABASE_URL is empty. Run `kith migrate` first."
        as_app = settings | {"KITH_DATABASE_OWNER_URL": settings["KITH_DATABASE_URL"], "KITH_LOG_LEVEL": "warning"}
        told = sentence(kith("migrate", settings=as_app))
        assert told.startswith("The database of KITH_DATABASE_OWNER_URL is not prepared (permission denied")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_in_use_is_named(tmp_path: Path, taken_port: int) -> None:
    told = sentence(kith("api", settings={"KITH_HOME": str(tmp_path), "KITH_PORT": str(taken_port)}))
    assert told == (
        f"Kith cannot listen on 127.0.0.1:{taken_port} (Address already in use). Set KITH_HOST or KITH_PORT."
    )


def test_an_unknown_role_is_named_with_those_there_are(tmp_path: Path) -> None:
    told = sentence(kith("worker", "--role", "nonsense", settings={"KITH_HOME": str(tmp_path)}))
    assert told == "--role nonsense: there are only workflows, live, bulk, cpu."


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = kith("import", "mbox", "nowhere.mbox", "--owner", "a@b.example", settings={"KITH_HOME": str(tmp_path)})
    assert done.returncode == 2
    assert "nowhere.mbox" in done.stderr
    assert "Traceback" not in done.stderr
