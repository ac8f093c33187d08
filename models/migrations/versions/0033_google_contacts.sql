-- Google Contacts of a mailbox's account, kept in step: the entries are those of a book (book_entries).
CREATE TABLE google_contacts (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('on', 'refused', 'removing')),
    reason text,                                  -- why Google gives none
    connections_token text,                       -- up to which change each list is known; NULL: all of it is to be listed
    others_token text,
    synced_at timestamptz,
    PRIMARY KEY (user_id, mailbox_id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
ALTER TABLE google_contacts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON google_contacts USING (user_id = kith_current_user())
    WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON google_contacts TO kith_app;

ALTER TABLE directory_mailboxes ADD next_contacts_at timestamptz;
CREATE INDEX directory_mailboxes_contacts ON directory_mailboxes (next_contacts_at);
