-- The outbox machine: what is to be done outside, written in the transaction in which it is asked for, and done once.

CREATE TABLE effects (
    id uuid PRIMARY KEY,                          -- derived from the user and the request's idempotency key
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid,                              -- what it belongs to, and goes with
    kind text NOT NULL,                           -- who does it: the word in the id of its job
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    version int NOT NULL DEFAULT 1,               -- of the wish: it may change while an older one is on its way
    attempt int NOT NULL DEFAULT 0,               -- the newest; an older one loses at the fence
    quiet_at timestamptz,                         -- nobody knows what a request has done; from then on it can be asked
    request_hash bytea,                           -- keyed: what was asked for with the idempotency key
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    kept_until timestamptz,                       -- nobody looks at it any more: its key is remembered until then
    UNIQUE (user_id, id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX effects_mailbox ON effects (user_id, mailbox_id);
CREATE INDEX effects_kept ON effects (user_id, kept_until) WHERE kept_until IS NOT NULL;
ALTER TABLE effects ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON effects USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON effects TO kith_app;

-- What waits, across all users: the relay sees to it that each has a job.
CREATE TABLE directory_effects (
    effect_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    wished_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL,
    FOREIGN KEY (user_id, effect_id) REFERENCES effects (user_id, id) ON DELETE CASCADE
);
CREATE INDEX directory_effects_due ON directory_effects (due_at, effect_id);
CREATE INDEX directory_effects_user ON directory_effects (user_id, effect_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_effects TO kith_app;

-- Mail that was in the outbox before. Jobs of an older version may have died with it: the relay starts them anew.
INSERT INTO effects (id, user_id, mailbox_id, kind, state, version, attempt, quiet_at, error, created_at, done_at)
SELECT id, user_id, mailbox_id, 'send', CASE state WHEN 'sending' THEN 'running' ELSE state END, version, attempts,
       CASE WHEN state = 'sending' OR (state IN ('waiting', 'failed') AND attempts > 0)
            THEN now() + interval '2 minutes' END,
       error, created_at, done_at
FROM outbox;
INSERT INTO directory_effects (effect_id, user_id, due_at)
SELECT id, user_id, now() FROM effects WHERE state IN ('waiting', 'running');

ALTER TABLE outbox DROP COLUMN state, DROP COLUMN version, DROP COLUMN attempts, DROP COLUMN error, DROP COLUMN done_at,
    ADD FOREIGN KEY (user_id, id) REFERENCES effects (user_id, id) ON DELETE CASCADE;

-- Changes of labels that somebody asked for.
CREATE TABLE label_changes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    target text NOT NULL CHECK (target IN ('message', 'thread')),
    source_id text NOT NULL,                      -- Gmail's id of the message or thread
    change text NOT NULL CHECK (change IN ('labels', 'trash', 'untrash')),
    added text[] NOT NULL,
    removed text[] NOT NULL,
    FOREIGN KEY (user_id, id) REFERENCES effects (user_id, id) ON DELETE CASCADE,
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX label_changes_mailbox ON label_changes (user_id, mailbox_id);
ALTER TABLE label_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON label_changes
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON label_changes TO kith_app;
