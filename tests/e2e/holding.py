"""Mail that is taken back: it waits for that as long as a slow machine takes, and all other mail for a moment."""

import contextlib
from collections.abc import AsyncIterator

from tests.integration.tenants import as_owner
from tests.product import Product

HOLD = """
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.held_until := NEW.held_until + interval '1 minute'; RETURN NEW; END $$;
    CREATE TRIGGER hold BEFORE INSERT ON effects FOR EACH ROW EXECUTE FUNCTION hold()
"""
LET_GO = "DROP TRIGGER hold ON effects; DROP FUNCTION hold()"


@contextlib.asynccontextmanager
async def held(kith: Product) -> AsyncIterator[None]:
    """What is sent meanwhile can be taken back for a minute."""
    async with await as_owner(kith.settings) as owner:
        await owner.execute(HOLD)
        try:
            yield
        finally:
            await owner.execute(LET_GO)
