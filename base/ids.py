"""Identifiers: random where nothing names the thing, derived where something does."""

import secrets
from uuid import UUID, uuid4, uuid5

_NAMESPACE = UUID("6b697468-0000-5000-8000-6d61696c626f")


def new_id() -> UUID:
    """A fresh random id."""
    return uuid4()


def derived_id(*parts: object) -> UUID:
    """The same id for the same parts, always: a retried write finds its own row (RFC 9562, version 5)."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))


def new_secret() -> str:
    """256 random bits, URL-safe: for session tokens, states and nonces."""
    return secrets.token_urlsafe(32)
