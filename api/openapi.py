"""The OpenAPI document: what FastAPI derives, with problems, examples and required answers put right."""

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.body_limit import UPLOADS
from api.examples import plain
from api.problems import MEDIA_TYPE, Problem
from base.errors import (
    Conflict,
    Forbidden,
    Invalid,
    InvalidSettings,
    KithError,
    NotFound,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from integrations.gmail.errors import GmailRefused

Responses = dict[int | str, dict[str, Any]]

_PROBLEM = "#/components/schemas/Problem"
_TYPICAL: dict[int, KithError] = {
    401: Unauthenticated(),
    403: Forbidden("This request comes from another site."),
    404: NotFound("There is no such mailbox."),
    409: Conflict("This mailbox is disconnected. Connect it again."),
    422: Invalid("limit: Input should be less than or equal to 100.", field="limit"),
    413: TooLarge(),
    500: InvalidSettings("KITH_GOOGLE_CLIENT_ID is not set.", field="KITH_GOOGLE_CLIENT_ID"),
    502: GmailRefused(),
    503: Unavailable("Temporal does not answer. Try again soon; /readyz tells what is missing."),
}
_MEANING = {
    503: "`Unavailable`: something does not answer; try again. `DeploymentFault`, where Gmail or Google is asked: they "
    "refuse Kith's own client or project. `detail` names what its operator has to mend, such as "
    "KITH_GOOGLE_CLIENT_SECRET; nobody has to reconnect.",
}
_INPUTS = {
    *(
        "ChangedLabels",
        "CompanyLookup",
        "Compose",
        "Connect",
        "GrantRequest",
        "Invite",
        "Mapping",
        "NewAlias",
        "NewToken",
        "Opened",
    ),
    *("Push", "PushMessage", "Problem", "SocialLookup", "SourceSwitch", "ThreadChanges", "ThreadKey"),
}


def answers(example: object = None, *problems: int, status: int = 200) -> Responses:
    """`responses=` of a route: an example of its answer, and the problems that are peculiar to it.

    What many routes share is added by itself: 401 and 403 where one must be signed in, 422 where there is input, 503
    everywhere under /api.
    """
    found: Responses = {number: problem_response(number) for number in problems}
    if example is not None:
        shown = example if isinstance(example, dict | str) else plain(example)
        found[status] = {"content": {"application/json": {"example": shown}}}
    return found


def problem_response(status: int) -> dict[str, Any]:
    """A response of problem details (RFC 9457), with a typical one."""
    error = _TYPICAL[status]
    example = Problem.of(error)
    return {
        "description": _MEANING.get(status, HTTPStatus(status).phrase),
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": _PROBLEM}, "example": example.model_dump(exclude_none=True)},
        },
    }


def install(app: FastAPI) -> None:
    """Make the app answer with the completed document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    tags=app.openapi_tags,
                    routes=app.routes,
                )
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _share_problems(path, operation)
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = TypeAdapter(Problem).json_schema(mode="serialization")
    for name, schema in schemas.items():
        if "properties" in schema and name not in _INPUTS and not name.startswith("Body_"):
            schema["required"] = list(schema["properties"])  # answers never leave a property out
    return document


def _share_problems(path: str, operation: dict[str, Any]) -> None:
    shared = []
    if "security" in operation:
        shared += [401, 403]
    if path.startswith("/api/"):
        shared.append(503)
    if "requestBody" in operation and path not in UPLOADS:
        shared.append(413)
    if "422" in operation["responses"]:
        shared.append(422)
    for status in shared:
        operation["responses"][str(status)] = problem_response(status)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def render(app: FastAPI) -> str:
    """The document as it is kept in `web/openapi.json`: sorted, so that a change shows as one."""
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
