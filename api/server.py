"""Serves the API until the process is told to end."""

from types import FrameType

import uvicorn

from api.app import create_app
from base import leaving
from base.settings import Settings

# Seconds that an idle connection stays open: longer than clients and proxies keep theirs (60 is usual), or they would
# send a request into one that is being closed.
_KEEP_ALIVE = 75
_ANSWERING = 5  # seconds that what is being answered has, once the process is told to end
_CLOSING = 10  # seconds for everything else after that
ENDS = _ANSWERING + _CLOSING


def server_of(settings: Settings) -> uvicorn.Server:
    """The server, which does not listen yet."""
    return _Server(
        uvicorn.Config(
            create_app(settings), log_config=None, timeout_graceful_shutdown=_ANSWERING, timeout_keep_alive=_KEEP_ALIVE
        )
    )


class _Server(uvicorn.Server):
    """Ends in time, whatever it waits for."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The process is told to end."""
        leaving.within(ENDS)
        super().handle_exit(sig, frame)
