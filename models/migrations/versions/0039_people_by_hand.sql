-- People whom their owner deleted: what was taken away with each, to be put back for a while. Then it goes for good.
CREATE TABLE deleted_people (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    hidden boolean NOT NULL,                      -- others still know them
    at timestamptz NOT NULL,
    content bytea NOT NULL,                       -- encrypted: the rows, by table
    PRIMARY KEY (user_id, id)
);
CREATE INDEX deleted_people_at ON deleted_people (user_id, at DESC, id DESC);
ALTER TABLE deleted_people ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON deleted_people USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON deleted_people TO kith_app;

-- When each goes for good.
CREATE TABLE directory_deleted_people (
    deletion_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    FOREIGN KEY (user_id, deletion_id) REFERENCES deleted_people ON DELETE CASCADE
);
CREATE INDEX directory_deleted_people_due ON directory_deleted_people (due_at, deletion_id);
CREATE INDEX directory_deleted_people_user ON directory_deleted_people (user_id, deletion_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_deleted_people TO kith_app;
