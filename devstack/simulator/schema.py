"""The tables of a simulator's one SQLite file."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    last_id INTEGER NOT NULL DEFAULT 0,
    history_id INTEGER NOT NULL DEFAULT 1000,
    history_floor INTEGER NOT NULL DEFAULT 1000
);

CREATE TABLE IF NOT EXISTS send_as (
    account INTEGER NOT NULL, email TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (account, email)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS labels (
    account INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, properties TEXT NOT NULL,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;

-- `labels` is ' INBOX UNREAD ': a space on either side of each id, so that instr() finds whole ids.
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL, id INTEGER NOT NULL, thread INTEGER NOT NULL, history_id INTEGER NOT NULL,
    date_ms INTEGER NOT NULL, labels TEXT NOT NULL, size INTEGER NOT NULL, snippet TEXT NOT NULL,
    subject TEXT NOT NULL, subject_key TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
    rfc822_id TEXT NOT NULL, attached INTEGER NOT NULL, digest BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS message_ids ON messages (account, id);
CREATE INDEX IF NOT EXISTS message_threads ON messages (account, thread, date_ms);
CREATE INDEX IF NOT EXISTS message_dates ON messages (account, date_ms, seq);
CREATE INDEX IF NOT EXISTS message_subjects ON messages (account, subject_key, date_ms);
CREATE INDEX IF NOT EXISTS message_digests ON messages (account, digest);
CREATE INDEX IF NOT EXISTS message_rfc822_ids ON messages (account, rfc822_id);

-- The JSON of a payload is made once, when mail arrives. Kept apart, so that lists scan small rows.
CREATE TABLE IF NOT EXISTS contents (
    seq INTEGER PRIMARY KEY, payload BLOB NOT NULL, headers BLOB NOT NULL, raw BLOB NOT NULL, words TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attachments (
    seq INTEGER NOT NULL, id TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (seq, id)
);
CREATE TABLE IF NOT EXISTS thread_keys (
    account INTEGER NOT NULL, key TEXT NOT NULL, thread INTEGER NOT NULL, PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS drafts (
    account INTEGER NOT NULL, id INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (account, id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS history (
    account INTEGER NOT NULL, id INTEGER NOT NULL, at_ms INTEGER NOT NULL, kind TEXT NOT NULL,
    message INTEGER NOT NULL, thread INTEGER NOT NULL, labels TEXT NOT NULL, changed TEXT NOT NULL,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;

-- Google Contacts: `body` is a person as the People API has it, NULL for one that was deleted.
CREATE TABLE IF NOT EXISTS contacts (
    account INTEGER NOT NULL, kind TEXT NOT NULL, resource TEXT NOT NULL, body TEXT, version INTEGER NOT NULL,
    changed REAL NOT NULL, PRIMARY KEY (account, kind, resource)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS watches (
    account INTEGER PRIMARY KEY, labels TEXT NOT NULL, behavior TEXT NOT NULL, expires_ms INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS codes (code TEXT PRIMARY KEY, request TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS grants (
    id INTEGER PRIMARY KEY, account INTEGER NOT NULL, scopes TEXT NOT NULL, refresh_token TEXT UNIQUE,
    revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL, scopes TEXT NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS bill (
    account TEXT NOT NULL, method TEXT NOT NULL, requests INTEGER NOT NULL, units INTEGER NOT NULL,
    PRIMARY KEY (account, method)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusals (
    account TEXT NOT NULL, code INTEGER NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (account, code)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS peaks (account TEXT PRIMARY KEY, units INTEGER NOT NULL) WITHOUT ROWID;
"""
