"""Which parts this stack has, on which ports, and the order in which they start."""

from pathlib import Path

from base.settings import Settings
from devstack.endpoints import Endpoints, is_set
from devstack.home import Home
from devstack.part import Part
from devstack.ports import HOST, choose
from devstack.postgres import APP, OWNER, PostgresPart
from devstack.product import ROLES, ApiPart, SimulatorPart, WorkerPart, kith
from devstack.redis import RedisPart
from devstack.supervisor import Say, Supervisor
from devstack.temporal import PORT, UI_PORT, TemporalPart
from devstack.vendors_part import PORT as VENDORS_PORT
from devstack.vendors_part import VendorsPart

SIMULATOR_PORT = 8400
# Seconds after which a killed worker's jobs go on. Nobody bills this Temporal for heartbeats.
HEARTBEAT = "15"
# A hundred times what Google grants a new project: a newcomer sees people at once. The bill is counted all the same.
DEMO_QUOTA = "2026:user_per_minute=600000,project_per_minute=12000000"


class Stack:
    """One dev stack. A part whose address the user set is not embedded."""

    def __init__(self, settings: Settings, home: Home, cli: Path | None, say: Say) -> None:
        """`cli` is the Temporal CLI; None where Temporal is not embedded."""
        self._settings = settings
        self._home = home
        self._say = say
        self.endpoints = Endpoints(home)
        self.port = choose(home, "api", settings.port, settings.host)
        host = HOST if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
        self.url = f"http://{host}:{self.port}"
        self.endpoints.add({"public_url": self.url})
        self.postgres = None if is_set("database_url") else PostgresPart(home)
        self.redis = None if is_set("redis_url") else RedisPart(home)
        self.temporal = TemporalPart(home, cli, codec_endpoint=f"{self.url}/api/v1/codec") if cli else None
        self.simulator: SimulatorPart | None = None
        if not is_set("gmail_url", "google_client_id"):
            quota = settings.gmail_quota if is_set("gmail_quota") else DEMO_QUOTA
            self.simulator = SimulatorPart(home, self.url, quota, SIMULATOR_PORT)
        # The demo's people are known to its own vendors only: with somebody's mailbox, real ones are asked, or none.
        demo = self.simulator is not None and not is_set("enrichment_sources", "enrichment_roots")
        self.vendors = VendorsPart(home) if demo else None

    @property
    def public_url(self) -> str:
        """Where browsers reach the app."""
        return self._settings.public_url if is_set("public_url") else self.url

    async def start(self, supervisor: Supervisor) -> None:
        """Servers together, then migrations, then the API and the workers. Raises PartFailed."""
        every = (self.postgres, self.redis, self.temporal, self.simulator, self.vendors)
        servers: list[Part] = [part for part in every if part]
        await supervisor.start(*servers)
        self._tell_moves()
        self._add_endpoints()
        self.endpoints.write()
        quick = {} if is_set("heartbeat") else {"heartbeat": HEARTBEAT}
        env = self.endpoints.environment(port=str(self.port), **quick)
        await supervisor.run("migrate", kith("migrate", env=env))
        address = self.temporal.address if self.temporal else self._settings.temporal_address
        workers = [WorkerPart(role, address, self._settings.temporal_namespace, env) for role in ROLES]
        await supervisor.start(ApiPart(self.url, env), *workers)

    def urls(self) -> list[tuple[str, str]]:
        """What a person may want to open."""
        rows = [("App", self.url), ("API docs", f"{self.url}/api/docs")]
        if self.temporal:
            rows.append(("Temporal Web UI", self.temporal.ui_url))
        if self.simulator:
            rows.append(("Gmail simulator", self.simulator.url))
        if self.vendors:
            rows.append(("Vendor simulator", self.vendors.url))
        return rows

    def way_in(self) -> str:
        """How a person signs in, in one line."""
        if self.simulator:
            return (
                f"To sign in, open {self.url}, press “Sign in with Google” and allow {self.simulator.demo}: no password"
            )
        return f"To sign in, open {self.url} and press “Sign in with Google”; the first to do so owns this Kith"

    def _add_endpoints(self) -> None:
        if self.postgres:
            self.endpoints.add({"database_url": self.postgres.url(APP), "database_owner_url": self.postgres.url(OWNER)})
        if self.redis:
            self.endpoints.add({"redis_url": self.redis.url})
        if self.temporal:
            self.endpoints.add({"temporal_address": self.temporal.address, "temporal_ui_url": self.temporal.ui_url})
        if self.simulator:
            self.endpoints.add(self.simulator.settings())
        if self.vendors:
            self.endpoints.add(self.vendors.settings())

    def _tell_moves(self) -> None:
        places = [("the app", self._settings.port, self.port)]
        if self.temporal:
            places.append(("Temporal", PORT, self.temporal.port))
            places.append(("the Temporal Web UI", UI_PORT, self.temporal.ui_port))
        if self.simulator:
            places.append(("the Gmail simulator", SIMULATOR_PORT, self.simulator.port))
        if self.vendors:
            places.append(("the vendor simulator", VENDORS_PORT, self.vendors.port))
        for what, wished, taken in places:
            if wished and wished != taken:
                self._say(f"Port {wished} is taken: {what} is on {taken}")
