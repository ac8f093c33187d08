"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as companyQueries from "@/api/company-queries";
import type { Company, Evidence, KnownValue } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { useCompanyVerdict } from "@/hooks/people/use-company-verdict";
import { usePart } from "@/hooks/use-part";
import { sourceName } from "@/lib/enrichment/words";
import { dateOnly } from "@/lib/format";
import { COMPANY_FIELDS, profileOf } from "@/lib/people/company-facts";
import { Standing } from "./value";

const loadWhy = () => import("./why");

/** What sources say of a company, each value with who says so and when. Nothing where nobody says anything. */
export function CompanyFacts({ company }: { company: Company }) {
  const facts = useQuery(companyQueries.companyFacts(company.id));
  const verdict = useCompanyVerdict(company.id);
  const [asked, setAsked] = useState("");
  const why = usePart(loadWhy, asked !== "");
  if (facts.error) return <ProblemNote error={facts.error} onRetry={() => facts.refetch()} />;
  const known = facts.data?.items ?? [];
  const lines = COMPANY_FIELDS.flatMap(([field, name]) => {
    const said = known.filter((value) => value.field === field);
    const shown = said.filter(({ standing }) => standing === "shown");
    // Of a field of which all was wrong there is a line, too: else nobody could take that back.
    return (shown.length > 0 ? shown : said.slice(0, 1)).map((value) => ({ name, value }));
  });
  if (lines.length === 0) return null;
  const field = COMPANY_FIELDS.find(([one]) => one === asked);
  return (
    <Section title="What others say" more={{ href: "/sources", label: "Sources" }} className="mt-10">
      <dl className="panel space-y-3 p-4 sm:p-5">
        {lines.map(({ name, value }) => (
          <div key={value.field + value.value} className="grid gap-x-4 sm:grid-cols-[8rem_1fr]">
            <dt className="label pt-0.5">{name}</dt>
            <dd className="min-w-0">
              {value.standing === "shown" ? (
                <Said value={value} />
              ) : (
                <span className="text-soft">Nothing: you said that what others say is wrong</span>
              )}
              <span className="flex flex-wrap items-center gap-x-3 text-sm text-faint">
                {value.standing === "shown" &&
                  value.evidence
                    .filter(({ source }) => source !== "owner")
                    .map((one) => <Source key={one.id} evidence={one} />)}
                <Standing
                  of={`${name}: ${value.value}`}
                  locked={value.locked}
                  onWhy={() => setAsked(value.field)}
                />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {why && field && (
        <why.WhyDialog
          facts={facts}
          verdict={verdict}
          field={field[0]}
          name={field[1]}
          onClose={() => setAsked("")}
        />
      )}
    </Section>
  );
}

/** A picture is not fetched from where it lies: whoever has it would learn who looks at this page, and when. */
function Said({ value: { field, value } }: { value: KnownValue }) {
  const href = field === "handle" ? profileOf(value) : value;
  if (!href || !/^https?:\/\//i.test(href)) {
    return <span className="break-words whitespace-pre-line">{value}</span>;
  }
  return <Elsewhere href={href} text={field === "logo_url" ? "Open the picture" : value} />;
}

function Source({ evidence: { source, source_ref, at } }: { evidence: Evidence }) {
  const text = `${sourceName(source)}, ${dateOnly(at)}`;
  return /^https?:\/\//i.test(source_ref) ? <Elsewhere href={source_ref} text={text} /> : <span>{text}</span>;
}

const Elsewhere = ({ href, text }: { href: string; text: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener noreferrer"
    className="rounded break-all text-accent underline"
  >
    {text}
  </a>
);
