-- Answers of requests with an idempotency key that start something else than an effect.

CREATE TABLE idempotency_keys (
    id uuid PRIMARY KEY,                          -- derived from user, route and key
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    claim uuid NOT NULL,                          -- of the request that is being worked on, or was
    request_hash bytea,                           -- keyed: what was asked for; null while it is worked on
    answer text,                                  -- ids only; null while it is worked on
    expires_at timestamptz NOT NULL               -- when it may be sent again: a day after the answer
);
CREATE INDEX idempotency_keys_expired ON idempotency_keys (user_id, expires_at);
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency_keys
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO kith_app;
