"""Who sends a request: a person in a session, or a program with a person's token."""

import asyncio
import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from base.background import still_wanted
from models.contracts.accounts.principals import Principal
from models.database import Database
from models.queries.accounts.sessions import SessionQueries
from models.queries.accounts.tokens import DirectoryTokenQueries
from services.accounts.sessions import IDLE, Sessions
from services.accounts.tokens import PREFIX, Tokens

log = structlog.get_logger()

LOOK = 0.5  # seconds between two looks at what the open streams were opened with
BLIND = 5.0  # seconds without an answer after which they end: who cannot be checked, is not let in
_Key = tuple[bool, bytes]  # (is it a personal token, its hash)


class Authentication:
    """Asks the directory for every request, and twice a second for all streams that are open, together."""

    def __init__(self, database: Database, sessions: Sessions, tokens: Tokens) -> None:
        self._database = database
        self._sessions = sessions
        self._tokens = tokens
        self._open: dict[_Key, list[Callable[[], None]]] = {}

    async def principal(self, credential: str) -> Principal:
        """Who acts with a session's token or a personal one. Raises Unauthenticated."""
        if credential.startswith(PREFIX):
            return await self._tokens.principal(credential)
        return await self._sessions.principal(credential)

    def watch(self, credential: str, end: Callable[[], None]) -> Callable[[], None]:
        """Have `end` called, within a second, once this credential no longer counts: for what stays open.

        Call what it returns when that has ended by itself.
        """
        is_token = credential.startswith(PREFIX)
        key = is_token, (self._tokens if is_token else self._sessions).hash(credential)
        ends = self._open.setdefault(key, [])
        ends.append(end)

        def release() -> None:
            ends.remove(end)
            if not ends and self._open.get(key) is ends:
                del self._open[key]

        return release

    async def run(self) -> None:
        """Look after what is open, until cancelled."""
        answered = time.monotonic()
        while True:
            keys = list(self._open)
            try:
                lasting = await self._lasting(keys) if keys else set()
                answered = time.monotonic()
            except (SQLAlchemyError, OSError) as error:
                still_wanted()
                log.warning("credentials.unknown", error=type(error).__name__)
                lasting = set(keys) if time.monotonic() < answered + BLIND else set()
            for key in set(keys) - lasting:
                for end in self._open.get(key, ()):
                    end()
            await asyncio.sleep(LOOK)

    async def _lasting(self, keys: Sequence[_Key]) -> set[_Key]:
        tokens = [digest for is_token, digest in keys if is_token]
        sessions = [digest for is_token, digest in keys if not is_token]
        async with self._database.directory() as session:
            found = {(True, digest) for digest in await DirectoryTokenQueries(session).lasting(tokens)}
            return found | {(False, digest) for digest in await SessionQueries(session, IDLE).lasting(sessions)}
