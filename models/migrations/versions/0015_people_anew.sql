-- People by other rules: lists and machines however they name themselves, one contact for all spellings of an address.
--
-- What mail told by the older rules is learned anew. A later change of the rules calls kith_learn_people_anew() again and
-- raises the default of messages.rules, beside models.queries.people.extraction.RULES.

ALTER TABLE contacts
    ADD spelling text NOT NULL DEFAULT '',        -- the address as it is written best; '' until that is learned
    ADD spelling_rank smallint NOT NULL DEFAULT -1,
    ADD spelling_at timestamptz NOT NULL DEFAULT '0001-01-01Z';
-- The best evidence so far: 0 named by others, 1 sends machine mail, 2 is called as lists are, 3 writes or is written to,
-- 4 an address that nobody reads (no-reply@…), 5 a list. Less 100 where older rules said so: it holds until other mail
-- says anything, since the greatest counts.
ALTER TABLE contacts ALTER kind SET EXPRESSION AS
    (CASE (kind_rank + 100) % 100 WHEN 1 THEN 'automated' WHEN 4 THEN 'automated'
                                  WHEN 2 THEN 'list' WHEN 5 THEN 'list' ELSE 'person' END);
UPDATE contacts SET kind_rank = kind_rank + 1 WHERE kind_rank >= 2;

-- +tags that mail shows to be their base's: who wrote in the same whole name from both. Not at Gmail, where all are.
CREATE TABLE known_tags (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address text NOT NULL,                        -- with the tag, lower case
    PRIMARY KEY (user_id, address)
);
ALTER TABLE known_tags ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON known_tags USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON known_tags TO kith_app;

ALTER TABLE messages ADD rules smallint;          -- by which rules sender, recipients, list and machine were read
ALTER TABLE messages ALTER rules SET DEFAULT 1;   -- those that are there have none

-- Mailboxes whose extraction a worker is to start: imported ones stand in no other directory.
CREATE TABLE directory_learning (
    mailbox_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX directory_learning_user ON directory_learning (user_id, mailbox_id);
GRANT SELECT, INSERT, DELETE ON directory_learning TO kith_app;

CREATE FUNCTION kith_learn_people_anew() RETURNS void
LANGUAGE sql
SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE contacts SET kind_rank = kind_rank - 100, name_rank = name_rank - 100, spelling_rank = -2
    WHERE kind_rank >= 0;
    DELETE FROM known_tags;
    UPDATE ledger SET extracted = false WHERE extracted;
    INSERT INTO directory_learning (mailbox_id, user_id) SELECT id, user_id FROM mailboxes ON CONFLICT DO NOTHING;
END;
REVOKE EXECUTE ON FUNCTION kith_learn_people_anew FROM PUBLIC;
SELECT kith_learn_people_anew();
