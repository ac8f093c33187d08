"""Merging and splitting companies; taken back at `/merges/{id}/undo`, like what is done to contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import COMPANY, COMPANY_CHANGE, COMPANY_DOMAIN, COMPANY_VALUE
from api.people_fields import Verdict
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.card import KnownValue
from models.contracts.people.contacts import CompanyDomain
from models.contracts.people.memberships import MembershipChange
from services.people.memberships import MOST_MERGED

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]


class MergedCompanies(BaseModel):
    """Which are to be one; the first one's name and id stay, the others' lead to it."""

    company_ids: list[UUID] = Field(
        min_length=2, max_length=MOST_MERGED, examples=[[str(COMPANY.id), str(COMPANY_DOMAIN.id)]]
    )


class LeavingDomains(BaseModel):
    """Which of a company's domains are another's."""

    domain_ids: list[UUID] = Field(min_length=1, max_length=1_000, examples=[[str(COMPANY_DOMAIN.id)]])


@router.get(
    "/companies/{company_id}/domains",
    summary="A company's domains",
    responses=answers(examples.page(COMPANY_DOMAIN), 404),
)
async def company_domains(wired: Wired, me: Reader, company_id: UUID) -> Page[CompanyDomain]:
    """The mail domains that are this company's, the one with the latest mail first."""
    return Page[CompanyDomain](items=await wired.people.companies.domains(me, company_id))


@router.get(
    "/companies/{company_id}/facts",
    summary="What is said of a company",
    responses=answers(examples.page(COMPANY_VALUE), 404),
)
async def company_facts(wired: Wired, me: Reader, company_id: UUID) -> Page[KnownValue]:
    """What sources say of it, and who says so and when: of each field what is shown first."""
    return Page[KnownValue](items=await wired.people.companies.facts(me, company_id))


@router.put(
    "/companies/{company_id}/facts/{company_fact_id}/state",
    summary="Say that a value of a company is right or wrong",
    responses=answers(examples.page(COMPANY_VALUE), 404),
)
async def judge_company(
    wired: Wired, me: Writer, company_id: UUID, company_fact_id: UUID, verdict: Verdict
) -> Page[KnownValue]:
    """As of a contact's: it holds for the value, whoever repeats it, and outlives the source that said so."""
    await wired.people.companies.judge(me, company_id, company_fact_id, verdict.state)
    return Page[KnownValue](items=await wired.people.companies.facts(me, company_id))


@router.get(
    "/companies/{company_id}/merges",
    summary="Merges and splits of a company",
    responses=answers(examples.page(COMPANY_CHANGE), 404),
)
async def company_changes(wired: Wired, me: Reader, company_id: UUID) -> Page[MembershipChange]:
    """How the company came to have these domains, the latest change first; undone ones stay in it."""
    return Page[MembershipChange](items=await wired.people.companies.changes(me, company_id))


@router.post("/companies/merge", summary="Merge companies", responses=answers(COMPANY_CHANGE, 404))
async def merge_companies(wired: Wired, me: Writer, wish: MergedCompanies) -> MembershipChange:
    """Make companies one, as a subsidiary's or a renamed one's domain. Undoing gives back what was, exactly."""
    return await wired.people.companies.merge(me, wish.company_ids)


@router.post("/companies/{company_id}/split", summary="Split a company", responses=answers(COMPANY_CHANGE, 404))
async def split_company(wired: Wired, me: Writer, company_id: UUID, wish: LeavingDomains) -> MembershipChange:
    """Make another company of some of its domains."""
    return await wired.people.companies.split(me, company_id, wish.domain_ids)
