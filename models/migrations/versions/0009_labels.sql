-- Which messages have a label, the newest first. Operators on arrays are not leakproof, so under row-level security no
-- index on `messages.labels` would ever be used. Triggers keep this in step, whoever changes labels.

CREATE TABLE message_labels (
    user_id uuid NOT NULL,
    label text NOT NULL,
    date timestamptz NOT NULL,
    message_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    thread_id text NOT NULL,
    PRIMARY KEY (user_id, label, date, message_id)
) PARTITION BY HASH (user_id);
CREATE TABLE message_labels_0 PARTITION OF message_labels FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE message_labels_1 PARTITION OF message_labels FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE message_labels_2 PARTITION OF message_labels FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE message_labels_3 PARTITION OF message_labels FOR VALUES WITH (MODULUS 4, REMAINDER 3);

ALTER TABLE message_labels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_labels
    USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON message_labels TO kith_app;

CREATE FUNCTION kith_label_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_labels (user_id, label, date, message_id, mailbox_id, thread_id)
    SELECT m.user_id, label, m.date, m.id, m.mailbox_id, m.thread_id
    FROM new_rows m CROSS JOIN LATERAL unnest(m.labels) AS label
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION kith_label_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM message_labels l USING old_rows m
    WHERE l.user_id = m.user_id AND l.label = ANY (m.labels) AND l.date = m.date AND l.message_id = m.id;
    RETURN NULL;
END $$;

CREATE FUNCTION kith_label_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM message_labels l USING old_rows o JOIN new_rows n USING (user_id, date, id)
    WHERE o.labels <> n.labels AND l.user_id = o.user_id AND l.label = ANY (o.labels)
      AND l.label <> ALL (n.labels) AND l.date = o.date AND l.message_id = o.id;
    INSERT INTO message_labels (user_id, label, date, message_id, mailbox_id, thread_id)
    SELECT n.user_id, label, n.date, n.id, n.mailbox_id, n.thread_id
    FROM old_rows o JOIN new_rows n USING (user_id, date, id) CROSS JOIN LATERAL unnest(n.labels) AS label
    WHERE o.labels <> n.labels AND label <> ALL (o.labels)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER label_added AFTER INSERT ON messages
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith_label_added();
CREATE TRIGGER label_removed AFTER DELETE ON messages
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith_label_removed();
CREATE TRIGGER label_changed AFTER UPDATE ON messages
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith_label_changed();

INSERT INTO message_labels (user_id, label, date, message_id, mailbox_id, thread_id)
SELECT DISTINCT m.user_id, label, m.date, m.id, m.mailbox_id, m.thread_id
FROM messages m CROSS JOIN LATERAL unnest(m.labels) AS label;
