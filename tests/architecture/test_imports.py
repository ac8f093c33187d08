"""What workflow code loads: proved in a fresh process, since a library could bring it along unseen."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "alembic",
    "anthropic",
    "fastapi",
    "googleapiclient",
    "httpx",
    "integrations",
    "openai",
    "psycopg",
    "pydantic_ai",
    "redis",
    "services",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
}


def modules(*folders: str) -> list[str]:
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py"
    )


def loaded_with(*names: str) -> set[str]:
    """Everything that is loaded once these modules are, in a process that has loaded nothing else."""
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(loaded.stdout.split())


def heavy(*names: str) -> set[str]:
    return {name.partition(".")[0] for name in loaded_with(*names)} & HEAVY


def test_workflow_code_loads_nothing_heavy() -> None:
    everything = modules("workflows", "activities", "models/contracts")
    assert len(everything) > 50
    assert heavy(*everything) == set(), {name: found for name in everything if (found := heavy(name))}


@pytest.mark.parametrize("module", ["core.isolation.child", "mail.isolated", "imports.isolated", "mime.isolated"])
def test_what_reads_strangers_bytes_loads_nothing_that_reaches_further(module: str) -> None:
    names = loaded_with(f"services.{module}")
    far = HEAVY - {"services", "integrations"} | {"tink", "temporalio"}
    assert {name.partition(".")[0] for name in names} & far == set()
    assert not [name for name in names if name.startswith(("models.database", "models.queries", "services.core.key"))]


def test_nothing_loads_a_models_library_at_its_start() -> None:
    """They take seconds: only who asks a model waits for them."""
    names = loaded_with("cli", "api.app", "workers.run", "integrations.llm.lazy")
    loaded = {name.partition(".")[0] for name in names}
    assert loaded & {"anthropic", "genai_prices", "httpx2", "openai", "pydantic_ai"} == set()
