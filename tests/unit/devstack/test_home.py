"""The data folder's small files, written by parts that start side by side."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devstack.home import SECRETS, Home


def test_secrets_made_at_once_are_all_kept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    names = [f"part-{n % 20}" for n in range(200)]
    with ThreadPoolExecutor(16) as threads:
        made = dict(zip(names, threads.map(home.secret, names), strict=True))
    assert home.read(SECRETS) == made
    assert (home.path / SECRETS).stat().st_mode & 0o777 == 0o600
