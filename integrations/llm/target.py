"""Where a model is, and by whose protocol and key it is asked."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from base.llm_settings import HOSTED, LlmSettings, expect_models

SIMULATED = "simulated-model"  # what the dev stack's own vendor calls what it has: it understands nothing


@dataclass(frozen=True)
class Target:
    """One model. `vendor` is "anthropic" (Messages), "openai" (Responses), "openai-chat", or "" (chat, as OpenAI's)."""

    vendor: str
    name: str
    url: str  # "": the vendor's own
    key: str = field(repr=False)
    timeout: float

    @property
    def label(self) -> str:
        """As the chain names it."""
        return f"{self.vendor}:{self.name}" if self.vendor else self.name

    @property
    def here(self) -> bool:
        """Whether it runs on this machine: nothing leaves it then. A vendor's at an address here is behind a proxy."""
        if self.vendor:
            return False
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def simulated(self) -> bool:
        """Whether it only plays a model."""
        return self.name == SIMULATED


def targets(settings: LlmSettings) -> tuple[Target, ...]:
    """The chain that is set; empty where none is. Raises InvalidSettings."""
    return tuple(
        Target(vendor, name, url, _key(settings, vendor, url), settings.llm_timeout)
        for vendor, name, url in expect_models(settings)
    )


def _key(settings: LlmSettings, vendor: str, url: str) -> str:
    """A vendor's key goes to where its models are said to be; KITH_LLM_KEY to KITH_LLM_BASE_URL and nowhere else."""
    key = getattr(settings, HOSTED[vendor]) if vendor else None
    if not vendor and url == settings.llm_base_url:
        key = settings.llm_key
    return key.get_secret_value().strip() if key is not None else ""
