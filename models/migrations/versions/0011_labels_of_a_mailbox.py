"""Labels belong to a mailbox, and are found by it.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """One index for both: what goes with a mailbox, and the newest mail of one with a label."""
    op.execute("""
        ALTER TABLE message_labels
            DROP CONSTRAINT message_labels_pkey,
            ADD PRIMARY KEY (user_id, mailbox_id, label, date, message_id),
            ADD FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
    """)
    for trigger in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER label_{trigger} ON messages")
        op.execute(f"DROP FUNCTION kith_label_{trigger}()")
    op.execute("""
        CREATE FUNCTION kith_label_added() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO message_labels (user_id, mailbox_id, label, date, message_id, thread_id)
            SELECT DISTINCT m.user_id, m.mailbox_id, label, m.date, m.id, m.thread_id
            FROM new_rows m CROSS JOIN LATERAL unnest(m.labels) AS label;
            RETURN NULL;
        END $$;
        CREATE FUNCTION kith_label_removed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM message_labels l USING old_rows m
            WHERE l.user_id = m.user_id AND l.mailbox_id = m.mailbox_id AND l.label = ANY (m.labels)
              AND l.date = m.date AND l.message_id = m.id;
            RETURN NULL;
        END $$;
        CREATE FUNCTION kith_label_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM message_labels l USING old_rows o JOIN new_rows n USING (user_id, date, id)
            WHERE o.labels <> n.labels AND l.user_id = o.user_id AND l.mailbox_id = o.mailbox_id
              AND l.label = ANY (o.labels) AND l.label <> ALL (n.labels) AND l.date = o.date AND l.message_id = o.id;
            INSERT INTO message_labels (user_id, mailbox_id, label, date, message_id, thread_id)
            SELECT DISTINCT n.user_id, n.mailbox_id, label, n.date, n.id, n.thread_id
            FROM old_rows o JOIN new_rows n USING (user_id, date, id) CROSS JOIN LATERAL unnest(n.labels) AS label
            WHERE o.labels <> n.labels AND label <> ALL (o.labels);
            RETURN NULL;
        END $$;
        CREATE TRIGGER label_added AFTER INSERT ON messages
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith_label_added();
        CREATE TRIGGER label_removed AFTER DELETE ON messages
            REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith_label_removed();
        CREATE TRIGGER label_changed AFTER UPDATE ON messages
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION kith_label_changed();
    """)


def downgrade() -> None:
    """The triggers of the version before name another key."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
