"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChartColumn, Users } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { Missing, Unavailable } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { useParam } from "@/hooks/use-param";
import { usePart } from "@/hooks/use-part";
import { ago, plural } from "@/lib/format";
import { CompanyMark } from "./company-row";
import { ContactRow } from "./contact-row";

const loadPatterns = () => import("./patterns-dialog");
const loadFacts = () => import("./company-facts");
const loadDomains = () => import("./company-domains");
const LIST = { href: "/companies", label: "Companies" };

/** One company and its people. */
export function CompanyPage() {
  const [id, setId] = useParam("id");
  const query = useQuery({ ...queries.company(id), enabled: id !== "" });
  const company = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  const [asking, setAsking] = useState(false);
  const patterns = usePart(loadPatterns, asking);
  const facts = usePart(loadFacts, false);
  const domains = usePart(loadDomains, false);
  // Whichever was merged into another is found under that one's id.
  const currentId = query.data?.id ?? id;
  useEffect(() => setId(currentId), [currentId, setId]);
  useTitle(company?.name ?? "Company");

  if (!id) return <Missing what="company" list={LIST} />;
  if (!company) {
    if (query.isPending || query.data) return <PageSkeleton />;
    return <Unavailable what="company" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <div className="max-w-4xl">
      <Back {...LIST} />
      <header className="mb-9 flex flex-wrap items-center gap-4 sm:gap-6">
        <CompanyMark company={company} size="68px" />
        <div className="min-w-0 flex-1">
          <h1 className="title">{company.name}</h1>
          <p className="mt-1 text-soft">
            {company.domain}
            {company.domains > 1 && ` and ${plural(company.domains - 1, "other domain")}`} ·{" "}
            {plural(company.people, "person", "people")} ·{" "}
            {company.last_at ? `last mail ${ago(company.last_at)}` : "no mail yet"}
          </p>
        </div>
        <Button kind="quiet" onClick={() => setAsking(true)}>
          <ChartColumn aria-hidden className="size-4" />
          Patterns
        </Button>
      </header>
      {patterns && asking && (
        <patterns.PatternsDialog
          title={`Mail with ${company.name}`}
          scope={{ company_id: company.id }}
          onClose={() => setAsking(false)}
        />
      )}
      <Section title="People">
        <People id={company.id} />
      </Section>
      {facts && <facts.CompanyFacts company={company} />}
      {domains && <domains.CompanyDomains company={company} />}
    </div>
  );
}

function People({ id }: { id: string }) {
  const people = useInfiniteQuery(queries.contacts({ company_id: id, kind: "all", sort: "strength" }));
  return (
    <Endless
      query={people}
      label="People"
      rows={4}
      row={(contact) => <ContactRow key={contact.id} contact={contact} among="colleagues" />}
      empty={<Empty icon={Users} title="Nobody here" />}
    />
  );
}
