"use client";

import { useQuery } from "@tanstack/react-query";
import * as companyQueries from "@/api/company-queries";
import type { Company, Evidence, KnownValue } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { sourceName } from "@/lib/enrichment/words";
import { dateOnly } from "@/lib/format";
import { COMPANY_FIELDS, profileOf } from "@/lib/people/company-facts";

/** What sources say of a company, each value with who says so and when. Nothing where nobody says anything. */
export function CompanyFacts({ company }: { company: Company }) {
  const facts = useQuery(companyQueries.companyFacts(company.id));
  if (facts.error) return <ProblemNote error={facts.error} onRetry={() => facts.refetch()} />;
  const shown = facts.data?.items.filter(({ standing }) => standing === "shown") ?? [];
  const lines = COMPANY_FIELDS.flatMap(([field, name]) =>
    shown.filter((value) => value.field === field).map((value) => ({ name, value })),
  );
  if (lines.length === 0) return null;
  return (
    <Section title="What others say" more={{ href: "/sources", label: "Sources" }} className="mt-10">
      <dl className="panel space-y-3 p-4 sm:p-5">
        {lines.map(({ name, value }) => (
          <div key={value.field + value.value} className="grid gap-x-4 sm:grid-cols-[8rem_1fr]">
            <dt className="label pt-0.5">{name}</dt>
            <dd className="min-w-0">
              <Said value={value} />
              <span className="flex flex-wrap gap-x-3 text-sm text-faint">
                {value.evidence.map((one) => (
                  <Source key={one.id} evidence={one} />
                ))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
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
