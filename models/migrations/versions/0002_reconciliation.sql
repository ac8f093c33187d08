-- What the last comparison of Gmail's full list with the ledger and the stored messages found.

ALTER TABLE mailboxes
    ADD reconciled_at timestamptz,
    ADD reconciliation jsonb;                     -- counts of messages: missing, extra, healed, relabelled
ALTER TABLE directory_mailboxes
    ADD next_reconcile_at timestamptz;
CREATE INDEX directory_mailboxes_reconcile ON directory_mailboxes (next_reconcile_at);
