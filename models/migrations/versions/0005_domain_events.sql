-- What happens is said once, in the transaction in which it happens; a relay hands it to whoever follows it.

CREATE TABLE domain_events (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    number bigint NOT NULL,                       -- rises in the order in which a user's transactions commit
    id uuid NOT NULL,                             -- derived from the cause: the same cause is said once
    type text NOT NULL,
    data jsonb NOT NULL,                          -- ids and counts, never content
    occurred_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, number),
    UNIQUE (user_id, id)
);
ALTER TABLE domain_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON domain_events
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON domain_events TO kith_app;

-- Who has said something, and up to which number. Whoever numbers holds this row until its transaction ends, so that
-- a number that can be seen has none below it that comes later.
CREATE TABLE directory_event_streams (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    last bigint NOT NULL
);

-- How far each subscriber is with each user's events.
CREATE TABLE directory_event_cursors (
    subscriber text NOT NULL,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    position bigint NOT NULL,
    PRIMARY KEY (subscriber, user_id)
);
CREATE INDEX directory_event_cursors_user ON directory_event_cursors (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_event_streams, directory_event_cursors TO kith_app;
