"""Models of the dev stack's vendors, and of a ready-made server that nobody here wrote."""

import json
import re
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from base.settings import Settings
from integrations.llm.lazy import LazyModel
from services.wiring import Services
from tests.integration.ai.models import PROTOCOLS, model
from tests.modelling import OPUS, OWN, with_models

ROOT = Path(__file__).parents[3]
AIMOCK = ROOT / "web" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
FIXTURES: list[dict[str, Any]] = [
    {"match": {"toolCallId": "call_ferry"}, "response": {"content": "It is in the mail of 12 May."}},
    {
        "match": {"userMessage": "call a tool"},
        "response": {"toolCalls": [{"id": "call_ferry", "name": "search", "arguments": {"words": "ferry ticket"}}]},
    },
    {
        "match": {"userMessage": "break off"},
        "response": {"content": "One two three four five six seven eight nine ten."},
        "chunkSize": 5,
        "truncateAfterChunks": 4,
    },
    {"match": {"userMessage": "slow down"}, "response": {"error": {"message": "Too fast"}, "status": 429}},
    {"match": {"userMessage": "too much"}, "response": {"error": {"message": "Overloaded"}, "status": 529}},
    {"match": {"userMessage": "ferry"}, "response": {"content": "Your ticket is in the mail of 12 May: ünter Deck."}},
]


@pytest.fixture
async def services(
    request: pytest.FixtureRequest, settings: Settings, vendors: str, world: object
) -> AsyncIterator[Services]:
    """With the models and settings that a test asks for, by an indirect parameter."""
    models, changed = getattr(request, "param", ((OPUS, OWN), {}))
    found = await Services.build(with_models(settings, vendors, *models, **changed))
    yield found
    await found.close()


@pytest.fixture
async def robin(services: Services) -> UUID:
    return await services.accounts.sign_in.ensure_user("robin@marlow.example")


@pytest.fixture(params=list(PROTOCOLS), ids=["anthropic", "responses", "chat", "compatible"])
async def asked(request: pytest.FixtureRequest, vendors: str, world: object) -> AsyncIterator[LazyModel]:
    """A model of each protocol, at the dev stack's vendors as they are at the start."""
    found = model(request.param, vendors)
    yield found
    await found.close()


@pytest.fixture(scope="session")
def aimock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root address of npm's `@copilotkit/aimock`, pinned in web/package-lock.json."""
    file = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    file.write_text(json.dumps({"fixtures": FIXTURES}))
    command = ["node", str(AIMOCK), "--port", "0", "--fixtures", str(file), "--strict"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            said = ""
            assert server.stdout is not None
            for line in server.stdout:
                said += line
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    threading.Thread(target=server.stdout.read, daemon=True).start()  # a full pipe would stop it
                    yield found[0]
                    break
            else:
                pytest.fail(f"aimock did not start:\n{said}")
        finally:
            server.terminate()
