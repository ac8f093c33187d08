-- What mail says of who wrote it: facts that come and go with their mail, each with its place in the mail's text.
ALTER TABLE facts
    ADD label text NOT NULL DEFAULT '',           -- of one of several values: work, mobile, fax, home
    ADD message_id uuid,                          -- the mail that says so
    ADD place_start int,                          -- where in its text: characters
    ADD place_end int,
    ADD value_key bytea;                          -- a keyed hash: equal for equal values of a field, however spelled
DROP INDEX facts_identity;
CREATE INDEX facts_holding ON facts (user_id, identity_id) WHERE state <> 'superseded';
CREATE INDEX facts_equal ON facts (user_id, value_key) WHERE state <> 'superseded';
CREATE INDEX facts_message ON facts (user_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX facts_newest ON facts (user_id, identity_id, source, field, at DESC, message_id DESC)
    WHERE message_id IS NOT NULL;

ALTER TABLE persons RENAME typed_company TO stated_company;  -- instead of what the address says

ALTER TABLE messages ALTER rules SET DEFAULT 3;
SELECT kith_learn_people_anew();
