-- Every spelling of an address finds its contact by an index: without its +tag, and at Gmail without dots, as
-- services.people.participants.shortest says. A column, since an expression is not used as an index under row-level
-- security: its functions are not leakproof.
CREATE FUNCTION kith_shortest(address text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN split_part(address, '@', 2) IN ('gmail.com', 'googlemail.com')
            THEN replace(split_part(split_part(address, '@', 1), '+', 1), '.', '') || '@gmail.com'
            ELSE split_part(split_part(address, '@', 1), '+', 1) || '@' || split_part(address, '@', 2) END;
GRANT EXECUTE ON FUNCTION kith_shortest TO kith_app;

ALTER TABLE contacts ADD shortest text NOT NULL GENERATED ALWAYS AS (kith_shortest(address)) STORED;
CREATE INDEX contacts_shortest ON contacts (user_id, shortest);
