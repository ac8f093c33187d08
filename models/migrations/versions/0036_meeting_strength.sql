-- Meetings count in strength once they are over; up to which moment that was looked at is kept with the people's version,
-- so that counting anew finds what was kept.
ALTER TABLE people_versions ADD met_until timestamptz NOT NULL DEFAULT '-infinity';
CREATE INDEX meetings_ended ON meetings (user_id, ends_at);
CREATE INDEX meetings_of_event ON meetings (user_id, meeting_key, identity_id);

CREATE TABLE directory_meetings (                 -- whose next meeting ends when: no content
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
CREATE INDEX directory_meetings_due ON directory_meetings (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_meetings TO kith_app;
INSERT INTO directory_meetings (user_id, due_at) SELECT user_id, min(ends_at) FROM meetings GROUP BY user_id;
