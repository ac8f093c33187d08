"""What a user sees of sources, and switches on and off: nothing leaves before."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.clock import now
from base.errors import Conflict, Invalid
from integrations.enrichment.source import Rate
from models.contracts.accounts.principals import Principal
from models.contracts.enrichment.sources import Budget, EnrichmentSource, EnrichmentSources
from models.database import Database
from models.queries.enrichment.budgets import MONEY, BudgetQueries, Spent
from models.queries.enrichment.people import EnrichedPeople, RoundQueries
from models.queries.enrichment.switches import LastCall, Rest, Switch, SwitchQueries
from services.enrichment.catalog import Catalog, Offer
from services.enrichment.ledger import key_hash, month

_REASONS = {
    "SourceBusy": "It asks to be left alone until then.",
    "CreditsUsedUp": "Its credits are used up. It is tried again then.",
    "KeyRefused": "It refuses its key. Whoever runs this Kith has to set another one.",
}


class NotOffered(Conflict):
    """Whoever runs this Kith does not offer this source, or it lacks its key."""


@dataclass(frozen=True)
class _State:
    """What the database says of sources, by name."""

    switches: dict[str, Switch]
    rests: dict[str, Rest]
    mine: dict[str, Spent]
    every: dict[str, Spent]
    calls: dict[str, LastCall]


class Switching:
    """One user's view of the sources."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    async def all(self, principal: Principal) -> EnrichmentSources:
        """All sources, and the money that they have cost everybody."""
        async with self._database.tenant(principal.tenant_id) as session:
            _, every = await BudgetQueries(session, principal.tenant_id).spent(month(now()))
        return EnrichmentSources(
            sources=await self.sources(principal),
            monthly_micro_usd=self._catalog.monthly_micro_usd,
            used_micro_usd=every.get(MONEY, Spent()).micro_usd,
        )

    async def sources(self, principal: Principal) -> list[EnrichmentSource]:
        """All of them by name, those that cannot be asked too."""
        user_id, this_month = principal.tenant_id, month(now())
        async with self._database.tenant(user_id) as session:
            queries = SwitchQueries(session, user_id)
            mine, every = await BudgetQueries(session, user_id).spent(this_month)
            state = _State(
                await queries.all(), await queries.rests(), mine, every, await queries.last_calls(this_month)
            )
        return [_source(name, offer, state) for name, offer in sorted(self._catalog.offers.items())]

    async def switch(
        self, principal: Principal, name: str, *, enabled: bool | None, monthly_units: int | None, budgeted: bool
    ) -> EnrichmentSource:
        """Switch a source, or set what it may use in a month where `budgeted`; None: as much as the deployment has.

        Raises Invalid for a name that no source has, NotOffered.
        """
        user_id = principal.tenant_id
        offer = self._catalog.offers.get(name)
        if offer is None:
            raise Invalid(f"There is no source {name}.", field="source")
        if enabled and not offer.askable:
            setting = offer.missing or "KITH_ENRICHMENT_SOURCES"
            raise NotOffered(f"{name} cannot be switched on: whoever runs this Kith sets {setting} first.")
        async with self._database.tenant(user_id) as session:
            queries = SwitchQueries(session, user_id)
            before = (await queries.all()).get(name, Switch(enabled=False, monthly_units=None))
            after = Switch(
                enabled=before.enabled if enabled is None else enabled,
                monthly_units=monthly_units if budgeted else before.monthly_units,
            )
            await queries.keep(name, after)
            if after.enabled and after != before:
                await EnrichedPeople(session, user_id).all_due()
                await RoundQueries(session).begin(user_id)
        return next(one for one in await self.sources(principal) if one.name == name)


def _source(name: str, offer: Offer, state: _State) -> EnrichmentSource:
    source = offer.source
    switch = state.switches.get(name)
    own_units = switch.monthly_units if switch is not None else None
    rest = state.rests.get(name)
    if rest is not None and rest.key_hash != key_hash(offer):
        rest = None
    last = state.calls.get(name, LastCall(0, None, ""))
    keep = source.terms.keep
    return EnrichmentSource(
        name=name,
        fields=sorted(f"{about}.{field}" for about, field in source.fields),
        sent=[sorted(need) for need in source.needs],
        attribution=source.terms.attribution,
        link=source.terms.link,
        keep_days=None if keep is None else keep.days,
        price_units=source.price.call.units,
        price_micro_usd=source.price.call.micro_usd,
        nothing_is_billed=source.price.nothing_is_billed,
        limits=[_rate(rate) for rate in source.limits.rates],
        at_once=source.limits.at_once,
        offered=offer.offered,
        needs=offer.missing,
        enabled=bool(switch and switch.enabled and offer.askable),
        budget=_budget(offer, own_units, state.mine.get(name)),
        deployment_budget=_budget(offer, None, state.every.get(name)),
        resting_until=rest.until if rest is not None else None,
        resting_reason=_REASONS.get(rest.kind, "It rests.") if rest is not None else None,
        calls=last.calls,
        last_call_at=last.last_at,
        last_error=last.last_error or None,
    )


def _budget(offer: Offer, own_units: int | None, spent: Spent | None) -> Budget | None:
    if not offer.billed:
        return None
    units = offer.monthly_units if own_units is None else min(own_units, offer.monthly_units)
    return Budget(units=units, used=spent.units if spent else 0, micro_usd=spent.micro_usd if spent else 0)


def _rate(rate: Rate) -> str:
    seconds = round(rate.per.total_seconds())
    units: Sequence[tuple[int, str]] = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
    size, word = next(one for one in units if seconds % one[0] == 0)
    return f"{rate.calls:,} in {f'{seconds // size} {word}s' if seconds != size else f'a {word}'}"
