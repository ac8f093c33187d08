-- Asking language models: what each request took and cost, without a word of it; what a day may cost; answers that are
-- good for a while.
CREATE TABLE llm_calls (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    feature text NOT NULL,                        -- what asked: "ask", "drafts"
    model text NOT NULL,                          -- as the chain names it
    state text NOT NULL CHECK (state IN ('asking', 'answered', 'kept', 'failed', 'stopped')),
    error text NOT NULL DEFAULT '',               -- the name of its class
    input_tokens bigint NOT NULL DEFAULT 0,
    cached_tokens bigint NOT NULL DEFAULT 0,      -- of these, read from the vendor's own cache
    output_tokens bigint NOT NULL DEFAULT 0,
    measured boolean NOT NULL DEFAULT true,       -- false: the server did not say, it is an estimate
    micro_usd bigint,                             -- NULL: nobody knows its price
    day date NOT NULL,                            -- in whose budget (UTC)
    began_at timestamptz NOT NULL,
    first_ms int,                                 -- until something of the answer was there
    total_ms int,
    PRIMARY KEY (user_id, id)
);
CREATE INDEX llm_calls_day ON llm_calls (user_id, day, model, feature);

CREATE TABLE llm_spending (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    day date NOT NULL,
    micro_usd bigint NOT NULL,                    -- reserved and spent
    tokens bigint NOT NULL,                       -- of models whose price nobody knows
    PRIMARY KEY (user_id, day)
);

CREATE TABLE llm_answers (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    key bytea NOT NULL,                           -- keyed hash of the whole request, the models and the index's version
    answer bytea NOT NULL,                        -- encrypted
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX llm_answers_expires ON llm_answers (user_id, expires_at);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['llm_calls', 'llm_spending', 'llm_answers'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

-- Whose kept answers are to be looked at, and when.
CREATE TABLE directory_llm_answers (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
CREATE INDEX directory_llm_answers_due ON directory_llm_answers (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_llm_answers TO kith_app;
