-- How close a person is, from what went to and fro month by month, as one number that the passing of time does not change
-- the order of: an index has it. Decision 37 says why, and where the figures come from.

CREATE TABLE person_months (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    person_id uuid NOT NULL,
    month date NOT NULL,                          -- its first day (UTC)
    sent int NOT NULL,                            -- mails, as `persons` counts them
    received int NOT NULL,
    shared int NOT NULL,                          -- both were named on a mail of somebody else
    direct int NOT NULL,                          -- of those sent and received: from one to the other, to few
    meetings int NOT NULL DEFAULT 0,
    sent_weight double precision NOT NULL,        -- decayed to the end of the month, as all weights here
    received_weight double precision NOT NULL,
    shared_weight double precision NOT NULL,
    meeting_weight double precision NOT NULL DEFAULT 0,
    our_turns int NOT NULL,                       -- runs of mails of one side in a thread that begin in this month
    their_turns int NOT NULL,
    our_replies int NOT NULL,                     -- those turns that follow one of the other side within 30 days
    their_replies int NOT NULL,
    our_log_seconds double precision NOT NULL,    -- the sum of ln(seconds until the reply)
    their_log_seconds double precision NOT NULL,
    PRIMARY KEY (user_id, person_id, month)
);

-- Raised with every change of a user's people, in its transaction: what was reckoned of them for a version holds for it.
CREATE TABLE people_versions (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    version bigint NOT NULL
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['person_months', 'people_versions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

CREATE FUNCTION kith_month_end(month date) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (month + interval '1 month') AT TIME ZONE 'UTC' $$;

-- What the mail of one month counts, in mails: it saturates at 20, so that a flood is no friendship. A meeting is a mail
-- each way, being on a mail together a tenth of one.
CREATE FUNCTION kith_month_volume(
    sent double precision, received double precision, shared double precision, meetings double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 20 * (1 - exp(-least((sent + received + 0.1 * shared + 2 * meetings) / 20, 30))) $$;

-- 1 where as much goes as comes, 0.02 where all goes one way.
CREATE FUNCTION kith_reciprocity(sent double precision, received double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT 0.02 + 0.98 * CASE WHEN sent + received > 0
                              THEN 4 * (sent / (sent + received)) * (received / (sent + received)) ELSE 0 END
$$;

-- From 0.5, no turn is answered, to 1.5, each is; 1 while little is known (two turns, one of them answered, are assumed).
CREATE FUNCTION kith_reply_factor(turns bigint, replies bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 0.5 + (replies + 1)::double precision / (turns + 2) $$;

-- From 1.2, replies at once, through 1 at a day, to 0.8; by their geometric mean, one of a day being assumed.
CREATE FUNCTION kith_speed_factor(replies bigint, log_seconds double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT 0.8 + 0.4 / (1 + exp((log_seconds + ln(86400::double precision)) / (replies + 1)) / 86400)
$$;

-- From 0.8, they have just met, to 1.2; half of the way takes 1.4 years.
CREATE FUNCTION kith_tenure_factor(first_at timestamptz, last_at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT 0.8 + 0.4 * (1 - exp(-least(greatest(date_part('epoch', last_at - first_at), 0) / (2 * 365.25 * 86400), 30)))
$$;

-- A moment in half-lives of 180 days, as a natural logarithm: what has weight w at a moment m has the order of
-- ln(w) + kith_moment(m) at any other.
CREATE FUNCTION kith_moment(at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT date_part('epoch', at - '1970-01-01Z'::timestamptz) / (180 * 86400) * ln(2::double precision) $$;

CREATE FUNCTION kith_closeness(evidence double precision, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT ln(greatest(evidence, 1e-300)) + kith_moment(at) $$;

-- The evidence as of a moment, from all that is in a relationship by then: `volume` mails, of late, between equals that
-- answer within a day; 12 of them make a strength of 0.63.
CREATE FUNCTION kith_evidence(
    volume double precision, sent double precision, received double precision, turns bigint, replies bigint,
    log_seconds double precision, first_at timestamptz, last_at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT volume / 12 * kith_reciprocity(sent, received) * kith_reply_factor(turns, replies)
         * kith_speed_factor(replies, log_seconds) * kith_tenure_factor(first_at, last_at)
$$;

-- In [0, 1]. Who is said to be closer is never below 0.6, who is said to be not close never above 0.2; within that, mail
-- decides. Bounded: exp() of too little is an error to PostgreSQL, and from 30 on the strength rounds to 1.
CREATE FUNCTION kith_strength(closeness double precision, correction text, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE correction WHEN 'closer' THEN 1 - 0.4 * exp(-exp(greatest(least(closeness - kith_moment(at), 3.4), -700)))
                           WHEN 'not_close' THEN 0.2 * (1 - exp(-exp(greatest(least(closeness - kith_moment(at), 3.4), -700))))
                           ELSE 1 - exp(-exp(greatest(least(closeness - kith_moment(at), 3.4), -700))) END
$$;

-- By what lists are sorted: for most the closeness itself, else that of whoever has the same strength at that moment.
CREATE FUNCTION kith_order(closeness double precision, correction text, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN correction IS NULL THEN closeness
                ELSE ln(greatest(-ln(1 - least(kith_strength(closeness, correction, at), 1 - 1e-15)), 1e-300))
                     + kith_moment(at) END
$$;

ALTER TABLE persons
    ADD closeness double precision NOT NULL DEFAULT 0,
    ADD correction text CHECK (correction IN ('closer', 'not_close'));  -- by the person who uses Kith

INSERT INTO person_months (user_id, person_id, month, sent, received, shared, direct, sent_weight, received_weight,
                           shared_weight, our_turns, their_turns, our_replies, their_replies, our_log_seconds,
                           their_log_seconds)
SELECT user_id, person_id, month,
       count(*) FILTER (WHERE direction = 'sent'), count(*) FILTER (WHERE direction = 'received'),
       count(*) FILTER (WHERE direction = 'shared'), count(*) FILTER (WHERE direction <> 'shared' AND weight >= 1),
       coalesce(sum(left_over) FILTER (WHERE direction = 'sent'), 0),
       coalesce(sum(left_over) FILTER (WHERE direction = 'received'), 0),
       coalesce(sum(left_over) FILTER (WHERE direction = 'shared'), 0),
       count(*) FILTER (WHERE turn AND direction = 'sent'), count(*) FILTER (WHERE turn AND direction = 'received'),
       count(*) FILTER (WHERE turn AND delay IS NOT NULL AND direction = 'sent'),
       count(*) FILTER (WHERE turn AND delay IS NOT NULL AND direction = 'received'),
       coalesce(sum(delay) FILTER (WHERE turn AND direction = 'sent'), 0),
       coalesce(sum(delay) FILTER (WHERE turn AND direction = 'received'), 0)
FROM (SELECT *, kith_decayed(weight, at, kith_month_end(month)) AS left_over,
             direction <> 'shared' AND (before IS NULL OR before <> direction OR gap > interval '30 days') AS turn,
             CASE WHEN before <> direction AND gap <= interval '30 days'
                  THEN ln(greatest(date_part('epoch', gap), 1)) END AS delay
      FROM (SELECT *, lag(direction) OVER thread AS before, at - lag(at) OVER thread AS gap
            FROM (SELECT DISTINCT ON (d.user_id, d.person_id, month, i.message_key) d.user_id, d.person_id,
                         CAST(date_trunc('month', i.at AT TIME ZONE 'UTC') AS date) AS month, i.message_key, i.at,
                         i.direction, i.weight, i.mailbox_id, i.thread_id
                  FROM identities d JOIN interactions i ON i.user_id = d.user_id AND i.identity_id = d.id
                  ORDER BY d.user_id, d.person_id, month, i.message_key,
                           array_position(ARRAY['sent', 'received', 'shared'], i.direction), i.weight DESC,
                           i.at DESC, i.mailbox_id, i.thread_id) AS mails
            WINDOW thread AS (PARTITION BY user_id, person_id, mailbox_id, thread_id, direction = 'shared'
                              ORDER BY at, message_key)) AS ordered) AS dated
GROUP BY user_id, person_id, month;

UPDATE persons p SET closeness = kith_closeness(
    kith_evidence(m.volume, m.sent, m.received, m.turns, m.replies, m.log_seconds, p.first_at, p.last_at), m.at)
FROM (SELECT user_id, person_id, at, sum(turns)::bigint AS turns, sum(replies)::bigint AS replies,
             sum(log_seconds) AS log_seconds,
             sum(kith_decayed(kith_month_volume(sent_weight, received_weight, shared_weight, meeting_weight), ended, at))
                 AS volume,
             sum(kith_decayed(sent_weight + meeting_weight, ended, at)) AS sent,
             sum(kith_decayed(received_weight + meeting_weight, ended, at)) AS received
      FROM (SELECT *, our_turns + their_turns AS turns, our_replies + their_replies AS replies,
                   our_log_seconds + their_log_seconds AS log_seconds, kith_month_end(month) AS ended,
                   kith_month_end(max(month) OVER (PARTITION BY user_id, person_id)) AS at FROM person_months) AS months
      GROUP BY user_id, person_id, at) AS m
WHERE p.user_id = m.user_id AND p.id = m.person_id;
UPDATE persons SET closeness = kith_closeness(0, last_at) WHERE closeness = 0;

ALTER TABLE persons ALTER closeness DROP DEFAULT, DROP sent_weight, DROP received_weight, DROP weighed_at;
DROP FUNCTION kith_strength(double precision, double precision, timestamptz, timestamptz);

-- Lists show one kind. Few are corrected: those are put in their places when a list is asked for.
CREATE INDEX persons_closeness ON persons (user_id, kind, closeness, id) WHERE correction IS NULL;
CREATE INDEX persons_corrected ON persons (user_id, kind) WHERE correction IS NOT NULL;
CREATE INDEX persons_name ON persons (user_id, kind, folded_name COLLATE "C", id);
CREATE INDEX persons_recent ON persons (user_id, kind, last_at, id);

-- Who a mail was written to counts more than whose copy it was: all mail is weighed anew.
UPDATE ledger SET extracted = false WHERE extracted;
INSERT INTO directory_learning (mailbox_id, user_id) SELECT id, user_id FROM mailboxes ON CONFLICT DO NOTHING;
