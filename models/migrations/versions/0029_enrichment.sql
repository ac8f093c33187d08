-- Asking others about people. A call is written before it is made and says afterwards what it came to: what left this
-- machine, what it cost, and the answer, which is good until it is worth asking again.
CREATE TABLE enrichment_switches (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    source text NOT NULL,
    enabled boolean NOT NULL,
    monthly_units int CHECK (monthly_units >= 0), -- NULL: as much as the deployment has
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, source)
);

CREATE TABLE enrichment_calls (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    source text NOT NULL,
    asked_for bytea NOT NULL,                     -- keyed hash of the source and of what is sent
    identity_id uuid,                             -- whom it is about
    company_id uuid,
    query bytea NOT NULL,                         -- encrypted: all that leaves
    state text NOT NULL CHECK (state IN ('calling', 'answered', 'nothing', 'failed', 'refused', 'unsure')),
    error text NOT NULL DEFAULT '',
    units int NOT NULL,                           -- at most, until it is known
    micro_usd bigint NOT NULL,
    month text NOT NULL,                          -- in whose budget: "2026-11"
    began_at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,                -- after that nobody is on it any more
    ended_at timestamptz,
    answer bytea,                                 -- encrypted
    told text[] NOT NULL DEFAULT '{}',            -- the fields in it
    ask_again_at timestamptz,                     -- NULL once it is answered: never
    keep_until timestamptz,                       -- by the vendor's terms
    applied boolean NOT NULL DEFAULT false,       -- its answer is among the facts
    PRIMARY KEY (user_id, id)
);
-- Nobody asks the same twice at once: this is the fence before each call.
CREATE UNIQUE INDEX enrichment_calls_open ON enrichment_calls (user_id, asked_for) WHERE state = 'calling';
CREATE INDEX enrichment_calls_asked ON enrichment_calls (user_id, asked_for, began_at DESC);
CREATE INDEX enrichment_calls_identity ON enrichment_calls (user_id, identity_id, began_at DESC);
CREATE INDEX enrichment_calls_company ON enrichment_calls (user_id, company_id, began_at DESC);
CREATE INDEX enrichment_calls_began ON enrichment_calls (user_id, began_at DESC, id DESC);
CREATE INDEX enrichment_calls_kept ON enrichment_calls (user_id, keep_until) WHERE answer IS NOT NULL;

CREATE TABLE enrichment_spending (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    source text NOT NULL,
    month text NOT NULL,
    units bigint NOT NULL,
    micro_usd bigint NOT NULL,
    PRIMARY KEY (user_id, source, month)
);

-- Who is never asked about: by the address's keyed hash, so that it outlives all else that is known of them.
CREATE TABLE enrichment_suppressions (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address_hash bytea NOT NULL,
    source text NOT NULL,                         -- '': nowhere; else this one has said so (HTTP 451)
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, address_hash, source)
);

CREATE TABLE enrichment_people (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    person_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    due_at timestamptz,                           -- NULL: nothing that is asked could say more
    completeness real NOT NULL,
    score real NOT NULL,
    PRIMARY KEY (user_id, person_id)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['enrichment_switches', 'enrichment_calls', 'enrichment_spending',
                                'enrichment_suppressions', 'enrichment_people'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

-- What all users of a deployment share: its keys' credits, and a vendor's word to wait.
CREATE TABLE directory_enrichment_spending (
    source text NOT NULL,                         -- '': the money of all
    month text NOT NULL,
    units bigint NOT NULL,
    micro_usd bigint NOT NULL,
    PRIMARY KEY (source, month)
);
CREATE TABLE directory_enrichment_rests (
    source text PRIMARY KEY,
    resting_until timestamptz NOT NULL,
    kind text NOT NULL,                           -- the name of the error
    key_hash bytea NOT NULL                       -- of the key that was refused: another one does not rest
);
CREATE TABLE directory_enrichment_rounds (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
CREATE INDEX directory_enrichment_rounds_due ON directory_enrichment_rounds (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_enrichment_spending, directory_enrichment_rests,
    directory_enrichment_rounds TO kith_app;
