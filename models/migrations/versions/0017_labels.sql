-- What a mailbox's labels are called. Messages keep ids, so a renamed label is one row here and no message anywhere.
CREATE TABLE labels (
    user_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    id text NOT NULL,                             -- Gmail's; of an imported file, the name
    name text NOT NULL,                           -- '' where mail has a label that Gmail does not list
    own boolean NOT NULL,                         -- the user's, not Gmail's
    hidden boolean NOT NULL DEFAULT false,        -- Gmail does not show it in lists of messages
    text_color text,                              -- #rrggbb; NULL where the user chose none
    background_color text,
    PRIMARY KEY (user_id, mailbox_id, id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
ALTER TABLE labels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON labels USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON labels TO kith_app;

ALTER TABLE mailboxes ADD labels_checked_at timestamptz;

-- Files name their labels themselves.
INSERT INTO labels (user_id, mailbox_id, id, name, own)
SELECT DISTINCT l.user_id, l.mailbox_id, l.label, l.label, true
FROM message_labels l JOIN mailboxes b ON b.user_id = l.user_id AND b.id = l.mailbox_id
WHERE b.provider = 'mbox' AND l.label !~ '^CATEGORY_[A-Z]+$'
  AND l.label NOT IN ('CHAT', 'SENT', 'INBOX', 'IMPORTANT', 'TRASH', 'DRAFT', 'SPAM', 'STARRED', 'UNREAD');

-- A thread is shown for its messages that are neither spam, trash nor drafts: its dates, its newest message, whether it
-- is unread and its labels are of these. One that has none is shown only to those who ask for it, for what it has.
ALTER TABLE threads
    ADD shown_count int NOT NULL DEFAULT 0,
    ADD labels text[] NOT NULL DEFAULT '{}';
ALTER TABLE threads ALTER shown_count DROP DEFAULT;
CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
    SELECT *, shown OR NOT bool_or(shown) OVER (PARTITION BY user_id, mailbox_id, thread_id) AS taken
    FROM (SELECT user_id, mailbox_id, thread_id, id, date, labels, NOT labels && '{SPAM,TRASH,DRAFT}' AS shown
          FROM messages) AS m;
UPDATE threads t SET first_at = found.first_at, last_at = found.last_at, unread = found.unread,
    last_message_id = found.last_message_id, shown_count = found.shown_count
FROM (SELECT user_id, mailbox_id, thread_id, min(date) FILTER (WHERE taken) AS first_at,
             max(date) FILTER (WHERE taken) AS last_at, count(*) FILTER (WHERE shown) AS shown_count,
             bool_or('UNREAD' = ANY (labels)) FILTER (WHERE taken) AS unread,
             (array_agg(id ORDER BY date DESC, id DESC) FILTER (WHERE taken))[1] AS last_message_id
      FROM judged GROUP BY user_id, mailbox_id, thread_id) AS found
WHERE t.user_id = found.user_id AND t.mailbox_id = found.mailbox_id AND t.id = found.thread_id;
UPDATE threads t SET labels = found.labels
FROM (SELECT j.user_id, j.mailbox_id, j.thread_id, array_agg(DISTINCT label ORDER BY label) AS labels
      FROM judged j CROSS JOIN LATERAL unnest(CASE
          WHEN j.taken THEN j.labels
          WHEN 'DRAFT' = ANY (j.labels) AND 'TRASH' <> ALL (j.labels) THEN '{DRAFT}'
          ELSE '{}' END) AS label
      GROUP BY j.user_id, j.mailbox_id, j.thread_id) AS found
WHERE t.user_id = found.user_id AND t.mailbox_id = found.mailbox_id AND t.id = found.thread_id;

-- As it was, but for labels: `hidden` are not to be there. Of each wish (1 and on) one label has to be there, of wish 0
-- none; each is named with its mailbox, since two mailboxes may call different labels by one id.
DROP FUNCTION kith_search_messages;
CREATE FUNCTION kith_search_messages(query tsquery, in_mailbox uuid DEFAULT NULL, in_thread text DEFAULT NULL,
                                     hidden text[] DEFAULT NULL, wishes int DEFAULT NULL, wish int[] DEFAULT NULL,
                                     place uuid[] DEFAULT NULL, label text[] DEFAULT NULL,
                                     before timestamptz DEFAULT NULL, before_id uuid DEFAULT NULL,
                                     most int DEFAULT NULL)
RETURNS TABLE (id uuid, date timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.date FROM public.messages m
    WHERE m.user_id = public.kith_current_user() AND m.words @@ query
      AND (in_mailbox IS NULL OR m.mailbox_id = in_mailbox)
      AND (in_thread IS NULL OR m.thread_id = in_thread)
      AND (hidden IS NULL OR NOT m.labels && hidden)
      AND (wish IS NULL OR cardinality(wish) = 0 OR (
          SELECT count(DISTINCT w.wish) FILTER (WHERE w.wish > 0) = wishes AND count(*) FILTER (WHERE w.wish = 0) = 0
          FROM unnest(wish, place, label) AS w (wish, place, label)
          WHERE w.place = m.mailbox_id AND w.label = ANY (m.labels)))
      AND (before IS NULL OR (m.date, m.id) < (before, before_id))
    ORDER BY m.date DESC, m.id DESC LIMIT most
$$;
REVOKE ALL ON FUNCTION kith_search_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kith_search_messages TO kith_app;

-- Nobody is known by what was thrown away: mail in the trash is looked at anew, and so are other copies of it.
UPDATE ledger l SET extracted = false FROM messages m
WHERE 'TRASH' = ANY (m.labels) AND l.user_id = m.user_id AND l.mailbox_id = m.mailbox_id AND l.source_id = m.source_id
  AND l.extracted;
INSERT INTO directory_learning (mailbox_id, user_id)
SELECT DISTINCT l.mailbox_id, l.user_id FROM message_labels l WHERE l.label = 'TRASH'
ON CONFLICT DO NOTHING;
