-- Who may see what, and the few functions that step over row-level security on purpose.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['keysets', 'mailboxes', 'ledger', 'imports', 'messages', 'threads', 'contacts',
                                'companies', 'interactions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (user_id = kith_current_user()) '
                       'WITH CHECK (user_id = kith_current_user())', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kith_app', name);
    END LOOP;
END $$;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON users USING (id = kith_current_user()) WITH CHECK (id = kith_current_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO kith_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_users, directory_sessions, directory_mailboxes TO kith_app;
GRANT USAGE ON SCHEMA public TO kith_app;

-- A partition is a table of its own, without its parent's policy: nobody but the owner may touch one directly.
-- (kith_app was granted the parents only; this says so for whoever grants more later.)

-- Text operators are not leakproof: under row-level security they never use an index. So this function of
-- the owner reads past it, and filters by the tenant of the session itself: no argument can name another.
-- `before` and `before_id` are where the page before ended; whatever else is NULL does not narrow the search.
CREATE FUNCTION kith_search_messages(query tsquery, in_mailbox uuid, in_thread text, with_label text,
                                     before timestamptz, before_id uuid, most int)
RETURNS TABLE (id uuid, date timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.date FROM public.messages m
    WHERE m.user_id = public.kith_current_user() AND m.words @@ query
      AND (in_mailbox IS NULL OR m.mailbox_id = in_mailbox)
      AND (in_thread IS NULL OR m.thread_id = in_thread)
      AND (with_label IS NULL OR with_label = ANY (m.labels))
      AND (before IS NULL OR (m.date, m.id) < (before, before_id))
    ORDER BY m.date DESC, m.id DESC LIMIT most
$$;
REVOKE ALL ON FUNCTION kith_search_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kith_search_messages TO kith_app;

-- Traffic loses half of its weight in 180 days. What was weighed at `weighed_at`, as of `at` (not undone before it).
CREATE FUNCTION kith_decayed(weight double precision, weighed_at timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- At most 500 halvings: a smaller power is an error to PostgreSQL, not zero.
    SELECT weight * power(2, -least(greatest(extract(epoch FROM (at - weighed_at)), 0) / (180 * 86400.0), 500))
$$;

-- The strength of a relationship in [0, 1): four fifths of it only for traffic in both directions, by the harmonic
-- mean of what was sent and received; one-sided traffic, however much, stays below 0.2.
CREATE FUNCTION kith_strength(sent double precision, received double precision, weighed_at timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- Bounded: exp(-746) is an error, machines send that much, and from exp(-37) on the sum rounds to 1.
    SELECT 0.8 * (1 - exp(-least(mutual / 6, 30))) + 0.2 * (1 - exp(-least((s + r) / 12, 30)))
    FROM (SELECT kith_decayed(sent, weighed_at, at) AS s, kith_decayed(received, weighed_at, at) AS r) AS weights,
    LATERAL (SELECT CASE WHEN s > 0 AND r > 0 THEN 2 * s * r / (s + r) ELSE 0 END AS mutual) AS harmonic
$$;
GRANT EXECUTE ON FUNCTION kith_decayed, kith_strength, kith_current_user TO kith_app;
