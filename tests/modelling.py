"""Kith whose language models are played by the dev stack's vendors."""

from typing import Any

from pydantic import SecretStr

from base.settings import Settings
from integrations.llm.target import SIMULATED

OPUS, LUNA, OWN = "anthropic:claude-opus-5-5", "openai:gpt-6-luna", "llama3.2:3b"
_PATHS = {"anthropic": "anthropic", "openai": "openai/v1"}


def with_models(settings: Settings, root: str, *models: str, **changed: Any) -> Settings:
    """These settings, with a chain of models at the vendors that `root` stands for; none where none is named."""
    if not models:
        return settings.model_copy(update=changed)
    return settings.model_copy(update=model_settings(root, *models) | changed)


def model_settings(root: str, *models: str) -> dict[str, Any]:
    """Settings of a chain; without names one of a vendor, then the simulated one."""
    chain = []
    for name in models or (OPUS, SIMULATED):
        path = _PATHS.get(name.partition(":")[0])
        chain.append(f"{name}@{root}/{path}" if path else name)
    return {
        "llm_model": ",".join(chain),
        "llm_base_url": f"{root}/openai/v1",
        "llm_key": SecretStr("demo-key"),
        "anthropic_api_key": SecretStr("demo-key"),
        "openai_api_key": SecretStr("demo-key"),
    }
