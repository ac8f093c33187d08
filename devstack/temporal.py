"""Embedded Temporal: the CLI's dev server on a SQLite file, with its Web UI."""

from pathlib import Path

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from devstack.home import Home
from devstack.ports import HOST, any_free, choose, expect_listening
from devstack.processes import Command

NAMESPACE = "default"
PORT = 7233
UI_PORT = 8233
DYNAMIC_CONFIG = (
    # Who waits goes before who does not: off by default in server 1.29. Its fairness stays off: a queue of it may stop
    # handing out for good (decision 28).
    "matching.useNewMatcher=true",
    # One partition a queue: turns are taken among all of it, and no poll is handed on from one to another, which took
    # a fifth of the server's computing.
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
    # The one shard of a dev server looks for what is to be handed on 20 times a second at most, unless it may more:
    # every step of a workflow would wait for that.
    "history.transferProcessorMaxPollRPS=2000",
)


class TemporalPart:
    """One dev server. `port` and `ui_port` are wishes; `durable=False` keeps nothing on disk."""

    name = "temporal"

    def __init__(
        self,
        home: Home,
        cli: Path,
        *,
        port: int = PORT,
        ui_port: int = UI_PORT,
        durable: bool = True,
        codec_endpoint: str | None = None,
    ) -> None:
        """`codec_endpoint`: where the Web UI has payloads decoded."""
        self._home = home
        self._cli = cli
        self._wishes = (port, ui_port)
        self._durable = durable
        self._codec_endpoint = codec_endpoint
        self.port = 0
        self.ui_port = 0
        self.metrics_port = 0

    @property
    def address(self) -> str:
        """host:port of the frontend."""
        return f"{HOST}:{self.port}"

    @property
    def ui_url(self) -> str:
        """The Web UI."""
        return f"http://{HOST}:{self.ui_port}"

    def prepare(self) -> Command:
        """Choose ports; the data folder is created when it is durable."""
        self.port = choose(self._home, self.name, self._wishes[0])
        self.ui_port = choose(self._home, "temporal_ui", self._wishes[1])
        argv = [str(self._cli), "server", "start-dev", "--ip", HOST, "--namespace", NAMESPACE]
        self.metrics_port = any_free()
        argv += ["--port", str(self.port), "--ui-port", str(self.ui_port), "--metrics-port", str(self.metrics_port)]
        argv += ["--log-level", "warn"]
        for value in DYNAMIC_CONFIG:
            argv += ["--dynamic-config-value", value]
        if self._durable:
            argv += ["--db-filename", str(self._home.folder("temporal") / "temporal.db")]
        if self._codec_endpoint:
            argv += ["--ui-codec-endpoint", self._codec_endpoint]
        return Command(argv)

    async def ready(self, pid: int) -> None:
        """Ask for the namespace: the frontend answers before it is registered."""
        expect_listening(pid, self.port)
        client = await Client.connect(self.address)
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
