"""The settings of language models: which are asked, where, with what keys, and what that may cost."""

import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator

from base.errors import InvalidSettings

HOSTED = {"anthropic": "anthropic_api_key", "openai": "openai_api_key", "openai-chat": "openai_api_key"}
EXAMPLE = "anthropic:claude-opus-5-5, openai:gpt-6-luna, or llama3.2@http://127.0.0.1:11434/v1"


class NamedModel(NamedTuple):
    """One model of the chain: whose it is ("" for a server that speaks as OpenAI does), its name and address."""

    vendor: str
    name: str
    url: str


class LlmSettings(BaseModel):
    """What `Settings` has of them."""

    llm_model: str = Field(
        "",
        description="Language models, the next where one fails: anthropic:NAME, openai:NAME, openai-chat:NAME, or the "
        "NAME of a model at KITH_LLM_BASE_URL; NAME@URL for one elsewhere; commas between; none where empty",
    )
    llm_base_url: str = Field(
        "", description="Where they are reached instead, such as http://127.0.0.1:11434/v1 of an Ollama here"
    )
    llm_key: SecretStr | None = Field(None, description="Key of the server at KITH_LLM_BASE_URL, where it wants one")
    anthropic_api_key: SecretStr | None = Field(
        None, validation_alias="anthropic_api_key", description="ANTHROPIC_API_KEY: for models of anthropic:"
    )
    openai_api_key: SecretStr | None = Field(
        None, validation_alias="openai_api_key", description="OPENAI_API_KEY: for models of openai: and openai-chat:"
    )
    llm_anonymise: bool = Field(
        True, description="Tell models elsewhere placeholders for people, addresses, numbers and links in mail"
    )
    llm_timeout: float = Field(120, gt=0, description="Seconds of silence after which a model counts as gone")
    llm_daily_usd: float = Field(
        2, ge=0, description="US dollars that models may cost each user in a day (UTC), where their price is known"
    )
    llm_daily_tokens: int = Field(
        2_000_000, ge=0, description="Tokens a day (UTC) and user of models whose price is not known"
    )
    llm_prices: dict[str, tuple[float, float]] = Field(
        default_factory=dict,
        description='US dollars for a million tokens in and out, before any list, as JSON: {"llama3.2": [0, 0]}',
    )

    @field_validator("llm_model")
    @classmethod
    def _models(cls, value: str) -> str:
        for one in filter(None, (part.strip() for part in value.split(","))):
            _, name, url = named(one)
            if not name:
                raise ValueError(f"{one!r} names no model. It must look like {EXAMPLE}")
            if "@" in one:
                _address(url, f"The address of {name}")
        return value.strip()

    @field_validator("llm_base_url")
    @classmethod
    def _url(cls, value: str) -> str:
        return _address(value.strip(), "It") if value.strip() else ""

    @field_validator("llm_prices", mode="before")
    @classmethod
    def _llm_json(cls, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    @field_validator("llm_prices")
    @classmethod
    def _prices(cls, value: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        for model, prices in value.items():
            if min(prices) < 0:
                raise ValueError(f"{model} has a price below zero")
        return value

    @property
    def llm_models(self) -> tuple[NamedModel, ...]:
        """The chain, first to last. An empty address is its vendor's own."""
        found = [named(part.strip()) for part in self.llm_model.split(",") if part.strip()]
        return tuple(one if one.url else one._replace(url=self.llm_base_url) for one in found)


def expect_models(settings: LlmSettings) -> tuple[NamedModel, ...]:
    """The chain, each with the address and key that it needs. Raises InvalidSettings that names what is missing."""
    models = settings.llm_models
    if settings.llm_base_url and not models:
        raise InvalidSettings(
            "KITH_LLM_BASE_URL is set and KITH_LLM_MODEL is not: name the model that is to be asked there.",
            field="KITH_LLM_MODEL",
        )
    for vendor, name, url in models:
        if url:
            continue
        if not vendor:
            raise InvalidSettings(
                f"KITH_LLM_MODEL names {name!r}, and KITH_LLM_BASE_URL is not set. Set it to the server that has this "
                f"model, or name one of a vendor. It may look like {EXAMPLE}.",
                field="KITH_LLM_BASE_URL",
            )
        key: SecretStr | None = getattr(settings, HOSTED[vendor])
        if key is None or not key.get_secret_value().strip():
            variable = HOSTED[vendor].upper()
            raise InvalidSettings(
                f"KITH_LLM_MODEL names {vendor}:{name}, and {variable} is not set. Set it, or take a model of a server "
                "of your own with KITH_LLM_BASE_URL.",
                field=variable,
            )
    return models


def named(text: str) -> NamedModel:
    """What one part of the chain names. A colon may belong to a name ("llama3.2:3b"), unless a vendor stands before."""
    text, _, url = text.partition("@")
    url = url.strip().rstrip("/")
    vendor, colon, name = text.partition(":")
    return NamedModel(vendor, name.strip(), url) if colon and vendor in HOSTED else NamedModel("", text, url)


def _address(value: str, what: str) -> str:
    try:
        parts = urlsplit(value)
        readable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        readable = False
    if not readable or parts.query or parts.fragment:
        raise ValueError(f"{what} must be an address such as http://127.0.0.1:11434/v1")
    if parts.username or parts.password:
        raise ValueError(f"{what} must have no password in it: keys belong in KITH_LLM_KEY")
    return value.rstrip("/")
