-- Whose deployment it is, who may sign in, and programs that act for somebody.

-- A row for each issuer of identities: who tries the demo with the simulator's Google, owns nothing with the real one.
-- The issuer '' stands for all. The app may claim what is nobody's, and never pass it on: that is the operator's
-- (`kith owner`).
CREATE TABLE directory_deployment (
    issuer text PRIMARY KEY,
    owner_id uuid REFERENCES users ON DELETE SET NULL    -- claimed and empty: nobody becomes the owner by signing in
);
GRANT SELECT, INSERT ON directory_deployment TO kith_app;

-- Where people have signed in already, the one who came first owns it.
INSERT INTO directory_deployment (issuer, owner_id)
SELECT '', u.id FROM users u
WHERE EXISTS (SELECT FROM directory_users d WHERE d.user_id = u.id AND d.kind = 'google')
ORDER BY u.created_at, u.id LIMIT 1;

ALTER TABLE directory_sessions ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX directory_sessions_user ON directory_sessions (user_id);

CREATE TABLE invitations (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,  -- who invites
    id uuid NOT NULL,
    note text NOT NULL,                                  -- for whom, in their words
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);
CREATE TABLE directory_invitations (
    secret_hash bytea PRIMARY KEY,                       -- keyed hash of what the link carries
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    invitation_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    FOREIGN KEY (user_id, invitation_id) REFERENCES invitations ON DELETE CASCADE
);
CREATE UNIQUE INDEX directory_invitations_invitation ON directory_invitations (user_id, invitation_id);

CREATE TABLE personal_tokens (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (user_id, id)
);
CREATE TABLE directory_tokens (
    token_hash bytea PRIMARY KEY,                        -- keyed hash of the token
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    token_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (user_id, token_id) REFERENCES personal_tokens ON DELETE CASCADE
);
CREATE UNIQUE INDEX directory_tokens_token ON directory_tokens (user_id, token_id);

-- Uploads that are on their way: what they may take of the quota. One whose process died is forgotten after a while.
CREATE TABLE upload_reservations (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    bytes bigint NOT NULL,
    touched_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['invitations', 'personal_tokens', 'upload_reservations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_invitations, directory_tokens TO kith_app;
