"""The settings of models: what each text means, and errors that name the variable and the fix."""

from pathlib import Path

import pytest

from base.errors import InvalidSettings
from base.settings import load
from devstack.vendors.llm.script import NAME
from integrations.llm.target import SIMULATED, Target, targets


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KITH_HOME", str(tmp_path))
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def chain(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[Target, ...]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return targets(load())


def test_without_any_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chain(monkeypatch) == ()
    assert chain(monkeypatch, KITH_LLM_MODEL=" ") == ()


def test_a_chain_has_vendors_names_addresses_and_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LLM_BASE_URL", "http://gpu.local:8000/v1/")
    found = chain(
        monkeypatch,
        KITH_LLM_MODEL="anthropic:claude-opus-5-5@https://api.anthropic.com,"
        "openai-chat:gpt-6-luna@https://proxy.example/v1/, qwen3:4b@http://[::1]:8080/v1, llama3.2:3b",
        ANTHROPIC_API_KEY="a-key",
        OPENAI_API_KEY="o-key",
        KITH_LLM_KEY="own-key",
    )
    assert found == (
        Target("anthropic", "claude-opus-5-5", "https://api.anthropic.com", "a-key", 120),
        Target("openai-chat", "gpt-6-luna", "https://proxy.example/v1", "o-key", 120),
        Target("", "qwen3:4b", "http://[::1]:8080/v1", "", 120),  # not the key of another server
        Target("", "llama3.2:3b", "http://gpu.local:8000/v1", "own-key", 120),
    )
    assert [one.label for one in found][1:3] == ["openai-chat:gpt-6-luna", "qwen3:4b"]
    assert [one.here for one in found] == [False, False, True, False]
    assert "key" not in repr(found).replace("key=", "")


def test_keys_are_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    settings = load(llm_model="anthropic:claude-opus-5-5")
    assert "sk-secret" not in repr(settings) + repr(targets(settings))


@pytest.mark.parametrize(
    ("variables", "field", "words"),
    [
        ({"KITH_LLM_MODEL": "anthropic:"}, "KITH_LLM_MODEL", "names no model"),
        ({"KITH_LLM_MODEL": "a@ftp://x"}, "KITH_LLM_MODEL", "address of a must be"),
        ({"KITH_LLM_MODEL": "a", "KITH_LLM_BASE_URL": "localhost:11434"}, "KITH_LLM_BASE_URL", "an address such as"),
        ({"KITH_LLM_MODEL": "a", "KITH_LLM_BASE_URL": "http://u:p@h/v1"}, "KITH_LLM_BASE_URL", "no password"),
        ({"KITH_LLM_BASE_URL": "http://127.0.0.1:11434/v1"}, "KITH_LLM_MODEL", "name the model"),
        ({"KITH_LLM_MODEL": "llama3.2:3b"}, "KITH_LLM_BASE_URL", "'llama3.2:3b', and KITH_LLM_BASE_URL is not set"),
        ({"KITH_LLM_MODEL": "anthropic:claude-opus-5-5"}, "ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY is not set"),
        ({"KITH_LLM_MODEL": "openai:gpt-6-luna", "OPENAI_API_KEY": " "}, "OPENAI_API_KEY", "Set it, or take"),
        ({"KITH_LLM_TIMEOUT": "0"}, "KITH_LLM_TIMEOUT", "greater than 0"),
        ({"KITH_LLM_DAILY_USD": "-1"}, "KITH_LLM_DAILY_USD", "greater than or equal to 0"),
        ({"KITH_LLM_PRICES": '{"llama3.2": [0'}, "KITH_LLM_PRICES", "must be JSON"),
        ({"KITH_LLM_PRICES": '{"llama3.2": [0, -1]}'}, "KITH_LLM_PRICES", "below zero"),
    ],
)
def test_what_is_wrong_is_named_with_its_fix(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(InvalidSettings, match=words) as raised:
        chain(monkeypatch, **variables)
    assert raised.value.field == field


def test_a_vendors_model_behind_a_proxy_here_is_not_here() -> None:
    assert not Target("anthropic", "claude-opus-5-5", "http://127.0.0.1:4000", "a-key", 120).here


def test_the_simulated_model_is_known_by_its_name() -> None:
    assert NAME == SIMULATED
    assert Target("", NAME, "http://127.0.0.1:8500/openai/v1", "demo-key", 5).simulated
