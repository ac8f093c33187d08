"""The API: a thin layer that starts workflows, asks for their state, and streams progress."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api import events, gmail_push, health, problems
from api.routes import contacts, imports, jobs, mail, mailboxes, session
from api.site import Site
from base.settings import Settings
from services.wiring import Services

DESCRIPTION = "Kith: the people behind your mail. Sign in through the page, or send a session token as Bearer."


def create_app(settings: Settings) -> FastAPI:
    """The whole app: API, push endpoint, health, and the web page."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.services = await Services.build(settings, lazy=True)
        yield
        await app.state.services.close()

    app = FastAPI(
        title="Kith",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
    )
    problems.install(app)
    v1 = APIRouter(prefix="/api/v1")
    for module in (session, mailboxes, mail, contacts, imports, jobs, events):
        v1.include_router(module.router)
    app.include_router(v1)
    app.include_router(gmail_push.router)
    app.include_router(health.router)
    app.mount("/", Site(), name="site")
    return app
