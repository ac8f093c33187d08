"""`kith vendor-simulator`: the vendors of enrichment, until a signal."""

from base.errors import Unavailable
from devstack.vendors.server import serve


def run(host: str, port: int) -> None:
    """Serve until INT or TERM. Raises Unavailable where the port is taken."""
    try:
        serve(port, host)
    except OSError as error:
        raise Unavailable(f"The vendors cannot listen on {host}:{port} ({error.strerror}). Take another.") from error
