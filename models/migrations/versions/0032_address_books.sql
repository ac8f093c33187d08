-- Address books from outside mail: files that were imported, and what each entry of a book made.

CREATE TABLE contact_imports (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,                             -- derived from the content: the same file is the same import
    kind text NOT NULL CHECK (kind IN ('vcard', 'csv')),
    format text NOT NULL,
    filename text NOT NULL,
    size bigint NOT NULL,                         -- bytes
    object_key text,                              -- of the file in storage; NULL once it is read
    targets jsonb,                                -- what each column says, of a table
    state text NOT NULL
        CHECK (state IN ('mapping', 'reading', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
    reason text,
    total int NOT NULL DEFAULT 0,                 -- cards or lines, as the counts below
    pieces int NOT NULL DEFAULT 0,                -- of the file, that are done
    read int NOT NULL DEFAULT 0,
    made int NOT NULL DEFAULT 0,
    joined int NOT NULL DEFAULT 0,
    refused int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    PRIMARY KEY (user_id, id)
);
CREATE INDEX contact_imports_created ON contact_imports (user_id, created_at DESC, id DESC);

CREATE TABLE contact_import_problems (
    user_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line int NOT NULL,
    field text NOT NULL,                          -- a column's or a property's name
    reason text NOT NULL,                         -- how to mend it; never the value itself
    PRIMARY KEY (user_id, import_id, line, field, reason),
    FOREIGN KEY (user_id, import_id) REFERENCES contact_imports ON DELETE CASCADE
);

-- Which identities an entry of a book speaks of: for as long as there is one, they stay, also without any mail.
-- `book_id` is that of an import or of a mailbox's Google Contacts, `entry` a line or a resource name.
CREATE TABLE book_entries (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    book_id uuid NOT NULL,
    entry text NOT NULL,
    identity_id uuid NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, book_id, entry, identity_id)
);
CREATE INDEX book_entries_identity ON book_entries (user_id, identity_id);

-- Merges that an entry with several addresses made: they go when it does.
CREATE TABLE book_merges (
    user_id uuid NOT NULL,
    book_id uuid NOT NULL,
    entry text NOT NULL,
    change_id uuid NOT NULL,
    PRIMARY KEY (user_id, book_id, entry, change_id),
    FOREIGN KEY (user_id, change_id) REFERENCES membership_changes ON DELETE CASCADE
);
CREATE INDEX book_merges_change ON book_merges (user_id, change_id);

-- An identity's address as it is shown. Whom an address book names without one has a name of its own in its place.
CREATE FUNCTION kith_shown_address(spelling text, address text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN address LIKE 'urn:uuid:%' THEN '' ELSE coalesce(nullif(spelling, ''), address) END;
GRANT EXECUTE ON FUNCTION kith_shown_address TO kith_app;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['contact_imports', 'contact_import_problems', 'book_entries', 'book_merges'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

ALTER TABLE membership_changes DROP CONSTRAINT membership_changes_made_by_check;
ALTER TABLE membership_changes ADD CONSTRAINT membership_changes_made_by_check
    CHECK (made_by IN ('person', 'rule', 'address_book'));
