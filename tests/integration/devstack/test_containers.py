"""What the containers do that no other test does: roles made by a script, and a simulator known by another name."""

import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from base.settings import Settings
from devstack.home import Home
from devstack.part import start
from devstack.ports import any_free
from devstack.postgres import SUPERUSER, PostgresPart
from devstack.processes import Processes
from models.migrations.run import upgrade
from tests.commands import ROOT, argv, environment

SCRIPT = ROOT / "ops" / "postgres" / "roles.sql"


class Bare(PostgresPart):
    """A server as the image has it before its scripts run: a superuser, and nothing else."""

    async def ready(self, pid: int) -> None:
        """Only connect."""
        url = self.url(SUPERUSER, "postgres")
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=2):
            pass


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Bare]:
    home = Home(tmp_path / "home")
    processes = Processes(home)
    part = Bare(home, fsync="off")
    await start(part, processes, home)
    yield part
    await processes.stop_all()


async def run_as_psql(part: Bare, script: str, passwords: dict[str, str]) -> None:
    """The few of psql's own commands that the script uses, and its statements."""
    values = {
        name: passwords[variable] for name, variable in re.findall(r"^\\getenv (\w+) (\w+)$", script, re.MULTILINE)
    }
    database = "postgres"
    for piece in re.split(
        r"^(\\connect \w+)$", re.sub(r"^\\getenv .*$", "", script, flags=re.MULTILINE), flags=re.MULTILINE
    ):
        if piece.startswith("\\connect"):
            database = piece.split()[1]
            continue
        filled = re.sub(r":'(\w+)'", lambda name: f"'{values[name[1]]}'", re.sub(r"--.*", "", piece))
        url = part.url(SUPERUSER, database)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            for statement in filter(str.strip, filled.split(";")):
                await connection.execute(statement.encode())


async def test_the_roles_of_the_compose_file_are_those_that_migrations_expect(bare: Bare) -> None:
    passwords = {"OWNER_PASSWORD": "owner", "APP_PASSWORD": "app"}
    await run_as_psql(bare, SCRIPT.read_text(), passwords)
    url = f"127.0.0.1:{bare.port}/kith"
    upgrade(Settings(database_owner_url=SecretStr(f"postgresql://kith_owner:owner@{url}")))
    async with await psycopg.AsyncConnection.connect(f"postgresql://kith_app:app@{url}") as app:
        assert await (await app.execute("SELECT count(*) FROM messages")).fetchone() == (0,)
        rights = await app.execute(
            "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls, rolcanlogin "
            "FROM pg_roles WHERE rolname LIKE 'kith%' ORDER BY 1"
        )
        assert await rights.fetchall() == [("kith_app", False, True), ("kith_owner", False, True)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await app.execute("CREATE TABLE mine (id int)")


def test_a_simulator_behind_another_name_says_that_name(tmp_path: Path) -> None:
    port, name = any_free(), "http://gmail.localhost:8400"
    words = argv("gmail-simulator", "--data", str(tmp_path), "--port", str(port), "--url", name, "--demo")
    with subprocess.Popen(words, cwd=ROOT, env=environment({})) as process:
        try:
            http = httpx.Client(
                base_url=f"http://127.0.0.1:{port}",
                transport=httpx.HTTPTransport(retries=9),
                trust_env=False,
                timeout=60,  # it writes the demo's mail first
            )
            found = http.get("/.well-known/openid-configuration").json()
            assert found["issuer"] == name
            assert found["token_endpoint"].startswith(f"{name}/")
            assert len(http.get("/simulator/accounts/robin@marlow.example/snapshot").json()) >= 1500
        finally:
            process.terminate()
