"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import type { ReactNode } from "react";
import * as queries from "@/api/queries";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { PageHead } from "@/components/ui/page-head";
import { Segments } from "@/components/ui/segments";
import { useChoice } from "@/hooks/use-param";
import { CompanyRow } from "./company-row";

const SORTS = [
  ["strength", "Strength"],
  ["recent", "Recent"],
  ["name", "Name"],
] as const;

export const CompaniesHead = ({ action }: { action?: ReactNode }) => (
  <PageHead title="Companies" action={action}>
    Where the people you know work, each as close as its closest person.
  </PageHead>
);

/** Organisations, known by their mail domains. */
export function Companies() {
  const [sort, setSort] = useChoice("sort", ["strength", "recent", "name"]);
  const companies = useInfiniteQuery({ ...queries.companies(sort), placeholderData: (before) => before });
  return (
    <div className="max-w-4xl">
      <CompaniesHead action={<Segments label="Sort by" value={sort} options={SORTS} onChange={setSort} />} />
      <Endless
        query={companies}
        label="Companies"
        row={(company) => <CompanyRow key={company.id} company={company} />}
        empty={
          <Empty icon={Building2} title="No companies yet">
            They come with the people: an address at a company’s own domain names its company.
          </Empty>
        }
      />
    </div>
  );
}
