-- Lists of people: a set that is kept by hand (a tag is one), or a search that is saved. Who is in one, and who is hidden,
-- hangs on the identity by which a contact began, as what is typed does: it goes where that goes.
CREATE TABLE people_lists (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    folded_name text NOT NULL,
    search text,                                  -- of a saved search; NULL: kept by hand
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, folded_name)
);
CREATE TABLE people_list_members (
    user_id uuid NOT NULL,
    list_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    PRIMARY KEY (user_id, list_id, identity_id),
    FOREIGN KEY (user_id, list_id) REFERENCES people_lists ON DELETE CASCADE
);
CREATE INDEX people_list_members_identity ON people_list_members (user_id, identity_id);
CREATE TABLE hidden_people (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    identity_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, identity_id)
);
ALTER TABLE persons ADD hidden boolean NOT NULL DEFAULT false;

-- What an address book that follows is told: a card for everybody who is shown, with a digest of what it says, and when it
-- changed. Who is gone stays here as not listed, so that the book hears of it. Revisions are given under the lock by which
-- all changes of a user's people take turns, so a lower one is never committed after a higher one.
CREATE SEQUENCE person_card_revisions;
CREATE TABLE person_cards (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    person_id uuid NOT NULL,
    digest bigint NOT NULL,
    listed boolean NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (user_id, person_id)
);
CREATE INDEX person_cards_revision ON person_cards (user_id, revision);
GRANT USAGE ON SEQUENCE person_card_revisions TO kith_app;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['people_lists', 'people_list_members', 'hidden_people', 'person_cards'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

INSERT INTO person_cards (user_id, person_id, digest, listed, revision)
SELECT user_id, id, 0, true, nextval('person_card_revisions') FROM persons WHERE kind = 'person';
