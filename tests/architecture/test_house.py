"""The house keeps its own plan: subjects in order, no circle on any floor, no file that is two things."""

import re
import statistics
import subprocess
from functools import cache
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph

ROOT = Path(__file__).parents[2]
FLOORS = ("base", "models", "integrations", "services", "activities", "workflows", "workers", "api", "devstack")
SUBJECTS = {
    "accounts", "agents", "ai", "core", "enrichment", "gmail", "imports", "mail", "mime", "notifications", "people",
    "privacy", "reports", "sending",
}  # fmt: skip
FOLDED = (
    "services",
    "models/queries",
    "models/contracts",
    "activities",
    "workflows",
    "tests/unit",
    "tests/integration",
)
# Rooms that are no subject: of the page's frame, of the API as a whole, of what stands beside the product.
OTHER_ROOMS = {"tests/unit": {"api", "devstack"}, "tests/integration": {"api", "conftest", "devstack", "tenants"}}
WEB_ROOMS = {"home", "shell", "ui"}
# What is longer than this says here why it is one thing.
LONGEST, MEDIAN = 300, 100
LONG = {
    "web/src/api/schema.d.ts": "generated",
}


@cache
def graph() -> ImportGraph:
    return grimp.build_graph(*FLOORS, cache_dir=None, exclude_type_checking_imports=True)


def sources() -> dict[str, int]:
    """Lines of every file that somebody wrote."""
    kept = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.ts", "*.tsx"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    ).stdout.split()  # fmt: skip
    return {name: len((ROOT / name).read_text().splitlines()) for name in kept if (ROOT / name).exists()}


def circle(imports: dict[str, set[str]]) -> list[str]:
    """Some modules that import each other in a circle, if there are any."""
    done: set[str] = set()
    for start in sorted(imports):
        path: list[str] = []
        stack = [(start, False)]
        while stack:
            name, left = stack.pop()
            if left:
                path.pop()
                done.add(name)
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in done:
                path.append(name)
                stack.append((name, True))
                stack += [(other, False) for other in sorted(imports.get(name, ()))]
    return []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": {"d"}}) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_floor_has_a_circle_of_imports(floor: str) -> None:
    inside = [name for name in graph().modules if name == floor or name.startswith(f"{floor}.")]
    assert inside
    assert circle({name: graph().find_modules_directly_imported_by(name) & set(inside) for name in inside}) == []


def test_the_page_has_no_circle_of_imports() -> None:
    folder = ROOT / "web" / "src"
    files = {path.with_suffix("").relative_to(folder).as_posix(): path for path in folder.rglob("*.ts*")}
    imports: dict[str, set[str]] = {}
    for name, path in files.items():
        named = re.findall(
            r"""^(?:import|export)\b(?! type)[^;]*?["']([@.][^"']+)["'];""", path.read_text(), re.MULTILINE
        )
        near = [found[2:] if found.startswith("@/") else str(Path(name).parent / found) for found in named]
        resolved = {Path("/", one).resolve().as_posix().removeprefix("/") for one in near}
        imports[name] = resolved & set(files)
    assert sum(map(len, imports.values())) > 200
    assert circle(imports) == []


def test_the_page_is_furnished_by_subjects() -> None:
    rooms = {path.name for path in (ROOT / "web" / "src" / "components").iterdir()}
    assert rooms <= SUBJECTS | WEB_ROOMS


@pytest.mark.parametrize("floor", FOLDED)
def test_rooms_are_subjects(floor: str) -> None:
    entries = [path for path in (ROOT / floor).iterdir() if path.name != "__pycache__"]
    rooms = {path.stem for path in entries if path.name != "__init__.py"} - OTHER_ROOMS.get(floor, set())
    assert rooms <= SUBJECTS | {"wiring"}, f"on the floor {floor}"


def test_services_lie_in_their_rooms() -> None:
    flat = {path.name for path in (ROOT / "services").glob("*.py")}
    assert flat == {"__init__.py", "wiring.py"}


def test_no_file_is_two_things() -> None:
    counted = sources()
    long = {name for name, count in counted.items() if count > LONGEST}
    assert long <= set(LONG), "split it, or say in LONG why it is one thing"
    assert set(LONG) <= long, "LONG names files that are short by now"
    assert statistics.median(counted.values()) < MEDIAN
