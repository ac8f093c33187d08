-- The same weight with doubles all the way: extract() gives a numeric, whose arithmetic is twenty times slower.
CREATE OR REPLACE FUNCTION kith_decayed(weight double precision, weighed_at timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- At most 500 halvings: a smaller power is an error to PostgreSQL, not zero.
    SELECT weight * power(2::double precision,
                          -least(greatest(date_part('epoch', at - weighed_at), 0) / (180 * 86400), 500))
$$;

-- The same strength as one expression, without a subquery: PostgreSQL then computes it in place, row by row, where it
-- called a function before. Both directions fade alike, so their harmonic mean fades as they do.
CREATE OR REPLACE FUNCTION kith_strength(
    sent double precision, received double precision, weighed_at timestamptz, at timestamptz)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- Bounded: exp(-746) is an error, machines send that much, and from exp(-37) on the sum rounds to 1.
    SELECT 0.8 * (1 - exp(-least(CASE WHEN sent > 0 AND received > 0
                                      THEN 2 * least(sent, received) / (1 + least(sent, received) / greatest(sent, received))
                                      ELSE 0 END * kith_decayed(1, weighed_at, at) / 6, 30)))
         + 0.2 * (1 - exp(-least((sent + received) * kith_decayed(1, weighed_at, at) / 12, 30)))
$$;
