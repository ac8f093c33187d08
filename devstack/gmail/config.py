"""What a simulator is started with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """A mailbox to begin with, filled from an mbox file."""

    email: str
    name: str
    mbox: Path | None = None


@dataclass(frozen=True)
class SimulatorConfig:
    """Defaults are those of a deployment that Google has just been told about."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8400
    accounts: list[Account] = field(default_factory=list)
    quota: str = "2026"
    client_id: str = "kith.apps.simulator.test"
    client_secret: str = "simulated"  # noqa: S105 - of a simulator
    topic: str = "projects/kith/topics/gmail"
    push_url: str | None = None  # where the topic's subscription pushes to
    push_audience: str | None = None  # `aud` of its tokens; the address itself where None
    push_service_account: str = "push@kith.iam.simulator.test"
    history_seconds: int = 7 * 24 * 3600  # how long history is kept

    @property
    def root(self) -> str:
        """The address of the simulator, and its issuer."""
        return f"http://{self.host}:{self.port}"
