-- Each word of a name is a lexeme as a whole, too, behind three blanks, as base.trigrams makes it: whether anybody is called
-- what very many have somewhere is told without looking at them all.
UPDATE person_search s SET terms = terms || array_to_tsvector(ARRAY(
    SELECT DISTINCT lpad(to_hex(crc32(uuid_send(s.user_id) || convert_to('   ' || word, 'UTF8'))), 8, '0')
    FROM unnest(string_to_array(btrim(names), ' ')) AS known (word) WHERE word <> ''));

-- Pairs of identities that may come to be one person's by more mail, or are already; each from either side. Who is as
-- before but for their mail is compared with these alone, others with all who have a key of theirs.
CREATE TABLE resolution_near (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    identity_id uuid NOT NULL,
    other uuid NOT NULL,
    PRIMARY KEY (user_id, identity_id, other)
);
ALTER TABLE resolution_near ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON resolution_near USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON resolution_near TO kith_app;
ALTER TABLE resolution_queue ADD whole boolean NOT NULL DEFAULT false;

-- Profiles in short, as services.people.resolution.sketch makes them. Everybody's is made, and compared, once more, after
-- the next mail.
UPDATE resolution_queue SET keyed = false, whole = true;
INSERT INTO resolution_queue (user_id, identity_id, whole) SELECT user_id, identity_id, true FROM resolution_profiles
ON CONFLICT DO NOTHING;
DELETE FROM resolution_profiles;
DELETE FROM resolution_terms;
DELETE FROM resolution_keys;
ALTER TABLE resolution_profiles ADD sketch text NOT NULL;
