"""The `kith` command: thin, and lazy with imports so that `kith --help` is quick."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from base import garbage, leaving
from base.errors import KithError, Unavailable

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator

    from base.settings import Settings

app = typer.Typer(
    help="Kith: the people behind your mail.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
import_app = typer.Typer(help="Bring mail in from files.", no_args_is_help=True)
app.add_typer(import_app, name="import")


def _settings() -> "Settings":
    """The settings, with logs configured as they say."""
    from base import logging
    from base.settings import load

    settings = load()
    logging.configure(settings.log_level)
    return settings


@app.command()
def dev(
    until: Annotated[Literal["synced"] | None, typer.Option(help="Stop when the demo mailbox is synced.")] = None,
) -> None:
    """Run everything: Postgres, Redis, Temporal, the Gmail simulator, API and workers."""
    with garbage.none_yet():
        from devstack.dev import dev as run

    raise typer.Exit(run(until_synced=until is not None))


@app.command()
def doctor() -> None:
    """Say what is present, what is missing, and how to mend it."""
    from devstack.doctor import doctor as run

    raise typer.Exit(run())


@app.command()
def api() -> None:
    """Serve the API and the web app."""
    with garbage.none_yet():
        settings = _settings()

        from api.server import server_of
        from base.open_files import allow_many

    allow_many()
    with _listen(settings.host, settings.port) as listener:
        asyncio.run(_expect_servers(settings))
        server = server_of(settings)
        # Once it has closed everything, uvicorn sends itself the signal anew: it did as it was told, and that is 0.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        server.run(sockets=[listener])
    if not server.started:
        raise Unavailable("The API did not start; its log says why.")


async def _expect_servers(settings: "Settings") -> None:
    """What cannot work is told before the server starts. Later, a server that goes away is told by /readyz."""
    from services.wiring import Services

    services = await Services.build(settings)
    await services.close()


def _listen(host: str, port: int) -> "socket.socket":
    """Take the port before anything else. Raises Unavailable."""
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise Unavailable(
            f"Kith cannot listen on {host}:{port} ({error.strerror}). Set KITH_HOST or KITH_PORT."
        ) from error
    return listener


@app.command()
def worker(role: Annotated[str | None, typer.Option(help="Only this role; all of them if left out.")] = None) -> None:
    """Run workflows and activities."""
    with garbage.none_yet():
        settings = _settings()

        from workers.run import run

    asyncio.run(run(role, settings))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with garbage.none_yet():
        from models.migrations.run import upgrade

    upgrade(_settings())


@app.command("rotate-payload-key")
def rotate_payload_key() -> None:
    """Add a key for what lies in Temporal; it encrypts from the next start of each process on."""
    from integrations.payload_keys import PayloadKeys

    typer.echo(f"Key {PayloadKeys.load(_settings().kek).rotate()} is the newest. Restart the API and the workers.")


@app.command()
def owner(address: Annotated[str, typer.Argument(help="Whose Kith this is from now on.")]) -> None:
    """Say who owns this Kith, and so invites others: instead of the first to sign in, or of the owner so far."""
    asyncio.run(_give_to(address, _settings()))


async def _give_to(address: str, settings: "Settings") -> None:
    from services.accounts.ownership import pass_on
    from services.wiring import Services

    services = await Services.build(settings)
    try:
        await pass_on(settings, await services.accounts.sign_in.ensure_user(address))
    finally:
        await services.close()
    typer.echo(f"This Kith belongs to {address}, who signs in with Google.")


@import_app.command()
def mbox(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A Takeout or other mbox.")],
    owner: Annotated[str, typer.Option(help="The address whose mail it is.")],
    account: Annotated[
        str | None, typer.Option(help="The address that whoever shall see it signs in with, if it is another.")
    ] = None,
) -> None:
    """Import an mbox file; imported again, it adds nothing."""
    asyncio.run(_import_mbox(file, owner, account, _settings()))


async def _import_mbox(file: Path, owner: str, account: str | None, settings: "Settings") -> None:
    """Store the file, start the job, and show it until everybody in it is known."""
    from dataclasses import asdict

    from devstack.progress import Progress
    from devstack.terminal import Terminal
    from models.contracts.accounts.principals import Principal
    from services.imports.uploads import address_of
    from services.wiring import Services

    async def chunks() -> "AsyncIterator[bytes]":
        with file.open("rb") as source:
            while chunk := await asyncio.to_thread(source.read, 1024 * 1024):
                yield chunk

    terminal = Terminal()
    services = await Services.build(settings)
    try:
        address = address_of(owner)
        if account:
            user_id = await services.accounts.sign_in.ensure_user(address_of(account))
        else:
            user_id = await services.accounts.lookup.of_mail(address)
        principal = Principal.person(user_id)
        started = await services.imports.uploads.accept(principal, address, file.name, chunks())
        user = await services.accounts.sign_in.user(principal)
        terminal.say(f"Importing {file.name} as the mail of {address}, for {user.email} to see")
        terminal.say(f"It goes on if you leave: {settings.public_url}/mailbox?id={started.mailbox_id}")
        with Progress(terminal) as progress:
            while True:
                mailbox = await services.gmail.mailboxes.one(principal, started.mailbox_id)
                job = await services.core.jobs.one(principal, started.job_id)
                file_read = await services.imports.uploads.one(principal, started.import_id)
                progress.show(asdict(mailbox), (file_read.read_bytes, file_read.size))
                if job.state == "completed" and mailbox.contacts_complete:
                    break
                if job.state not in {"running", "completed"}:
                    why = job.error or mailbox.status_reason or "see its job"
                    raise KithError(f"The import was not completed ({job.state}): {why}")
                await asyncio.sleep(0.5)
    finally:
        await services.close()
    counts = mailbox.counts
    terminal.say(f"{counts.stored} messages, {counts.dead} dead, {counts.contacts} people")


@app.command("gmail-simulator")
def gmail_simulator(
    data: Annotated[Path, typer.Option(help="Where it keeps its mail.")] = Path(".kith/gmail-simulator"),
    port: Annotated[int, typer.Option(help="0 takes a free one.")] = 8400,
    account: Annotated[
        list[str] | None, typer.Option(help="ADDRESS or Name <ADDRESS>, =MBOX behind it; may be repeated.")
    ] = None,
    push_url: Annotated[str | None, typer.Option(help="Where Pub/Sub pushes go.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Add the account of the demo mailbox.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    url: Annotated[str | None, typer.Option(help="Where others reach it, if not there: the OpenID issuer.")] = None,
) -> None:
    """Serve a Gmail made of mbox files; quota, OAuth client and push audience come from KITH_ settings."""
    from devstack.simulator_command import demo_account, run

    accounts = [*(account or []), *([demo_account(data)] if demo else [])]
    run(_settings(), data, port, accounts, push_url, host, url)


@app.command("vendor-simulator")
def vendor_simulator(
    port: Annotated[int, typer.Option(help="Of HTTP, and of DNS over UDP.")] = 8500,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve what vendors tell of the demo's people and companies, and simulated models, each below its name."""
    from devstack.vendors_command import run

    run(host, port)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI document."""
    import json

    from api.app import create_app
    from base.settings import Settings

    print(json.dumps(create_app(Settings()).openapi(), indent=2, sort_keys=True, ensure_ascii=False))


def main() -> None:
    """Run the command, and end the process. An error that Kith knows is one sentence on stderr."""
    leaving.run(_command)


def _command() -> None:
    try:
        app()
    except KithError as error:
        print(error.detail, file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
