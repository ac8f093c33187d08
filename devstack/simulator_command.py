"""`kith gmail-simulator`: settings and options become the simulator's configuration."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path

import orjson

from base.errors import InvalidSettings, Unavailable
from base.settings import Settings
from devstack.demo import DEMO_EMAIL, DEMO_NAME, write_demo_mbox
from devstack.demo.contacts import demo_contacts
from devstack.simulator.config import MboxAccount, SimulatorConfig
from devstack.simulator.server import serve


def run(
    settings: Settings,
    data: Path,
    port: int,
    accounts: Sequence[str],
    push_url: str | None,
    host: str = SimulatorConfig.host,
    url: str | None = None,
) -> None:
    """Serve until INT or TERM. Raises InvalidSettings, or Unavailable where the port is taken."""
    secret = settings.google_client_secret
    config = SimulatorConfig(
        data=data,
        host=host,
        port=port,
        url=url,
        accounts=tuple(map(account, accounts)),
        quota=settings.gmail_quota.replace("auto", "2026", 1),
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
        raise Unavailable(f"The simulator cannot listen on {host}:{port} ({error.strerror}). Take another.") from error


def account(text: str) -> MboxAccount:
    """`ADDRESS` or `Name <ADDRESS>`, with `=MBOX` where it has mail. Raises InvalidSettings, for no such file too."""
    who, _, path = text.partition("=")
    name, email = parseaddr(who)
    if "@" not in email:
        raise InvalidSettings(f"--account {text}: {who!r} is not a mail address.", field="--account")
    if path and not Path(path).is_file():
        raise InvalidSettings(f"--account {text}: there is no file {path}.", field="--account")
    return MboxAccount(email, Path(path) if path else None, name)


def demo_account(folder: Path) -> str:
    """`Name <ADDRESS>=MBOX` of the demo, whose mail is written at the first start; later starts find the same."""
    mbox = folder / "mailbox.mbox"
    if not mbox.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = mbox.with_suffix(".new")
        write_demo_mbox(fresh, seed=7, now=datetime.now(UTC))
        fresh.rename(mbox)
    mbox.with_suffix(".contacts.json").write_bytes(orjson.dumps(demo_contacts()))
    return f"{DEMO_NAME} <{DEMO_EMAIL}>={mbox}"
