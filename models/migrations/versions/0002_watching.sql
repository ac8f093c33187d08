-- What Gmail has told of changes, and what asking it has found. Apart from the mailbox's own row, which whoever
-- stores mail locks: a push must not wait for that.

CREATE TABLE watches (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    last_push_at timestamptz,
    pushed_history_id numeric(20) NOT NULL DEFAULT 0,  -- the newest that a push has named
    last_poll_at timestamptz,
    polled_history_id numeric(20) NOT NULL DEFAULT 0,  -- Gmail's newest at that time
    poll_error text,                              -- why the last poll had no answer
    untold_history_id numeric(20),                -- a poll found this change, and no push had told of it yet,
    untold_at timestamptz,                        -- at this time
    push_missed_at timestamptz,                   -- none did in time, either
    watch_error text,                             -- why the watch could not be renewed
    PRIMARY KEY (user_id, mailbox_id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
ALTER TABLE watches ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON watches USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON watches TO kith_app;

-- Whoever works through all mailboxes goes in the order of what is due, those that never were first.
CREATE INDEX directory_mailboxes_watch_due ON directory_mailboxes (coalesce(watch_expires_at, 'epoch'), mailbox_id);
CREATE INDEX directory_mailboxes_poll_due ON directory_mailboxes (coalesce(next_poll_at, 'epoch'), mailbox_id);
DROP INDEX directory_mailboxes_watch;
