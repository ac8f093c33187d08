"""One server for all vendors: each below a root of its own, `http://HOST:PORT/VENDOR`."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from devstack.serving import in_thread, listen, server
from devstack.vendors import (
    apollo,
    brandfetch,
    control,
    github,
    gravatar,
    hunter,
    linkedin,
    people_data_labs,
    rdap,
    site,
    wikidata,
    x,
)
from devstack.vendors.dns_server import answering
from devstack.vendors.firms import FORMER, firms
from devstack.vendors.gateway import Gateway
from devstack.vendors.llm import anthropic, openai
from devstack.vendors.llm import control as llm_control
from devstack.vendors.world import World

HOST = "127.0.0.1"

# A vendor's name is its root; the routes below it are those of the vendor's own documentation.
VENDORS: Mapping[str, Callable[[World], APIRouter]] = {
    "apollo": apollo.router,
    "brandfetch": brandfetch.router,
    "github": github.router,
    "gravatar": gravatar.router,
    "hunter": hunter.router,
    "linkedin": linkedin.router,
    "people_data_labs": people_data_labs.router,
    "rdap": rdap.router,
    "site": site.router,
    "wikidata": wikidata.router,
    "x": x.router,
}

MODELS: Mapping[str, Callable[[World], APIRouter]] = {"anthropic": anthropic.router, "openai": openai.router}


def create_app(world: World) -> ASGIApp:
    """Every vendor of one world."""
    app = FastAPI(title="Vendors", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    app.include_router(control.router(world))
    app.include_router(llm_control.router(world))
    for name, router in {**VENDORS, **MODELS}.items():
        app.include_router(router(world), prefix=f"/{name}")
    return Gateway(world, app, hosts())


def hosts() -> dict[str, str]:
    """Hosts that this server stands for, each at a root of its own: the demo's sites, and their domains' registry."""
    named = [name for domain in (*firms(), *FORMER) for name in (domain, f"www.{domain}")]
    return {**{name: f"/site/{name}" for name in named}, rdap.HOST: "/rdap"}


def serve(port: int, host: str = HOST) -> None:
    """Serve until INT or TERM, DNS at the UDP port of the same number. Raises OSError for a taken port."""
    world = World()
    listener = listen(host, port)
    with answering(world, host, port):
        server(create_app(world), lifespan=False).run(sockets=[listener])


@contextmanager
def running(world: World) -> Iterator[str]:
    """The vendors in a thread, at a free port; gives the root address. Tests read and set `world` directly."""
    with ExitStack() as stack:
        listener = _listening(world, stack)
        stack.enter_context(in_thread(server(create_app(world), lifespan=False), listener))
        yield f"http://{HOST}:{listener.getsockname()[1]}"


def _listening(world: World, stack: ExitStack) -> socket.socket:
    """At a port that is free for TCP, with DNS at the same of UDP."""
    for _ in range(50):
        listener = listen(HOST, 0)
        try:
            stack.enter_context(answering(world, HOST, listener.getsockname()[1]))
        except OSError:
            listener.close()
        else:
            return listener
    raise RuntimeError("No port is free for the vendors.")
