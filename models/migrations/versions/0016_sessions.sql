-- What a list of sessions shows. The directory has when; who a browser is and where it is lies under its user's key.

ALTER TABLE directory_sessions
    ADD session_id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD created_at timestamptz NOT NULL DEFAULT now();
-- Every session lasts thirty days at most: so the older ones tell when they began.
UPDATE directory_sessions SET created_at = least(now(), expires_at - interval '30 days');
ALTER TABLE directory_sessions ADD CONSTRAINT directory_sessions_id UNIQUE (user_id, session_id);
DROP INDEX directory_sessions_user;

CREATE TABLE session_details (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    about bytea NOT NULL,                                -- encrypted: the browser, and the address it signed in from
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, id) REFERENCES directory_sessions (user_id, session_id) ON DELETE CASCADE
);
ALTER TABLE session_details ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session_details USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON session_details TO kith_app;
