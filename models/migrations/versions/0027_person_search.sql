-- What people are found by, beside what lists show of them: a person's words, folded, and a tsvector of their trigrams and
-- of the blind words of their notes and phones. models.queries.people.person_search keeps it, and writes a row only when
-- its words change: counts of mail change all the time.
CREATE TABLE person_search (
    user_id uuid NOT NULL,
    person_id uuid NOT NULL,
    names text NOT NULL,                          -- ' ida okafor ', words between blanks
    words text NOT NULL,                          -- the same of everything readable, with the ends of compound words
    terms tsvector NOT NULL,                      -- base.trigrams of the words, and blind words
    digest bigint NOT NULL,                       -- of what this was made of
    PRIMARY KEY (user_id, person_id),
    FOREIGN KEY (user_id, person_id) REFERENCES persons ON DELETE CASCADE
);
-- What waits to be indexed is looked through by each search.
CREATE INDEX person_search_terms ON person_search USING gin (terms) WITH (gin_pending_list_limit = 512);
ALTER TABLE person_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON person_search USING (user_id = kith_current_user()) WITH CHECK (user_id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON person_search TO kith_app;

-- The blind words of a note or a phone: NULL where they are still to be made, with the user's key.
ALTER TABLE facts ADD terms text;
CREATE INDEX facts_without_terms ON facts (user_id)
WHERE terms IS NULL AND field IN ('note', 'phone') AND state IN ('active', 'locked');

-- Operators of full-text search are not leakproof: under row-level security they would never use the index. So the owner
-- reads past it, and filters by the tenant of the session itself.
CREATE FUNCTION kith_find_people(query tsquery, most int)
RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT s.person_id FROM public.person_search s
    WHERE s.user_id = public.kith_current_user() AND s.terms @@ query LIMIT most
$$;
REVOKE ALL ON FUNCTION kith_find_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kith_find_people TO kith_app;
