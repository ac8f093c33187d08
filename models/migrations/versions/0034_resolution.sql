-- Who is the same person, told by rule: what is compared of each identity, the keys under which it is found, what a rule
-- asks about. All of it is made of identities, interactions and facts, and can be made anew.

-- The display name that the mail gives: counted, it tells whether one person writes from an address.
ALTER TABLE interactions ADD display text NOT NULL DEFAULT '';

-- Identities that something has changed, or that are gone. First their keys are made, then they are compared.
CREATE TABLE resolution_queue (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    identity_id uuid NOT NULL,
    keyed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (user_id, identity_id)
);
CREATE INDEX resolution_queue_new ON resolution_queue (user_id, identity_id) WHERE NOT keyed;

-- What is compared. Phones stand here as the user's keyed hashes of them.
CREATE TABLE resolution_profiles (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    identity_id uuid NOT NULL,
    address text NOT NULL,
    names jsonb NOT NULL,                         -- [[display name, mails], …], the most frequent first
    phones text[] NOT NULL,
    titles text[] NOT NULL,
    companies text[] NOT NULL,
    wrote int NOT NULL,
    first_wrote timestamptz,
    last_wrote timestamptz,
    nobodys boolean NOT NULL,                     -- a role's, a list's, a machine's
    terms text[] NOT NULL,                        -- counted in resolution_terms
    PRIMARY KEY (user_id, identity_id)
);
CREATE TABLE resolution_keys (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    key text NOT NULL,
    identity_id uuid NOT NULL,
    PRIMARY KEY (user_id, key, identity_id)
);
CREATE INDEX resolution_keys_identity ON resolution_keys (user_id, identity_id);
CREATE TABLE resolution_terms (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    term text NOT NULL,                           -- '': every identity has it
    holders int NOT NULL,
    PRIMARY KEY (user_id, term)
);

-- Two that may be one person's. Shown while they are not, and nobody has said that they are two.
CREATE TABLE suggestions (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    one uuid NOT NULL,
    other uuid NOT NULL CHECK (one < other),
    bits real NOT NULL,                           -- log2 of the odds
    reasons jsonb NOT NULL,                       -- [{"kind", "bits", "reason"}, …]
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, one, other)
);
CREATE INDEX suggestions_other ON suggestions (user_id, other);

-- "These are two people" is a change like any other: it can be undone.
ALTER TABLE membership_changes DROP CONSTRAINT membership_changes_kind_check;
ALTER TABLE membership_changes ADD CONSTRAINT membership_changes_kind_check CHECK (kind IN ('merge', 'split', 'apart'));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['resolution_queue', 'resolution_profiles', 'resolution_keys', 'resolution_terms',
                                'suggestions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

-- Display names are learned with everything else that mail tells of people.
SELECT kith_learn_people_anew();
INSERT INTO resolution_queue (user_id, identity_id) SELECT user_id, id FROM identities;
