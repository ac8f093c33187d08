"""Partial responses: the `fields` parameter of every Google API."""

import re
from functools import lru_cache
from typing import Any

from devstack.simulator.discovery import properties
from devstack.simulator.errors import ApiError

Mask = dict[str, Any]  # {"messages": {"id": {}}}; an empty mask is everything
_TOKEN = re.compile(r"[\w*]+|[/,()]")


@lru_cache(maxsize=256)
def parse_mask(text: str, schema: str | None) -> Mask:
    """The mask of `a,b/c,d(e,f)`. Raises Google's 400 for one that cannot be read or names unknown fields."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise _refused(text)
    mask, rest = _list(tokens, text)
    if rest:
        raise _refused(text)
    _check(mask, schema)
    return mask


def _list(tokens: list[str], text: str) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        tokens = _path(mask, tokens, text)
        if not tokens or tokens[0] != ",":
            return mask, tokens
        tokens = tokens[1:]


def _path(mask: Mask, tokens: list[str], text: str) -> list[str]:
    """Read `a/b/c` or `a(b,c)` into the mask; gives the tokens that follow."""
    if not tokens or not re.fullmatch(r"[\w*]+", tokens[0]):
        raise _refused(text)
    name, tokens = tokens[0], tokens[1:]
    below: Mask = {}
    if tokens and tokens[0] == "/":
        tokens = _path(below, tokens[1:], text)
    elif tokens and tokens[0] == "(":
        below, tokens = _list(tokens[1:], text)
        if not tokens or tokens[0] != ")":
            raise _refused(text)
        tokens = tokens[1:]
    known = mask.get(name)
    mask[name] = below if known is None else _union(known, below)
    return tokens


def _union(one: Mask, other: Mask) -> Mask:
    if not one or not other:
        return {}
    merged = one | other
    for name in one.keys() & other.keys():
        merged[name] = _union(one[name], other[name])
    return merged


def _check(mask: Mask, schema: str | None) -> None:
    if schema is None:
        return
    known = properties(schema)
    for name, below in mask.items():
        if name != "*" and name not in known:
            raise _refused(name)
        described = known.get(name, {})
        _check(below, described.get("$ref") or described.get("items", {}).get("$ref"))


def apply_mask(mask: Mask, value: Any) -> Any:
    """What the mask lets through."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply_mask(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        everything: Mask = mask["*"]
        return {name: apply_mask(mask.get(name, everything), below) for name, below in value.items()}
    return {name: apply_mask(below, value[name]) for name, below in mask.items() if name in value}


def _refused(text: str) -> ApiError:
    return ApiError(
        400, f"Invalid field selection {text}", "invalidParameter", location="fields", locationType="parameter"
    )
