-- What Kith is asked to send: written before it is sent, so that a crash never sends it twice.

CREATE TABLE outbox (
    id uuid PRIMARY KEY,                          -- derived from the user and the request's idempotency key
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('send', 'draft', 'discard')),  -- what is to become of it at Gmail
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done', 'failed')),
    version int NOT NULL DEFAULT 1,               -- of the wish: a draft may change while an older one is on its way
    attempts int NOT NULL DEFAULT 0,              -- from the second on, Gmail is asked what the ones before have done
    thread_id text,                               -- of the message that is answered
    raw bytea NOT NULL,                           -- encrypted: the whole message (RFC 5322)
    draft_id text,                                -- Gmail's id of the draft
    source_id text,                               -- Gmail's id of the message, once it is sent or drafted
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX outbox_recent ON outbox (user_id, created_at DESC, id DESC);
CREATE INDEX outbox_mailbox ON outbox (mailbox_id);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON outbox USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO kith_app;
