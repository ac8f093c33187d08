-- Whose addresses the owner's are beside those of the mailboxes, and who says so.
--
-- Before this, every author of mail that was labelled as sent became one. Those are marked as `learned`: Gmail's
-- settings confirm them at the mailbox's next sync or take them back; of an imported file a person decides.

CREATE TABLE aliases (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    address text NOT NULL,                        -- lower case
    source text NOT NULL CHECK (source IN ('gmail', 'person', 'learned')),
    believed boolean NOT NULL DEFAULT true,       -- false: somebody has taken it back, and it stays so
    settled boolean NOT NULL DEFAULT true,        -- false: what was learned with it is still to be restored
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, mailbox_id, address),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
ALTER TABLE aliases ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON aliases USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON aliases TO kith_app;

ALTER TABLE mailboxes ADD aliases_checked_at timestamptz;    -- when Gmail was last asked for them

INSERT INTO aliases (user_id, mailbox_id, address, source)
SELECT u.id, b.id, alias, 'learned'
FROM users u CROSS JOIN LATERAL unnest(u.aliases) AS alias JOIN mailboxes b ON b.user_id = u.id
WHERE CASE WHEN EXISTS (SELECT 1 FROM mailboxes g
                        WHERE g.user_id = u.id AND g.provider = 'gmail' AND g.status <> 'disconnected')
           THEN b.provider = 'gmail' AND b.status <> 'disconnected' ELSE true END
  AND alias <> lower(b.address)
ON CONFLICT DO NOTHING;
ALTER TABLE users DROP COLUMN aliases;
