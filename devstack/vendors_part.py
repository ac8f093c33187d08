"""The vendors of enrichment as a part of the dev stack, and the settings that make Kith ask them, and no real ones."""

import json

from devstack.demo import DEMO_EMAIL
from devstack.home import Home
from devstack.ports import HOST, choose, expect_listening
from devstack.processes import Command
from devstack.product import SERVERS, expect_ok, kith
from devstack.vendors.server import VENDORS, hosts

PORT = 8500
_KEYED = ("apollo", "brandfetch", "gravatar", "github", "hunter", "people_data_labs", "x")


class VendorsPart:
    """`kith vendor-simulator`."""

    name = "vendor-simulator"

    def __init__(self, home: Home) -> None:
        self._home = home
        self.port = 0

    @property
    def url(self) -> str:
        """Root of all vendors."""
        return f"http://{HOST}:{self.port}"

    def settings(self) -> dict[str, str]:
        """Every source is offered, and reaches this server: no key, and nothing leaves this machine."""
        roots = {name: f"{self.url}/{name}" for name in VENDORS if name != "site"}
        keys = {f"enrichment_{name}_key": "demo-key" for name in _KEYED}
        return keys | {
            "enrichment_sources": "all",
            "enrichment_contact": DEMO_EMAIL,
            "enrichment_roots": json.dumps(roots | {"dns": f"{HOST}:{self.port}"}),
            "enrichment_demo_hosts": json.dumps(dict.fromkeys(hosts(), self.url)),
        }

    def prepare(self) -> Command:
        """Choose a port: of HTTP, and of DNS over UDP."""
        self.port = choose(self._home, self.name, PORT)
        return kith(self.name, "--port", str(self.port), env={}, stage=SERVERS)

    async def ready(self, pid: int) -> None:
        """It answers."""
        expect_listening(pid, self.port)
        await expect_ok(f"{self.url}/healthz")
