-- What mail shows is an identity, an address so far; a person is a set of identities. Identities and what hangs on them
-- never move: merging, splitting and undoing change memberships only.

ALTER TABLE contacts RENAME TO identities;
ALTER INDEX contacts_pkey RENAME TO identities_pkey;
ALTER INDEX contacts_user_id_address_key RENAME TO identities_user_id_address_key;
ALTER INDEX contacts_company RENAME TO identities_company;
ALTER INDEX contacts_shortest RENAME TO identities_shortest;
ALTER TABLE identities RENAME CONSTRAINT contacts_user_id_fkey TO identities_user_id_fkey;
ALTER TABLE interactions RENAME contact_id TO identity_id;
ALTER INDEX interactions_contact RENAME TO interactions_identity;

-- Who is in whose set, where that is not a person of their own: person X begins as identity X alone, and X is in person X
-- for as long as there is one. It outlives the identity: mail that comes back finds its person.
CREATE TABLE memberships (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    identity_id uuid NOT NULL,
    person_id uuid NOT NULL CHECK (person_id <> identity_id),
    PRIMARY KEY (user_id, identity_id)
);
CREATE INDEX memberships_person ON memberships (user_id, person_id);

ALTER TABLE identities ADD person_id uuid;        -- as memberships say
UPDATE identities SET person_id = id;
ALTER TABLE identities ALTER person_id SET NOT NULL;
CREATE INDEX identities_person ON identities (user_id, person_id);

-- What lists show, made of a person's identities: models.queries.people.persons keeps it so.
CREATE TABLE persons (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    folded_name text NOT NULL,
    address text NOT NULL,                        -- of those, the one with the most traffic of late
    company_id uuid,                              -- of that address, or of the next that has one
    searched text NOT NULL,                       -- all names, folded, and addresses
    identities int NOT NULL,
    sent int NOT NULL,                            -- mails: one that names two of the addresses is one
    received int NOT NULL,
    sent_weight double precision NOT NULL,        -- decayed to `weighed_at`
    received_weight double precision NOT NULL,
    weighed_at timestamptz NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, id)
);

CREATE TABLE membership_changes (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('merge', 'split')),
    at timestamptz NOT NULL DEFAULT now(),
    made_by text NOT NULL CHECK (made_by IN ('person', 'rule')),
    person_id uuid NOT NULL,                      -- whom others joined, or some left
    reasons jsonb NOT NULL,                       -- what a rule saw
    undone_at timestamptz,
    PRIMARY KEY (user_id, id)
);
CREATE TABLE membership_moves (
    user_id uuid NOT NULL,
    change_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    old_person uuid NOT NULL,
    new_person uuid NOT NULL,
    PRIMARY KEY (user_id, change_id, identity_id),
    FOREIGN KEY (user_id, change_id) REFERENCES membership_changes ON DELETE CASCADE
);
CREATE INDEX membership_moves_identity ON membership_moves (user_id, identity_id);
CREATE INDEX membership_moves_old ON membership_moves (user_id, old_person);
CREATE INDEX membership_moves_new ON membership_moves (user_id, new_person);

-- Never to be merged by a rule again: somebody took them apart.
CREATE TABLE identities_apart (
    user_id uuid NOT NULL,
    one uuid NOT NULL,
    other uuid NOT NULL CHECK (one < other),
    change_id uuid NOT NULL,                      -- by which they were
    PRIMARY KEY (user_id, one, other),
    FOREIGN KEY (user_id, change_id) REFERENCES membership_changes ON DELETE CASCADE
);
CREATE INDEX identities_apart_other ON identities_apart (user_id, other);
CREATE INDEX identities_apart_change ON identities_apart (user_id, change_id);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['memberships', 'persons', 'membership_changes', 'membership_moves', 'identities_apart'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

INSERT INTO persons
SELECT user_id, id, kind, name, folded_name, coalesce(nullif(spelling, ''), address), company_id,
       concat_ws(' ', folded_name, lower(nullif(spelling, '')), address), 1, sent, received, sent_weight, received_weight,
       weighed_at, first_at, last_at
FROM identities;
