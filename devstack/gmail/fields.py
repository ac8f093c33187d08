"""Partial responses: https://developers.google.com/workspace/gmail/api/guides/performance#partial."""

import re
from typing import Any

from devstack.gmail.errors import invalid

Tree = dict[str, Any]
_TOKEN = re.compile(r"[\w*-]+|[(),/]")


def parse(text: str) -> Tree:
    """`a,b(c,d/e)` as {"a": {}, "b": {"c": {}, "d": {"e": {}}}}. Raises ApiError 400."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise invalid(f"Invalid field selection {text}")
    tree, rest = _group(tokens)
    if rest:
        raise invalid(f"Invalid field selection {text}")
    return tree


def _group(tokens: list[str]) -> tuple[Tree, list[str]]:
    tree: Tree = {}
    while tokens and tokens[0] != ")":
        name, tokens = tokens[0], tokens[1:]
        leaf = tree.setdefault(name, {})
        while tokens and tokens[0] == "/":
            leaf = leaf.setdefault(tokens[1] if len(tokens) > 1 else "", {})
            tokens = tokens[2:]
        if tokens and tokens[0] == "(":
            inner, tokens = _group(tokens[1:])
            leaf.update(inner)
            tokens = tokens[1:]
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
    return tree, tokens


def select(value: Any, tree: Tree) -> Any:
    """`value` with only the fields that `tree` names."""
    if isinstance(value, list):
        return [select(item, tree) for item in value]
    if not isinstance(value, dict) or not tree or "*" in tree:
        return value
    return {name: select(item, tree[name]) for name, item in value.items() if name in tree}
