-- A mail's date is what it says of itself, so the bands are open at both ends. PostgreSQL reads the rows of the oldest
-- band once, to see that they belong there.

DO $$
DECLARE
    parent text;
    part int;
BEGIN
    FOREACH parent IN ARRAY ARRAY['messages', 'interactions'] LOOP
        FOR part IN 0..3 LOOP
            EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent || '_' || part, parent || '_' || part || '_2004');
            EXECUTE format('ALTER TABLE %I RENAME TO %I', parent || '_' || part || '_2004', parent || '_' || part || '_old');
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
                           parent || '_' || part, parent || '_' || part || '_old', '2016-01-01Z');
        END LOOP;
    END LOOP;
END $$;

-- NULL: stored before this was kept. The date is then Gmail's, or of an import what the mail says.
ALTER TABLE messages ADD date_source text;

-- What the source said is beside what it was clamped to. Nothing of mail was before 1971.
CREATE TEMPORARY TABLE clamped ON COMMIT DROP AS
    SELECT user_id, mailbox_id, id, thread_id, internal_date AS moment FROM messages
    WHERE date = '2004-01-01Z' AND internal_date < '2004-01-01Z' AND internal_date >= '1971-01-01Z';
CREATE INDEX ON clamped (user_id, id);
ANALYZE clamped;
CREATE TEMPORARY TABLE misjudged ON COMMIT DROP AS
    SELECT DISTINCT i.user_id, i.contact_id FROM interactions i JOIN clamped c ON c.user_id = i.user_id AND c.id = i.message_id
    WHERE i.at = '2004-01-01Z';

UPDATE message_labels l SET date = c.moment FROM clamped c
WHERE l.user_id = c.user_id AND l.mailbox_id = c.mailbox_id AND l.message_id = c.id AND l.date = '2004-01-01Z';
UPDATE interactions i SET at = c.moment FROM clamped c
WHERE i.user_id = c.user_id AND i.message_id = c.id AND i.at = '2004-01-01Z';
UPDATE messages m SET date = c.moment FROM clamped c
WHERE m.user_id = c.user_id AND m.id = c.id AND m.date = '2004-01-01Z';

UPDATE threads t SET first_at = found.oldest, last_at = found.newest, last_message_id = found.last_id
FROM (SELECT m.user_id, m.mailbox_id, m.thread_id, min(m.date) AS oldest, max(m.date) AS newest,
             (array_agg(m.id ORDER BY m.date DESC, m.id DESC))[1] AS last_id
      FROM messages m
      WHERE (m.user_id, m.mailbox_id, m.thread_id) IN (SELECT user_id, mailbox_id, thread_id FROM clamped)
      GROUP BY 1, 2, 3) AS found
WHERE t.user_id = found.user_id AND t.mailbox_id = found.mailbox_id AND t.id = found.thread_id;

UPDATE contacts c SET
    sent_weight = found.sent_weight, received_weight = found.received_weight, weighed_at = found.newest,
    first_at = found.oldest, last_at = found.newest,
    name_at = CASE WHEN c.name_at = '2004-01-01Z' THEN least(c.name_at, found.newest) ELSE c.name_at END
FROM (SELECT user_id, contact_id, newest, min(at) AS oldest,
             coalesce(sum(kith_decayed(weight, at, newest)) FILTER (WHERE direction = 'sent'), 0) AS sent_weight,
             coalesce(sum(kith_decayed(weight, at, newest)) FILTER (WHERE direction = 'received'), 0) AS received_weight
      FROM (SELECT i.*, max(i.at) OVER (PARTITION BY i.user_id, i.contact_id) AS newest
            FROM interactions i JOIN misjudged USING (user_id, contact_id)) AS theirs
      GROUP BY user_id, contact_id, newest) AS found
WHERE c.user_id = found.user_id AND c.id = found.contact_id;
