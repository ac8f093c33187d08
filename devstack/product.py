"""Kith's own processes as the supervisor runs them: the API, one worker of each role, the simulator."""

import sys
from collections.abc import Mapping

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from devstack.demo import DEMO_EMAIL
from devstack.home import Home
from devstack.ports import HOST, choose, expect_listening
from devstack.processes import Command
from devstack.simulator.config import SimulatorConfig
from devstack.simulator_command import demo_account

# A worker role polls the queue of its name.
ROLES = {
    "workflows": TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "live": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    "bulk": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    "cpu": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}
SERVERS, PRODUCT = 0, 1  # stages: the product stops before what it uses


def kith(*arguments: str, env: Mapping[str, str], stage: int = PRODUCT) -> Command:
    """`kith …` with this Python, whatever is on PATH."""
    return Command([sys.executable, "-m", "cli", *arguments], env=env, stage=stage)


async def expect_ok(url: str) -> None:
    """It answers. Raises httpx.HTTPError."""
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        (await client.get(url)).raise_for_status()


class ApiPart:
    """The API, with the web app."""

    name = "api"

    def __init__(self, url: str, env: Mapping[str, str]) -> None:
        """`url` is where this machine reaches it."""
        self._url = url
        self._env = env

    def prepare(self) -> Command:
        """`kith api`."""
        return kith("api", env=self._env)

    async def ready(self, pid: int) -> None:
        """It, its database, Redis and Temporal answer."""
        expect_listening(pid, httpx.URL(self._url).port or 80)
        await expect_ok(f"{self._url}/readyz")


class WorkerPart:
    """A worker process of one role."""

    def __init__(self, role: str, temporal: str, namespace: str, env: Mapping[str, str]) -> None:
        self._role = role
        self._temporal = temporal
        self._namespace = namespace
        self._env = env

    @property
    def name(self) -> str:
        """`worker-live` and its like."""
        return f"worker-{self._role}"

    def prepare(self) -> Command:
        """`kith worker --role …`."""
        return kith("worker", "--role", self._role, env=self._env)

    async def ready(self, pid: int) -> None:
        """Temporal has seen this very process poll. Raises LookupError while it has not."""
        client = await Client.connect(self._temporal, namespace=self._namespace)
        request = DescribeTaskQueueRequest(
            namespace=self._namespace, task_queue=TaskQueue(name=self._role), task_queue_type=ROLES[self._role]
        )
        found = await client.workflow_service.describe_task_queue(request)
        if not any(poller.identity.startswith(f"{pid}@") for poller in found.pollers):
            raise LookupError(self.name)


class SimulatorPart:
    """The Gmail simulator with the demo mailbox."""

    name = "gmail-simulator"
    demo = DEMO_EMAIL

    def __init__(self, home: Home, app_url: str, quota: str, port: int) -> None:
        """`port` is a wish. `app_url` is where pushes go."""
        self._home = home
        self._app_url = app_url
        self._quota = quota
        self._wish = port
        self.port = 0

    @property
    def url(self) -> str:
        """Root of the Gmail API, and the OpenID issuer."""
        return f"http://{HOST}:{self.port}"

    def settings(self) -> dict[str, str]:
        """The settings that make Kith use it."""
        return {
            "google_issuer": self.url,
            "google_client_id": SimulatorConfig.client_id,
            "google_client_secret": self._home.secret("google_client"),
            "gmail_url": self.url,
            "people_url": self.url,
            "gmail_topic": SimulatorConfig.topic,
            "gmail_push_audience": f"{self._app_url}/gmail/push",
            "gmail_push_service_account": SimulatorConfig.push_service_account,
            "gmail_push_issuer": self.url,
            "gmail_quota": self._quota,
        }

    def prepare(self) -> Command:
        """Choose a port, and make sure of the demo mailbox."""
        self.port = choose(self._home, self.name, self._wish)
        return kith(
            "gmail-simulator",
            *("--data", str(self._home.folder("gmail-simulator")), "--port", str(self.port)),
            *("--account", demo_account(self._home.folder("demo"))),
            *("--push-url", f"{self._app_url}/gmail/push"),
            env={f"KITH_{name.upper()}": value for name, value in self.settings().items()},
            stage=SERVERS,
        )

    async def ready(self, pid: int) -> None:
        """It serves its OpenID configuration."""
        expect_listening(pid, self.port)
        await expect_ok(f"{self.url}/.well-known/openid-configuration")
