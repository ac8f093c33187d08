"""Whether any fact is still to be made findable is told by an index again: facts of the owner's own fields are, too.

Revision ID: 0041
Revises: 0040
"""

from alembic import op

revision = "0041"
down_revision: str | None = "0040"

_INDEX = """
    DROP INDEX facts_without_terms;
    CREATE INDEX facts_without_terms ON facts (user_id)
    WHERE terms IS NULL AND field IN ({fields}) AND state IN ('active', 'locked');
"""


def upgrade() -> None:
    """Each search asks; it looked through all facts."""
    op.execute(_INDEX.format(fields="'note', 'phone', 'custom'"))


def downgrade() -> None:
    """As before."""
    op.execute(_INDEX.format(fields="'note', 'phone'"))
