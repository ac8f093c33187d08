"""Object storage: local files by default, S3, Google Cloud Storage or Azure by URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import LocalStore, ObjectStore, from_url

from base.errors import InvalidSettings


def open_store(url: str) -> ObjectStore:
    """The store at `file://`, `s3://`, `gs://` or `az://`. Raises InvalidSettings for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        path = Path(unquote(parts.path))
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(path)
    if parts.scheme in {"s3", "gs", "az"}:
        return from_url(url)
    raise InvalidSettings(
        f"KITH_STORAGE_URL: {url!r} must start with file://, s3://, gs:// or az://.", field="KITH_STORAGE_URL"
    )
