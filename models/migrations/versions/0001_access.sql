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
CREATE FUNCTION kith_search_messages(query tsquery, before timestamptz, before_id uuid, most int)
RETURNS TABLE (id uuid, date timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.date FROM public.messages m
    WHERE m.user_id = public.kith_current_user() AND m.words @@ query
      AND (before IS NULL OR (m.date, m.id) < (before, before_id))
    ORDER BY m.date DESC, m.id DESC LIMIT most
$$;
REVOKE ALL ON FUNCTION kith_search_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kith_search_messages TO kith_app;

-- The strength of a relationship in [0, 1): traffic with a half-life of 180 days, and four fifths of it only for
-- traffic in both directions (the harmonic mean of the two weights).
CREATE FUNCTION kith_strength(sent double precision, received double precision, weighed_at timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT 0.8 * (1 - exp(-mutual / 6)) + 0.2 * (1 - exp(-total / 12))
    FROM (SELECT power(2, -extract(epoch FROM (at - weighed_at)) / (180 * 86400.0)) AS decay) AS d,
    LATERAL (SELECT (sent + received) * decay AS total,
                    CASE WHEN sent > 0 AND received > 0
                         THEN 2 * sent * received / (sent + received) * decay ELSE 0 END AS mutual) AS w
$$;
GRANT EXECUTE ON FUNCTION kith_strength, kith_current_user TO kith_app;
