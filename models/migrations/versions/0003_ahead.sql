-- Attachments that are to be fetched before anybody asks for them.

CREATE TABLE attachments_ahead (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    message_id uuid NOT NULL,
    part_id text NOT NULL,
    at timestamptz NOT NULL,                      -- when the message came: the newest are fetched first
    attempts smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (mailbox_id, message_id, part_id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX attachments_ahead_order ON attachments_ahead (mailbox_id, attempts, at DESC, message_id, part_id);
ALTER TABLE attachments_ahead ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attachments_ahead
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON attachments_ahead TO kith_app;
