"""What a simulator is started with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class MboxAccount:
    """An account that exists from the start. `path` is an mbox (plain or Takeout), or None for no mail.

    Beside `mail.mbox`, a file `mail.contacts.json` has its Google contacts: {kind: {resource name: person}}.
    """

    email: str
    path: Path | None = None
    name: str = ""


@dataclass(frozen=True)
class SimulatorConfig:
    """Port 0 takes a free one. `quota` is read by `prices.parse_plan`; pushes are sent where `push_url` is set."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 0
    url: str | None = None  # where others reach it, if not at `host` and `port`
    accounts: tuple[MboxAccount, ...] = ()
    quota: str = "2026"
    client_id: str = "kith-dev.apps.googleusercontent.com"
    client_secret: str = field(default="kith-dev-secret", repr=False)
    redirect_uris: tuple[str, ...] = ()  # beside loopback addresses, which are allowed on any port
    topic: str = "projects/kith-dev/topics/gmail"
    subscription: str = "projects/kith-dev/subscriptions/gmail"
    push_url: str | None = None  # None: messages wait to be pulled
    push_audience: str | None = None
    push_service_account: str = "gmail-push@kith-dev.iam.gserviceaccount.com"
    ack_seconds: float = 10  # until a pulled message that was not acknowledged comes again
    pull_seconds: float = 5  # that a pull waits for a message
    history_seconds: int = 7 * 24 * 3600
    access_token_seconds: int = 3600
    bare_label_list: bool = False  # labels.list tells no colours, as Google documents it
    page_size: int = 500  # the most that a list gives: less where a small mailbox is to have many pages

    @property
    def root(self) -> str:
        """The public address, which is the OpenID issuer as well."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")
