-- Accounts, keys, sessions and what runs across users.
--
-- kith_owner owns everything and runs this; kith_app is what the API and the workers are. Row-level security
-- is enabled but not forced: forced, a later data migration by the owner would change nothing, in silence.

CREATE FUNCTION kith_current_user() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('kith.user_id', true), '')::uuid $$;

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    picture_url text,
    aliases text[] NOT NULL DEFAULT '{}',         -- other addresses that sent mail came from
    created_at timestamptz NOT NULL DEFAULT now()
);

-- One Tink keyset pair per user, wrapped by the deployment's key-encryption key.
CREATE TABLE keysets (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    aead bytea NOT NULL,
    prf bytea NOT NULL,
    kek_uri text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE mailboxes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    provider text NOT NULL CHECK (provider IN ('gmail', 'mbox')),
    address text NOT NULL,
    status text NOT NULL DEFAULT 'connecting' CHECK (status IN
        ('connecting', 'backfilling', 'healthy', 'paused', 'reconnect', 'failed', 'disconnected')),
    status_reason text,
    phase text NOT NULL DEFAULT '',
    credentials bytea,                            -- encrypted: OAuth tokens
    scopes text[] NOT NULL DEFAULT '{}',
    history_id numeric(20) NOT NULL DEFAULT 0,    -- Gmail's cursor; 0 before the first listing
    generation int NOT NULL DEFAULT 0,            -- of the backfill; each lists the whole mailbox
    page_token text,                              -- where the listing of this generation stands
    list_complete boolean NOT NULL DEFAULT false,
    backfilled_at timestamptz,
    quota_units bigint NOT NULL DEFAULT 0,
    last_sync_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, provider, address),
    UNIQUE (user_id, id)                          -- what belongs to a mailbox belongs to its user: see below
);

-- Foreign keys are checked past row-level security. Those to a mailbox name its user, too, so that no row can be
-- hung on another tenant's mailbox.

-- The truth about completeness: one row per message of a mailbox.
CREATE TABLE ledger (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    source_id text NOT NULL,                      -- Gmail's id, or one derived from an imported message
    thread_id text NOT NULL,
    state text NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'stored', 'dead', 'gone')),
    position bigint NOT NULL,                     -- rises with age: 0 is the newest of the listing
    generation int NOT NULL DEFAULT 0,            -- the last listing that named it
    history_id numeric(20) NOT NULL DEFAULT 0,    -- the newest change heard of
    attempts int NOT NULL DEFAULT 0,
    error text,
    extracted boolean NOT NULL DEFAULT false,     -- its people have been looked at
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (mailbox_id, source_id),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX ledger_listed ON ledger (mailbox_id, position) WHERE state = 'listed';
CREATE INDEX ledger_dead ON ledger (mailbox_id, updated_at) WHERE state = 'dead';
CREATE INDEX ledger_unextracted ON ledger (mailbox_id, source_id) WHERE state = 'stored' AND NOT extracted;
CREATE INDEX ledger_thread ON ledger (mailbox_id, thread_id);

CREATE TABLE imports (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    mailbox_id uuid NOT NULL,
    filename text NOT NULL,
    size bigint NOT NULL,                         -- bytes
    read_bytes bigint NOT NULL DEFAULT 0,         -- everything before this offset is in the ledger
    object_key text NOT NULL,
    read int NOT NULL DEFAULT 0,
    stored int NOT NULL DEFAULT 0,
    known int NOT NULL DEFAULT 0,
    dead int NOT NULL DEFAULT 0,
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);

-- The directory: what has to be found before a user is known. No content: ids, times, keyed hashes.
CREATE TABLE directory_users (
    identity_hash bytea PRIMARY KEY,              -- keyed hash of an address or of Google's `sub`
    kind text NOT NULL CHECK (kind IN ('address', 'google')),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE
);
CREATE INDEX directory_users_user ON directory_users (user_id);
CREATE TABLE directory_sessions (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE TABLE directory_mailboxes (
    mailbox_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address_hash bytea NOT NULL,                  -- keyed hash: which mailbox a push belongs to
    watch_expires_at timestamptz,
    next_poll_at timestamptz,
    FOREIGN KEY (user_id, mailbox_id) REFERENCES mailboxes (user_id, id) ON DELETE CASCADE
);
CREATE INDEX directory_mailboxes_address ON directory_mailboxes (address_hash);
CREATE INDEX directory_mailboxes_watch ON directory_mailboxes (watch_expires_at);
