"""Real mail of others, beside the checkout: its licences let it be read here, and it is not committed."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "mail"
HAM = SHARED / "ham.mbox"
TORTURE = sorted((SHARED / "torture").glob("*.eml"))
ABSENT = "real mail of others is not committed: runs where it is in ../shared/mail, beside the checkout"
needs_mail = pytest.mark.skipif(not HAM.exists() or not TORTURE, reason=ABSENT)
