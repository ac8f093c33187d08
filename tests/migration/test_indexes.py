"""Every foreign key is followed by an index when what it points to goes."""

from base.settings import Settings
from tests.integration.tenants import as_owner

# (table, columns of the foreign key, [columns of each index, in order])
_KEYS = """
    SELECT k.conrelid::regclass::text,
           ARRAY(SELECT attname::text FROM unnest(k.conkey) AS n
                 JOIN pg_attribute ON attrelid = k.conrelid AND attnum = n),
           ARRAY(SELECT (SELECT string_agg(attname, ',' ORDER BY place)
                         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS column_of (n, place)
                         JOIN pg_attribute ON attrelid = i.indrelid AND attnum = n)
                 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2
"""
_ONE_ROW = {"directory_deployment"}


async def test_every_foreign_key_has_an_index_that_begins_with_it(database: Settings) -> None:
    async with await as_owner(database) as owner:
        keys = await (await owner.execute(_KEYS)).fetchall()
    assert len(keys) > 20
    missing = []
    for table, columns, indexes in keys:
        wanted = {frozenset(columns), frozenset({"user_id", *columns})}
        begins = [index.split(",") for index in indexes if index]
        if table not in _ONE_ROW and not any(
            frozenset(index[: len(want)]) == want for index in begins for want in wanted
        ):
            missing.append((table, columns))
    assert not missing
