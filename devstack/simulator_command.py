"""`kith gmail-simulator`: settings and options become the simulator's configuration."""

from collections.abc import Sequence
from pathlib import Path

from base.errors import InvalidSettings, Unavailable
from base.settings import Settings
from devstack.simulator.config import MboxAccount, SimulatorConfig
from devstack.simulator.server import serve


def run(settings: Settings, data: Path, port: int, accounts: Sequence[str], push_url: str | None) -> None:
    """Serve until INT or TERM. Raises InvalidSettings, or Unavailable where the port is taken."""
    secret = settings.google_client_secret
    config = SimulatorConfig(
        data=data,
        port=port,
        accounts=tuple(map(account, accounts)),
        quota=settings.gmail_quota,
        client_id=settings.google_client_id or SimulatorConfig.client_id,
        client_secret=secret.get_secret_value() if secret else SimulatorConfig.client_secret,
        push_url=push_url,
        push_audience=settings.gmail_push_audience,
    )
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        serve(config)
    except ValueError as error:
        raise InvalidSettings(f"KITH_GMAIL_QUOTA: {error}", field="KITH_GMAIL_QUOTA") from error
    except OSError as error:
        raise Unavailable(f"The simulator cannot listen on port {port} ({error.strerror}). Take another.") from error


def account(text: str) -> MboxAccount:
    """`ADDRESS` or `ADDRESS=MBOX`. Raises InvalidSettings for a file that is not there."""
    email, _, path = text.partition("=")
    if "@" not in email:
        raise InvalidSettings(f"--account {text}: {email!r} is not a mail address.", field="--account")
    if path and not Path(path).is_file():
        raise InvalidSettings(f"--account {text}: there is no file {path}.", field="--account")
    return MboxAccount(email, Path(path) if path else None)
