"""One TLS context a process: each takes tens of milliseconds to read the authorities that it trusts."""

import ssl
from functools import cache

import httpx


@cache
def tls() -> ssl.SSLContext:
    """As httpx makes it for each client that is given none."""
    return httpx.create_ssl_context()
