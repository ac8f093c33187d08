"""What is open ends where nobody can say any more whether it may be."""

import asyncio
import time
from typing import Any, cast

import pytest

from base.background import beside
from services.accounts import authentication
from services.accounts.authentication import Authentication


class _Away:
    """A database that does not answer."""

    def directory(self) -> Any:
        raise OSError("away")


class _Hashes:
    def hash(self, text: str) -> bytes:
        return text.encode()


async def test_what_cannot_be_checked_for_a_while_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "LOOK", 0.01)
    monkeypatch.setattr(authentication, "BLIND", 0.3)
    watching = Authentication(cast("Any", _Away()), cast("Any", _Hashes()), cast("Any", _Hashes()))
    ended = asyncio.Event()
    async with beside(watching.run()):
        await asyncio.sleep(0.5)  # with nothing open nothing is asked: this is no silence of the database
        started = time.monotonic()
        release = watching.watch("somebody's", ended.set)
        await asyncio.wait_for(ended.wait(), 10)
        assert time.monotonic() - started > 0.2, "a database that is restarted ends no page"
        release()
        assert not watching._open
