-- Who meets the owner when, by the invitations in their mail; and which mail's body tells of people at all.
ALTER TABLE messages ADD tells smallint;          -- 1: a signature, 2: an invitation or a card; null: nobody looked

CREATE TABLE meetings (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    message_id uuid NOT NULL,                     -- the mail that says so: its rows go with it
    identity_id uuid NOT NULL,                    -- who else is to come; there may be no identity of that address yet
    meeting_key bytea NOT NULL,                   -- a keyed hash of the event's id: equal in all mail about it
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    sequence int NOT NULL,                        -- of the event: a later one replaces an earlier one
    at timestamptz NOT NULL,                      -- the mail's date: of equal sequences the newest holds
    held boolean NOT NULL,                        -- false: called off, or one of the two does not come
    PRIMARY KEY (user_id, message_id, identity_id, meeting_key)
);
CREATE INDEX meetings_newest ON meetings (user_id, identity_id, meeting_key, sequence DESC, at DESC, message_id DESC);
ALTER TABLE meetings ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON meetings USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON meetings TO kith_app;
