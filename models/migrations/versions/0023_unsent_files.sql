-- Which files may have waited for their mail for too long: each is looked at when it is due.
CREATE TABLE directory_outbox_files (
    file_id uuid PRIMARY KEY REFERENCES outbox_files ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
CREATE INDEX directory_outbox_files_due ON directory_outbox_files (due_at, file_id);
CREATE INDEX directory_outbox_files_user ON directory_outbox_files (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_outbox_files TO kith_app;

INSERT INTO directory_outbox_files (file_id, user_id, due_at)
SELECT id, user_id, created_at + interval '7 days' FROM outbox_files;
