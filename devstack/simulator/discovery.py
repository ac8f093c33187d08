"""Gmail's methods as Google's own discovery document describes them: paths, parameters and scopes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient import discovery_cache

from devstack.simulator.errors import ApiError, bad_request, invalid

Query = dict[str, list[str]]


@dataclass(frozen=True)
class Method:
    """`name` is the id without "gmail.users.", as in "messages.get"; `answer` is the schema of what it returns."""

    name: str
    verb: str
    pattern: re.Pattern[str]
    parameters: dict[str, dict[str, Any]]
    scopes: frozenset[str]
    uploads: bool
    answer: str | None
    most_bytes: int

    def check(self, query: Query) -> None:
        """Raise the 400 that Google answers for a parameter that is unknown or has a wrong value."""
        for name, values in query.items():
            described = self.parameters.get(name)
            if described is None:
                raise bad_request(
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                    "Field could not be found in request message."
                )
            for value in values:
                _check_value(name, described, value)


def _check_value(name: str, described: dict[str, Any], value: str) -> None:
    if described["type"] == "integer" and not re.fullmatch(r"\d{1,10}", value):
        raise invalid(f"Invalid value at '{name}' (TYPE_UINT32), \"{value}\"")
    if described["type"] == "boolean" and value.lower() not in {"true", "false"}:
        raise invalid(f"Invalid value at '{name}' (TYPE_BOOL), \"{value}\"")
    if "enum" in described and name not in {"alt", "$.xgafv"} and value.lower() not in _lowered(described):
        raise invalid(f"Invalid value at '{name}', \"{value}\"")
    if described.get("format") == "uint64" and not value.isdecimal():
        raise invalid(f"Invalid value at '{name}' (TYPE_UINT64), \"{value}\"")


def _lowered(described: dict[str, Any]) -> set[str]:
    return {str(value).lower() for value in described["enum"]}


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(discovery_cache.get_static_doc("gmail", "v1"))
    return document


def properties(schema: str) -> dict[str, dict[str, Any]]:
    """The properties of a resource: {"name": {"type": …} or {"$ref": …}}."""
    described: dict[str, dict[str, Any]] = _document()["schemas"][schema]["properties"]
    return described


@cache
def palette(name: str) -> frozenset[str]:
    """The colours that a label's `textColor` or `backgroundColor` can have: the description alone names them."""
    return frozenset(
        re.findall(r"#[0-9a-f]{6}", properties("LabelColor")[name]["description"].partition("allowed:")[2])
    )


@cache
def methods() -> dict[str, Method]:
    """Every method of users, by name."""
    document = _document()
    return {
        method["id"].removeprefix("gmail.users."): Method(
            name=method["id"].removeprefix("gmail.users."),
            verb=method["httpMethod"],
            pattern=_pattern(method["path"]),
            parameters=document["parameters"] | method.get("parameters", {}),
            scopes=frozenset(method["scopes"]),
            uploads=bool(method.get("supportsMediaUpload")),
            most_bytes=int(method.get("mediaUpload", {}).get("maxSize", 0)),
            answer=method.get("response", {}).get("$ref"),
        )
        for method in _walk(document["resources"]["users"])
    }


def _walk(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for child in resource.get("resources", {}).values():
        yield from _walk(child)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("/" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


@cache
def _by_verb(verb: str) -> list[Method]:
    # A literal path ("messages/send") stands before a pattern that would swallow it ("messages/{id}").
    known = [method for method in methods().values() if method.verb == verb]
    return sorted(known, key=lambda method: method.pattern.groups)


def match(verb: str, path: str) -> tuple[Method, dict[str, str]]:
    """The method behind a request, and its path parameters (still percent-encoded). Raises Google's 404."""
    for method in _by_verb(verb):
        found = method.pattern.fullmatch(path)
        if found:
            return method, found.groupdict()
    raise ApiError(404, "Method not found.", "notFound")
