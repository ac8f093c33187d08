"""The outbox machine: what is to be done outside, with a relay that looks after it; and keys of requests.

Revision ID: 0006
Revises: 0005
"""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision: str | None = "0005"

_PARTS = ("0006_effects.sql", "0006_idempotency.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """What waits would be lost."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
