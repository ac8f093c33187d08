"""The API's operations as its OpenAPI document lists them, so that tests forget none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import create_app
from api.deps import ACCESS, Access
from base.settings import Settings

V1 = "/api/v1"
# Where somebody comes who has no session yet. The second callback is Google's: its state says whose it is.
SIGN_IN = {
    f"{V1}/session/google",
    f"{V1}/session/google/callback",
    f"{V1}/mailboxes/google/callback",
    f"{V1}/session/invitation",
}


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    details: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path.removeprefix(V1)}"

    def url(self, values: Mapping[str, str]) -> str:
        """The address with `values` in the place of its parameters."""
        return self.path.format_map({name: quote(value, safe="") for name, value in values.items()})

    def parameters(self, where: str) -> list[dict[str, Any]]:
        """Its parameters in "path", "query" or "header"."""
        return [parameter for parameter in self.details.get("parameters", []) if parameter["in"] == where]

    @property
    def names(self) -> set[str]:
        """Names of the ids in its path."""
        return {parameter["name"] for parameter in self.parameters("path")}

    @property
    def body(self) -> Any:
        """A JSON body made of the examples of its schema; None where it takes none."""
        content = self.details.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return None
        schema = document()["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        return {name: known["examples"][0] for name, known in schema["properties"].items() if "examples" in known}

    @property
    def is_list(self) -> bool:
        """Does it answer a page of items?"""
        answer = self.details["responses"].get("200", {}).get("content", {}).get("application/json", {})
        return "items" in answer.get("example", {})

    @property
    def is_unsafe(self) -> bool:
        """Does it change something?"""
        return self.method != "GET"


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = create_app(Settings()).openapi()
    return found


def operations(wanted: Callable[[Operation], bool] = lambda operation: True) -> list[Operation]:
    """Every operation of the document that is wanted."""
    found = [
        Operation(method.upper(), path, details)
        for path, methods in document()["paths"].items()
        for method, details in methods.items()
    ]
    return [operation for operation in found if wanted(operation)]


def private(wanted: Callable[[Operation], bool] = lambda operation: True) -> list[Operation]:
    """Those of them that only somebody who is signed in may use."""
    return operations(lambda found: found.path.startswith(V1) and found.path not in SIGN_IN and wanted(found))


def names_of_routes() -> set[str]:
    """The names of all routes that the app has, listed in the document or not."""
    return {route.name for route in routes(create_app(Settings()))}


def routes(app: FastAPI) -> list[APIRoute]:
    """All routes of an app, listed in the document or not."""
    return list(_routes(app.routes))


def declared(route: APIRoute) -> list[Access]:
    """What a route says of who may use it: in its dependencies, or theirs."""
    return list(_declared(route.dependant))


def _declared(dependant: Dependant) -> Iterator[Access]:
    found = getattr(dependant.call, ACCESS, None)
    if isinstance(found, Access):
        yield found
    for dependency in dependant.dependencies:
        yield from _declared(dependency)


def _routes(found: list[Any]) -> Iterator[APIRoute]:
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        yield from _routes(getattr(getattr(route, "original_router", None), "routes", []))
