"use client";

import { useQuery } from "@tanstack/react-query";
import { Merge } from "lucide-react";
import { useState } from "react";
import * as companyQueries from "@/api/company-queries";
import type { Company, CompanyDomain } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Section } from "@/components/ui/section";
import { useCompanyMembership, useMembership } from "@/hooks/people/use-membership";
import { ago, dateOnly, plural } from "@/lib/format";
import { Change } from "./addresses";

/** A company's mail domains: which are another's, which other company is the same, and how that came to be. */
export function CompanyDomains({ company }: { company: Company }) {
  const domains = useQuery(companyQueries.companyDomains(company.id)).data?.items ?? [];
  const changes = useQuery(companyQueries.companyMerges(company.id)).data?.items ?? [];
  const { merge, split } = useCompanyMembership();
  const { undo } = useMembership();
  const busy = merge.isPending || split.isPending || undo.isPending;
  return (
    <Section title="Domains" className="mt-10">
      <div className="panel overflow-hidden">
        <ul aria-label="Domains" className="divide-y divide-line">
          {domains.map((one) => (
            <Domain
              key={one.id}
              domain={one}
              busy={busy}
              onSplit={
                domains.length > 1
                  ? () => split.mutate({ companyId: company.id, domainId: one.id })
                  : undefined
              }
            />
          ))}
        </ul>
        <MergeWith company={company} busy={busy} onMerge={(other) => merge.mutate([company.id, other])} />
        {changes.length > 0 && (
          <ul aria-label="Merges and splits" className="divide-y divide-line border-t border-line text-sm">
            {changes.map((change) => (
              <Change
                key={change.id}
                change={change}
                nouns={["domain", "domains"]}
                onUndo={() => undo.mutate(change)}
                busy={busy}
              />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

type DomainProps = { domain: CompanyDomain; busy: boolean; onSplit?: () => void };

function Domain({ domain: { domain, people, first_at, last_at }, busy, onSplit }: DomainProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="break-all">{domain}</p>
        <p className="text-sm text-faint">
          {plural(people, "person", "people")} · since {dateOnly(first_at)} · last {ago(last_at)}
        </p>
      </div>
      {onSplit && (
        <Button
          small
          kind="quiet"
          disabled={busy}
          onClick={onSplit}
          aria-label={`${domain}: Another company’s`}
        >
          Another company’s
        </Button>
      )}
    </li>
  );
}

type MergeProps = { company: Company; busy: boolean; onMerge: (other: string) => void };

/** Another company that is this one: a subsidiary, or the same under another name. */
function MergeWith({ company, busy, onMerge }: MergeProps) {
  const [other, setOther] = useState("");
  const others =
    useQuery(companyQueries.companyNames).data?.items.filter(({ id }) => id !== company.id) ?? [];
  if (others.length === 0) return null;
  return (
    <form
      className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3 sm:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (other) onMerge(other);
        setOther("");
      }}
    >
      <Choice
        label="Another company that is this one"
        value={other}
        onChange={setOther}
        className="min-h-10 min-w-0 max-w-full flex-1"
      >
        <option value="">Another company that is this one</option>
        {others.map(({ id, name, domain }) => (
          <option key={id} value={id}>
            {name} ({domain})
          </option>
        ))}
      </Choice>
      <Button type="submit" disabled={busy || !other}>
        <Merge aria-hidden className="size-4" />
        Merge
      </Button>
    </form>
  );
}
