-- Mails of a file that others name and that are not there yet, each with the thread that it will be in: so a chain by
-- In-Reply-To alone is one thread in whatever order its mails come.
CREATE TABLE awaited_messages (
    user_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    message_key bytea NOT NULL,                   -- keyed hash of the Message-ID, as in messages
    thread_id text NOT NULL,
    PRIMARY KEY (user_id, mailbox_id, message_key),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
ALTER TABLE awaited_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON awaited_messages
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON awaited_messages TO kith_app;
