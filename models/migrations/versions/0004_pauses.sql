ALTER TABLE mailboxes
    ADD COLUMN paused_until timestamptz,          -- Gmail's quota is waited for until then
    ADD COLUMN pause_reason text;
UPDATE mailboxes
SET status = CASE WHEN backfilled_at IS NULL THEN 'backfilling' ELSE 'healthy' END, status_reason = NULL
WHERE status = 'paused';
ALTER TABLE mailboxes DROP CONSTRAINT mailboxes_status_check;
ALTER TABLE mailboxes ADD CONSTRAINT mailboxes_status_check CHECK (status IN
    ('connecting', 'backfilling', 'healthy', 'reconnect', 'failed', 'disconnected'));
