-- What is known of a person beside mail's own headers, each value with who says so. A fact hangs on an identity and stays
-- with it, whoever that is merged with; its values are encrypted, but for those that lists show and are searched by.
CREATE TABLE facts (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    identity_id uuid NOT NULL,
    field text NOT NULL,
    value bytea NOT NULL,                         -- encrypted
    readable text,                                -- the same where lists show it: name, title, company
    folded text,                                  -- of `readable`: without case, accents and script
    source text NOT NULL,
    source_ref text NOT NULL,
    at timestamptz NOT NULL,
    confidence real NOT NULL,
    expires_at timestamptz,
    state text NOT NULL CHECK (state IN ('active', 'superseded', 'rejected', 'locked')),
    PRIMARY KEY (user_id, id)
);
CREATE INDEX facts_identity ON facts (user_id, identity_id);
ALTER TABLE facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON facts USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON facts TO kith_app;

ALTER TABLE persons
    ADD title text,
    ADD typed_company text;                       -- by the person who uses Kith, instead of what the address says
