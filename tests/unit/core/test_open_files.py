"""A process may open as many connections as its hard limit allows."""

import subprocess
import sys

import pytest

ASK = """
import resource
from base.open_files import allow_many
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_many(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(("soft", "hard", "limit"), [(256, 2_000, 2_000), (2_000, 2_000, 2_000)])
def test_the_soft_limit_is_raised_to_the_hard_one(soft: int, hard: int, limit: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(soft=soft, hard=hard)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(limit), str(limit), str(hard)]
