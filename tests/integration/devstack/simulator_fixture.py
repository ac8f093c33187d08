"""A simulator over real HTTP, and Google's own client pointed at it."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from google.oauth2.credentials import Credentials
from googleapiclient import discovery, discovery_cache

from devstack.simulator.config import SimulatorConfig
from devstack.simulator.server import running

ME = "ada@example.com"
RICH = "2026:user_per_minute=100000000,project_per_minute=100000000"


@dataclass
class Simulator:
    """A running simulator. `gmail` is Google's client for an account."""

    root: str
    http: httpx.Client

    def create(self, email: str = ME, name: str = "Ada Lovelace", mbox: Path | None = None) -> dict[str, Any]:
        """An account."""
        body = {"email": email, "name": name, "mbox": str(mbox) if mbox else None}
        return dict(self.post("accounts", body))

    def post(self, path: str, body: Any = None) -> Any:
        """To the control plane."""
        answer = self.http.post(f"/simulator/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        """From the control plane."""
        return self.http.get(f"/simulator/{path}").raise_for_status().json()

    def deliver(self, raw: bytes, email: str = ME, labels: str = "INBOX,UNREAD") -> dict[str, str]:
        """Mail arrives."""
        answer = self.http.post(f"/simulator/accounts/{email}/messages", params={"labels": labels}, content=raw)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def grant(self, email: str = ME, scopes: list[str] | None = None) -> dict[str, Any]:
        """Tokens without a browser."""
        return dict(self.post(f"accounts/{email}/grants", {"scopes": scopes}))

    def credentials(self, email: str = ME, scopes: list[str] | None = None) -> Credentials:
        """Credentials that refresh themselves."""
        tokens = self.grant(email, scopes)
        config = SimulatorConfig(data=Path())
        return Credentials(
            tokens["access_token"],
            refresh_token=tokens["refresh_token"],
            token_uri=f"{self.root}/token",
            client_id=config.client_id,
            client_secret=config.client_secret,
        )

    def gmail(self, email: str = ME, scopes: list[str] | None = None, credentials: Credentials | None = None) -> Any:
        """users() of Google's client, built from its discovery document with the roots changed."""
        return self.service(credentials or self.credentials(email, scopes)).users()

    def service(self, credentials: Credentials) -> Any:
        """The whole client: it makes batches."""
        document = json.loads(discovery_cache.get_static_doc("gmail", "v1"))
        root = f"{self.root}/"
        document |= {"rootUrl": root, "baseUrl": root, "mtlsRootUrl": root}
        return discovery.build_from_document(document, credentials=credentials)

    def raw(self, email: str = ME) -> httpx.Client:
        """HTTP with a token, for what Google's client hides."""
        headers = {"authorization": f"Bearer {self.grant(email)['access_token']}"}
        return httpx.Client(base_url=self.root, headers=headers)


@contextmanager
def simulator(folder: Path, **settings: Any) -> Iterator[Simulator]:
    """A simulator on a free port, generous unless `quota` says otherwise."""
    config = SimulatorConfig(data=folder, **{"quota": RICH, **settings})
    with running(config) as root, httpx.Client(base_url=root, timeout=30) as http:
        yield Simulator(root, http)


def mail(subject: str = "Hello", body: str = "How are you?", sender: str = "bob@example.org", **headers: str) -> bytes:
    """A small message; header names have underscores for hyphens."""
    lines = {"From": sender, "To": ME, "Subject": subject, "Message-ID": f"<{abs(hash((subject, body)))}@example.org>"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n" + body.encode()


def encoded(raw: bytes) -> str:
    """As `raw` in JSON."""
    return base64.urlsafe_b64encode(raw).decode()


def decoded(data: str) -> bytes:
    """The bytes of a body."""
    return base64.urlsafe_b64decode(data)


@dataclass
class Subscriber:
    """What a push endpoint was sent: (headers in lower case, body). Answers 500 `failing` times first."""

    url: str
    received: list[tuple[dict[str, str], dict[str, Any]]]
    arrived: threading.Condition
    failing: int = 0

    def wait_for(self, number: int) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """The first `number` pushes."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= number, timeout=10), len(self.received)
            return self.received[:number]


@contextmanager
def subscriber(failing: int = 0) -> Iterator[Subscriber]:
    """A push endpoint on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with state.arrived:
                state.received.append(({k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
                self.send_response(500 if len(state.received) <= state.failing else 204)
                self.end_headers()
                state.arrived.notify_all()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Subscriber(f"http://127.0.0.1:{server.server_port}/push", [], threading.Condition(), failing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
