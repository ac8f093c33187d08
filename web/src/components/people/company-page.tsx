"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useEffect } from "react";
import * as queries from "@/api/queries";
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

const loadDomains = () => import("./company-domains");
const LIST = { href: "/companies", label: "Companies" };

/** One company and its people. */
export function CompanyPage() {
  const [id, setId] = useParam("id");
  const query = useQuery({ ...queries.company(id), enabled: id !== "" });
  const company = query.data;
  const domains = usePart(loadDomains, false);
  // Whichever was merged into another is found under that one's id.
  const currentId = company?.id ?? id;
  useEffect(() => setId(currentId), [currentId, setId]);
  useTitle(company?.name ?? "Company");

  if (!id) return <Missing what="company" list={LIST} />;
  if (query.isPending) return <PageSkeleton />;
  if (!company) {
    return <Unavailable what="company" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <div className="max-w-4xl">
      <Back {...LIST} />
      <header className="mb-9 flex items-center gap-4 sm:gap-6">
        <CompanyMark company={company} size="68px" />
        <div className="min-w-0">
          <h1 className="title">{company.name}</h1>
          <p className="mt-1 text-soft">
            {company.domain}
            {company.domains > 1 && ` and ${plural(company.domains - 1, "other domain")}`} ·{" "}
            {plural(company.people, "person", "people")} · last mail {ago(company.last_at)}
          </p>
        </div>
      </header>
      <Section title="People">
        <People id={company.id} />
      </Section>
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
