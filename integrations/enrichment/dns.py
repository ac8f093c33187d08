"""Who hosts a company's mail, asked of DNS."""

import asyncio
from datetime import timedelta
from functools import cached_property

import dns.asyncresolver
import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from integrations.enrichment.domains import to_ascii
from integrations.enrichment.errors import SourceFailed
from integrations.enrichment.mail_hosts import by_exchangers, by_policy
from integrations.enrichment.shapes import facts
from integrations.enrichment.source import About, Answer, Key, Limits, Price, Query, Rate, Terms

_EXCHANGED = 0.95  # mail goes there
_SENT = 0.7  # mail comes from there, behind a filter
_PATIENCE = 5.0  # seconds of one question


class Dns:
    """A company's mail host by its domain. Only the domain leaves, as with each mail that is sent there."""

    name = "dns"
    fields = frozenset({(About.COMPANY, "mail_host")})
    needs = (frozenset({Key.DOMAIN}),)
    terms = Terms("Public DNS", "https://www.rfc-editor.org/rfc/rfc7208")
    price = Price()
    limits = Limits((Rate(50, timedelta(seconds=1)),), at_once=10)  # ours: a resolver's neighbours are many
    timeout = timedelta(seconds=12)

    def __init__(self, nameserver: str | None = None) -> None:
        """`nameserver` is ADDRESS or ADDRESS:PORT; without one the system's are asked."""
        self._nameserver = nameserver

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        domain = to_ascii(query.domain or "")
        if not domain:
            return Answer()
        exchangers, texts = await asyncio.gather(self._exchangers(domain), self._texts(domain))
        host, sure = by_exchangers(exchangers), _EXCHANGED
        if host == "gateway":
            host, sure = by_policy(texts), _SENT
        return Answer(facts(About.COMPANY, [("mail_host", host)], sure))

    @cached_property
    def _resolver(self) -> dns.asyncresolver.Resolver:
        resolver = dns.asyncresolver.Resolver(configure=self._nameserver is None)
        if self._nameserver is not None:
            address, _, port = self._nameserver.partition(":")
            resolver.nameservers, resolver.port = [address], int(port or 53)
        return resolver

    async def _exchangers(self, domain: str) -> list[str]:
        return [record.exchange.to_text() for record in await self._records(domain, "MX") if isinstance(record, MX)]

    async def _texts(self, domain: str) -> list[str]:
        records = [record for record in await self._records(domain, "TXT") if isinstance(record, TXT)]
        return [b"".join(record.strings).decode("ascii", "replace") for record in records]

    async def _records(self, domain: str, kind: str) -> list[object]:
        try:
            return list(await self._resolver.resolve(f"{domain}.", kind, lifetime=_PATIENCE))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise SourceFailed("No DNS server answers.") from error
