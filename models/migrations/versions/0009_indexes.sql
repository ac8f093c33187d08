-- Every statement names its user, and every foreign key is followed when a user or a mailbox goes: so keys and indexes
-- start with the user.

ALTER TABLE ledger DROP CONSTRAINT ledger_pkey, ADD PRIMARY KEY (user_id, mailbox_id, source_id);
ALTER TABLE threads DROP CONSTRAINT threads_pkey, ADD PRIMARY KEY (user_id, mailbox_id, id);
ALTER TABLE reconcile_pages DROP CONSTRAINT reconcile_pages_pkey,
    ADD PRIMARY KEY (user_id, mailbox_id, run, label, page);
ALTER TABLE reconcile_findings DROP CONSTRAINT reconcile_findings_pkey,
    ADD PRIMARY KEY (user_id, mailbox_id, source_id);
ALTER TABLE attachments_ahead DROP CONSTRAINT attachments_ahead_pkey,
    ADD PRIMARY KEY (user_id, mailbox_id, message_id, part_id);
CREATE INDEX interactions_mailbox ON interactions (user_id, mailbox_id);
CREATE INDEX imports_mailbox ON imports (user_id, mailbox_id);
CREATE INDEX directory_mailboxes_user ON directory_mailboxes (user_id, mailbox_id);
CREATE INDEX label_changes_user ON label_changes (user_id, id);
CREATE INDEX outbox_user ON outbox (user_id, id);
DROP INDEX outbox_mailbox;
CREATE INDEX outbox_mailbox ON outbox (user_id, mailbox_id);
