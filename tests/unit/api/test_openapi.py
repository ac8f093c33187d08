"""The OpenAPI document: as it is kept, and complete."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.body_limit import LARGEST, UPLOADS
from base.settings import Settings
from cli import app
from tests.integration.api.operations import SIGN_IN, V1, Operation, document, operations

KEPT = Path(__file__).parents[3] / "web" / "openapi.json"
PROBLEM = "application/problem+json"
ALL = pytest.mark.parametrize("operation", operations(), ids=str)


def problems(operation: Operation) -> dict[int, Any]:
    """The responses of an operation that are problem details."""
    responses = operation.details["responses"].items()
    return {
        int(status): answer["content"][PROBLEM] for status, answer in responses if PROBLEM in answer.get("content", {})
    }


def test_the_document_that_the_page_was_made_from_is_the_apis() -> None:
    printed = CliRunner().invoke(app, ["openapi"])
    assert printed.exit_code == 0, printed.output
    assert printed.output == KEPT.read_text(), "run: kith openapi > web/openapi.json; npm run generate in web/"


@ALL
def test_every_operation_says_what_it_does(operation: Operation) -> None:
    assert operation.details["summary"]
    assert operation.details["description"]
    known = {tag["name"] for tag in document()["tags"]}
    assert known.issuperset(operation.details["tags"])
    assert operation.details["tags"]


def test_operations_have_different_names() -> None:
    names = [operation.details["operationId"] for operation in operations()]
    assert sorted(names) == sorted(set(names))


@ALL
def test_every_answer_has_an_example(operation: Operation) -> None:
    for status, answer in operation.details["responses"].items():
        for kind, content in answer.get("content", {}).items():
            assert content.get("example"), f"{status} {kind}"


@pytest.mark.parametrize("operation", operations(lambda found: "requestBody" in found.details), ids=str)
def test_every_body_has_examples(operation: Operation) -> None:
    for content in operation.details["requestBody"]["content"].values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        properties = schema.get("properties", {"file": schema}).values()  # or the body is one file
        assert any("examples" in known or "$ref" in known or known.get("format") == "binary" for known in properties)


@pytest.mark.parametrize("operation", operations(lambda found: found.path.startswith(V1)), ids=str)
def test_every_operation_says_which_problems_it_has(operation: Operation) -> None:
    found = problems(operation)
    expected = {503}
    if operation.path not in SIGN_IN:
        expected |= {401, 403}
    if operation.names:
        expected.add(404)
    if operation.parameters("query") or operation.parameters("path") or "requestBody" in operation.details:
        expected.add(422)
    assert set(found) >= expected
    assert "DeploymentFault" in operation.details["responses"]["503"]["description"]
    for status, content in found.items():
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["example"]["status"] == status
        assert set(content["example"]) >= {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize("operation", operations(lambda found: "requestBody" in found.details), ids=str)
async def test_who_refuses_a_body_that_is_too_large_says_so_before(operation: Operation) -> None:
    transport = httpx.ASGITransport(create_app(Settings()), raise_app_exceptions=False)
    url = operation.url(dict.fromkeys(operation.names, "x"))
    async with httpx.AsyncClient(transport=transport, base_url="http://kith") as http:
        answer = await http.request(operation.method, url, content=b"x" * (LARGEST + 1))
    says = 413 in problems(operation) and operation.path not in UPLOADS  # those have a quota of their own
    assert (answer.status_code == 413) == says


@ALL
def test_no_error_has_another_shape_than_a_problem(operation: Operation) -> None:
    for status, answer in operation.details["responses"].items():
        if int(status) >= 400 and operation.path != "/readyz":  # it answers which parts are away
            assert list(answer["content"]) == [PROBLEM]


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in document()["components"]["schemas"]}
    used = set(references(document()))
    assert used <= known
    assert known <= used, "schemas that nothing uses"


def references(value: Any) -> list[str]:
    """Every $ref below a value."""
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for inner in value.values() for found in references(inner)]
    return [found for inner in value for found in references(inner)] if isinstance(value, list) else []
