"""Where settings come from: the environment first, then what the running dev stack says of itself."""

import json
from pathlib import Path

import pytest

from base.errors import InvalidSettings
from base.settings import ENDPOINTS, load


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KITH_HOME", str(tmp_path))
    return tmp_path


def test_the_environment_comes_before_the_running_stack_and_that_before_defaults(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ENDPOINTS).write_text(json.dumps({"temporal_address": "127.0.0.1:1", "gmail_quota": "legacy"}))
    monkeypatch.setenv("KITH_GMAIL_QUOTA", "2026:concurrent=7")
    settings = load()
    assert settings.temporal_address == "127.0.0.1:1"
    assert settings.gmail_quota == "2026:concurrent=7"
    assert settings.temporal_namespace == "default"


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe"], ids=["half", "binary"])
def test_what_the_stack_says_of_itself_may_be_damaged(home: Path, content: bytes) -> None:
    (home / ENDPOINTS).write_bytes(content)
    with pytest.raises(InvalidSettings, match=r"endpoints\.json cannot be read"):
        load()


def test_a_home_that_is_no_folder_holds_no_running_stack(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("KITH_HOME", str(home / "file"))
    assert load().database_url is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@host/db",
        "postgresql://u:p@host:5432/db?sslmode=require",
        "postgresql:///db?host=/run/pg",
        "postgres://host/db",
    ],
)
def test_usual_addresses_of_a_database_are_taken(home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KITH_DATABASE_URL", url)
    found = load().database_url
    assert found is not None
    assert found.get_secret_value() == url


@pytest.mark.parametrize("url", ["host/db", "mysql://host/db", "postgresql://u:p/w@host/db", "postgresql://[::1/db"])
def test_an_address_that_cannot_be_read_is_refused_and_not_repeated(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("KITH_DATABASE_URL", url)
    with pytest.raises(InvalidSettings) as refused:
        load()
    assert refused.value.field == "KITH_DATABASE_URL"
    assert url not in refused.value.detail


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KITH_COLOUR", "x", "KITH_COLOUR is not a setting of Kith. Unset it."),
        ("KITH_DATABASE", "x", "KITH_DATABASE is not a setting of Kith. Did you mean KITH_DATABASE_URL?"),
        ("KITH_PORT", "70000", "KITH_PORT: Input should be less than or equal to 65535. Correct it, or unset it."),
        ("KITH_LOG_LEVEL", "loud", "KITH_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'. Correct"),
        ("KITH_REDIS_URL", "host:6379", "KITH_REDIS_URL: It must look like redis://:password@host:6379/0, with"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_fix(
    home: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidSettings) as refused:
        load()
    assert refused.value.detail.startswith(said)


def test_a_log_level_may_be_written_small(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LOG_LEVEL", "debug")
    assert load().log_level == "DEBUG"


def test_what_should_be_json_is_said_to_be_without_repeating_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_ENRICHMENT_ROOTS", "{secret")
    with pytest.raises(InvalidSettings, match="KITH_ENRICHMENT_ROOTS: It must be JSON") as refused:
        load()
    assert "secret" not in str(refused.value)


def test_nobodys_host_is_sent_to_a_server_inside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_ENRICHMENT_DEMO_HOSTS", '{"bank.com": "http://127.0.0.1:1"}')
    with pytest.raises(InvalidSettings, match=r"bank\.com may be somebody's"):
        load()
    (home / ENDPOINTS).write_text(json.dumps({"enrichment_demo_hosts": '{"a.example": "http://127.0.0.1:1"}'}))
    monkeypatch.delenv("KITH_ENRICHMENT_DEMO_HOSTS")
    assert load().enrichment_demo_hosts == {"a.example": "http://127.0.0.1:1"}
