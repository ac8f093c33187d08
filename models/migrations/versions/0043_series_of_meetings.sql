-- Meetings of a series, each counted once it is over; a word on one of them; and answers, which say who comes, not when.
ALTER TABLE meetings
    ADD answer boolean NOT NULL DEFAULT false,
    ADD occurrence timestamptz NOT NULL DEFAULT '-infinity',   -- of a series this one only, which would have begun then
    ADD starts timestamptz[] NOT NULL DEFAULT '{}',            -- when the others of a series begin after starts_at
    ADD over_at timestamptz;                                   -- when the last is over
UPDATE meetings SET over_at = ends_at;
ALTER TABLE meetings
    ALTER over_at SET NOT NULL,
    DROP CONSTRAINT meetings_pkey,
    ADD PRIMARY KEY (user_id, message_id, identity_id, meeting_key, occurrence);
DROP INDEX meetings_newest;
CREATE INDEX meetings_newest
    ON meetings (user_id, identity_id, meeting_key, occurrence, sequence DESC, at DESC, message_id DESC);
DROP INDEX meetings_ended;
CREATE INDEX meetings_over ON meetings (user_id, over_at);

ALTER TABLE messages ALTER rules SET DEFAULT 6;
SELECT kith_learn_people_anew();
