-- Files that go out with a mail: encrypted until it is sent, then erased. They expire where nobody sends them.
CREATE TABLE outbox_files (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    effect_id uuid,                               -- the mail that it is in; null: of one that is being written
    name bytea NOT NULL,                          -- encrypted
    mime_type text NOT NULL,
    size int NOT NULL,                            -- bytes, as it was uploaded
    data bytea NOT NULL,                          -- encrypted
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (user_id, effect_id) REFERENCES effects (user_id, id) ON DELETE CASCADE
);
ALTER TABLE outbox_files ALTER COLUMN data SET STORAGE EXTERNAL;  -- what is encrypted cannot be compressed
CREATE INDEX outbox_files_mail ON outbox_files (user_id, effect_id, created_at);
ALTER TABLE outbox_files ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON outbox_files USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_files TO kith_app;

ALTER TABLE outbox ADD head bytea;                -- encrypted: what a list shows; null where that is read from `raw`
