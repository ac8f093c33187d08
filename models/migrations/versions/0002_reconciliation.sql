-- Comparing a mailbox with Gmail: what Gmail lists, what differs, and what the last comparison found.

ALTER TABLE mailboxes
    ADD reconciled_at timestamptz,
    ADD reconciliation jsonb;                     -- the counts of models.contracts.reconcile.Reconciliation
ALTER TABLE directory_mailboxes
    ADD next_reconcile_at timestamptz;
CREATE INDEX directory_mailboxes_reconcile ON directory_mailboxes (next_reconcile_at);

-- Pages of Gmail's lists, kept until they are compared: so a listing goes on after a crash, and no part of one is
-- taken for the whole.
CREATE TABLE reconcile_pages (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    run uuid NOT NULL,
    label text NOT NULL,                          -- '': the list of all messages
    page int NOT NULL,                            -- 0 is before the first: nothing but the token
    source_ids text[] NOT NULL,
    thread_ids text[] NOT NULL,                   -- of the list of all messages only
    next_token text,                              -- '' for the first page; NULL after the last
    PRIMARY KEY (mailbox_id, run, label, page),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);

-- What the newest comparison found different, before it was put right.
CREATE TABLE reconcile_findings (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    run uuid NOT NULL,
    source_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('missing', 'extra', 'labels')),
    labels text[],                                -- as they were here, where they differ
    PRIMARY KEY (mailbox_id, source_id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reconcile_pages', 'reconcile_findings'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;
