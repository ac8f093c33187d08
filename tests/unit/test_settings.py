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
