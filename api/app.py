"""The API: a thin layer that starts workflows, asks for their state, and streams progress."""

import functools
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api import documentation, events, gmail_push, health, openapi, problems
from api.body_limit import LARGEST, UPLOADS, BodyLimit
from api.codec_origin import CodecOrigin
from api.dav.endpoint import ROUTES as DAV_ROUTES
from api.headers import SecurityHeaders
from api.request_log import RequestLog
from api.routes import (
    aliases,
    analytics,
    cards,
    codec,
    companies,
    contact_export,
    contact_imports,
    contacts,
    deployment,
    enrichment,
    google_contacts,
    grants,
    imports,
    invitations,
    jobs,
    labels,
    mail,
    mailboxes,
    memberships,
    outbox,
    outbox_files,
    people_by_hand,
    people_lists,
    session,
    sessions,
    suggestions,
    tokens,
    usage,
)
from api.site import SiteMount
from base.background import beside
from base.settings import Settings
from services.wiring import Services

DESCRIPTION = """\
Kith: the people behind your mail.

Sign in through the page, or send a personal token (see `/tokens`) as `Authorization: Bearer kith_…`; each operation
lists the scopes that it takes. Errors are problem details
(RFC 9457). Lists answer `items` and `next_cursor`, which the next request sends as `cursor`. Work that takes
longer than a request is a job: its route answers 202 with the job's id and URL."""
_TAGS = [
    {"name": "session", "description": "Signing in and out"},
    {"name": "tokens", "description": "Programs that act for you"},
    {"name": "invitations", "description": "Who may sign up"},
    {"name": "mailboxes", "description": "Where mail comes from, and how far its copy has come"},
    {"name": "mail", "description": "Messages and threads"},
    {"name": "outbox", "description": "Mail that is written here: sent, or kept as a draft"},
    {"name": "contacts", "description": "People and companies"},
    {"name": "enrichment", "description": "Asking others about people and companies"},
    {"name": "models", "description": "Language models, and what they cost"},
    {"name": "imports", "description": "Mail from files"},
    {"name": "jobs", "description": "Work in the background"},
    {"name": "events", "description": "What happens, as it happens"},
    {"name": "gmail", "description": "For Google"},
    {"name": "codec", "description": "For Temporal's Web UI"},
    {"name": "health", "description": "For operators"},
]
_MODULES = (
    *(session, sessions, deployment, tokens, invitations, mailboxes, aliases, grants, google_contacts, mail, labels),
    *(outbox_files, outbox),
    *(
        suggestions,
        memberships,
        companies,
        analytics,
        contact_export,
        contact_imports,
        people_lists,
        people_by_hand,
        cards,
        enrichment,
        usage,
        contacts,
        imports,
        jobs,
        events,
        codec,
    ),
)


def create_app(settings: Settings) -> FastAPI:
    """The whole app: API, push endpoint, health, and the web page."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = app.state.services = await Services.build(settings, lazy=True)
        async with beside(*_work_beside(services)):
            yield
        await services.close()

    app = FastAPI(
        title="Kith",
        version="1",
        description=DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        openapi_url=documentation.SCHEMA,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    app.add_middleware(BodyLimit, largest=LARGEST, uploads=UPLOADS)
    app.add_middleware(CodecOrigin, ui_url=settings.temporal_ui_url)
    app.add_middleware(SecurityHeaders, https=settings.public_url.startswith("https://"))
    app.add_middleware(RequestLog)
    problems.install(app)
    openapi.install(app)
    app.router.routes += [*_routes(), *documentation.ROUTES, *DAV_ROUTES, SiteMount()]
    return app


@functools.cache
def _routes() -> list[BaseRoute]:
    """Those of every app of this process: FastAPI takes longer to build them than to answer."""
    root, v1 = APIRouter(generate_unique_id_function=_operation_id), APIRouter()
    for module in _MODULES:
        v1.include_router(module.router)
    root.include_router(v1, prefix="/api/v1")  # on `v1` itself, FastAPI would build every route twice
    root.include_router(gmail_push.router)
    root.include_router(health.router)
    return root.routes


def _work_beside(services: Services) -> list[Coroutine[Any, Any, None]]:
    """What a process of the API does beside answering. Relaying, too: pages stay live while no worker runs."""
    return [services.core.event_hub.run(), services.core.relay.run(), services.accounts.authentication.run()]


def _operation_id(route: APIRoute) -> str:
    return route.name
