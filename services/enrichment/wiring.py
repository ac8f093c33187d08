"""Asking others about people."""

from dataclasses import dataclass

import httpx

from integrations.enrichment.limiter import SourceLimiter
from integrations.enrichment.vendor import client
from integrations.safe_http.client import SafeHttp
from services.core.wiring import CoreServices
from services.enrichment.applying import Applying
from services.enrichment.asking import Asking
from services.enrichment.catalog import Catalog
from services.enrichment.history import History
from services.enrichment.ledger import CallLedger
from services.enrichment.lookups import Lookups
from services.enrichment.page_reader import PageReader
from services.enrichment.planning import Enrichment
from services.enrichment.rounds import Rounds
from services.enrichment.switching import Switching


@dataclass(frozen=True)
class EnrichmentServices:
    """Sources, and whom they are asked about."""

    http: httpx.AsyncClient
    safe: SafeHttp
    catalog: Catalog
    asking: Asking
    enrichment: Enrichment
    rounds: Rounds
    switching: Switching
    history: History
    lookups: Lookups

    @classmethod
    def build(cls, core: CoreServices) -> "EnrichmentServices":
        """From settings and what stands below. Raises InvalidSettings."""
        settings, database, keyring = core.settings, core.database, core.keyring
        agent = f"Kith ({settings.enrichment_contact})" if settings.enrichment_contact else "Kith"
        http, safe = client(), SafeHttp(agent, demo=settings.enrichment_demo_hosts)
        catalog = Catalog.build(settings, http, safe, PageReader(core.isolation).read)
        ledger = CallLedger(database, keyring, catalog)
        asking = Asking(keyring, catalog, ledger, SourceLimiter(core.redis), Applying(database, keyring))
        return cls(
            http=http,
            safe=safe,
            catalog=catalog,
            asking=asking,
            enrichment=Enrichment(database, keyring, catalog, asking),
            rounds=Rounds(database, catalog, core.starter),
            switching=Switching(database, catalog),
            history=History(database, keyring),
            lookups=Lookups(database, keyring, catalog, asking),
        )

    async def close(self) -> None:
        """Close its connections."""
        await self.http.aclose()
        await self.safe.close()
