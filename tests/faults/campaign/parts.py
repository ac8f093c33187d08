"""The worker, as a part that can be killed and started again."""

from collections.abc import Mapping

from devstack.processes import Command
from devstack.product import WorkerPart, kith


class Worker(WorkerPart):
    """One process of all roles: less to start anew than one of each."""

    def __init__(self, temporal: str, namespace: str, env: Mapping[str, str]) -> None:
        super().__init__("live", temporal, namespace, env)
        self._variables = env

    @property
    def name(self) -> str:
        """As plans call it."""
        return "worker"

    def prepare(self) -> Command:
        """`kith worker`."""
        return kith("worker", env=self._variables)
