-- Messages, threads and the blind word index. Partitioned by hash of the user, then by date.
--
-- Dates are clamped to 2004…now before they come here, so the bands need no default partition.

CREATE TABLE messages (
    user_id uuid NOT NULL,
    id uuid NOT NULL,                             -- derived from mailbox and source id
    mailbox_id uuid NOT NULL,
    source_id text NOT NULL,
    thread_id text NOT NULL,
    date timestamptz NOT NULL,                    -- clamped
    internal_date timestamptz NOT NULL,           -- as the source said
    history_id numeric(20) NOT NULL DEFAULT 0,    -- the change this copy is as new as
    sender jsonb,                                 -- {"name", "address"}
    recipients jsonb NOT NULL,                    -- [{"role", "name", "address"}]
    labels text[] NOT NULL DEFAULT '{}',
    outgoing boolean NOT NULL,
    automated boolean NOT NULL,                   -- a machine sent it
    list_address text,                            -- of the mailing list that it came through
    size bigint NOT NULL,                         -- bytes, as the source estimates
    message_key bytea NOT NULL,                   -- keyed hash of Message-ID: the same mail in two mailboxes
    subject bytea NOT NULL,                       -- encrypted
    snippet bytea NOT NULL,                       -- encrypted
    body bytea NOT NULL,                          -- encrypted JSON: text, html, spans, attachments, headers
    words tsvector NOT NULL,                      -- keyed hashes of stemmed words
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date, id)
) PARTITION BY HASH (user_id);

CREATE TABLE threads (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    id text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    message_count int NOT NULL,
    unread boolean NOT NULL,
    last_message_id uuid NOT NULL,
    PRIMARY KEY (mailbox_id, id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX threads_recent ON threads (user_id, last_at DESC, mailbox_id DESC, id DESC);

CREATE TABLE contacts (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    -- The best evidence so far: 0 named by others, 1 sends machine mail, 2 writes or is written to, 3 an address that
    -- nobody reads (no-reply@…), 4 a list.
    kind_rank smallint NOT NULL,
    kind text NOT NULL GENERATED ALWAYS AS
        (CASE WHEN kind_rank IN (1, 3) THEN 'automated' WHEN kind_rank = 4 THEN 'list' ELSE 'person' END) STORED,
    address text NOT NULL,                        -- lower case
    name text NOT NULL,
    name_rank int NOT NULL,                       -- how good the name is: a better or newer one replaces it
    name_at timestamptz NOT NULL,                 -- when it was last written so
    folded_name text NOT NULL,                    -- without case, accents and script: to search and to sort by
    company_id uuid,
    sent int NOT NULL DEFAULT 0,
    received int NOT NULL DEFAULT 0,
    sent_weight double precision NOT NULL DEFAULT 0,      -- decayed to `weighed_at`
    received_weight double precision NOT NULL DEFAULT 0,
    weighed_at timestamptz NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, address)
);
CREATE INDEX contacts_company ON contacts (user_id, company_id);

CREATE TABLE companies (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    domain text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, domain)
);

CREATE TABLE interactions (
    user_id uuid NOT NULL,
    at timestamptz NOT NULL,                      -- clamped, as the message's date
    contact_id uuid NOT NULL,
    message_key bytea NOT NULL,                   -- one interaction per mail, in however many mailboxes it is
    message_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    thread_id text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('sent', 'received', 'shared')),
    weight double precision NOT NULL,             -- of this mail for the relationship, before it decays
    role text NOT NULL CHECK (role IN ('from', 'to', 'cc', 'bcc', 'reply-to')),
    PRIMARY KEY (user_id, at, contact_id, message_key)
) PARTITION BY HASH (user_id);

DO $$
DECLARE
    parent text;
    part int;
    band record;
BEGIN
    FOREACH parent IN ARRAY ARRAY['messages', 'interactions'] LOOP
        FOR part IN 0..3 LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 4, REMAINDER %s) PARTITION BY RANGE (%I)',
                parent || '_' || part, parent, part, CASE parent WHEN 'messages' THEN 'date' ELSE 'at' END);
            FOR band IN
                SELECT * FROM (VALUES
                    ('2004', '2004-01-01Z', '2016-01-01Z'),
                    ('2016', '2016-01-01Z', '2022-01-01Z'),
                    ('2022', '2022-01-01Z', '2025-01-01Z'),
                    ('2025', '2025-01-01Z', NULL)) AS bands (name, low, high)
            LOOP
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%s)',
                    parent || '_' || part || '_' || band.name, parent || '_' || part, band.low,
                    coalesce(quote_literal(band.high), 'MAXVALUE'));
            END LOOP;
        END LOOP;
    END LOOP;
END $$;

ALTER TABLE messages ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE messages ADD FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE;
CREATE INDEX messages_id ON messages (user_id, id);
CREATE INDEX messages_recent ON messages (user_id, date DESC, id DESC);
CREATE INDEX messages_thread ON messages (user_id, mailbox_id, thread_id, date);
CREATE INDEX messages_key ON messages (user_id, message_key);
CREATE INDEX messages_words ON messages USING gin (words);
ALTER TABLE interactions ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE interactions ADD FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE;
CREATE INDEX interactions_contact ON interactions (user_id, contact_id, at DESC);
CREATE INDEX interactions_mail ON interactions (user_id, message_key);
